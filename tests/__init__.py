"""Tests, and the document writer that they share with the benchmarks and the bundled sample."""
