"""Facts about what users see."""
