"""The error gallery: one smallest case for every finding code."""
