"""Facts about the seal."""
