"""Readable cases of the guidance, by clause, and the way they are run."""
