"""Facts about rubrics: the issued tables, and the loading of any table."""
