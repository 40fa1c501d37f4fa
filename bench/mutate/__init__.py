"""The parts of the mutation benchmark: changes to printed figures, worlds that hold them, verdicts, reports."""
