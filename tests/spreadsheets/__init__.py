"""Facts about reading and writing workbooks."""
