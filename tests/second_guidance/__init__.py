"""A made-up guidance of another year and scale, in YAML alone: the program scores and ranks by it without a change."""
