"""Measurements: the corpus score, synthetic corpora, benchmarks. Not part of the installed package."""
