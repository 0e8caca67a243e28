"""What users see: each module draws the report in one form, and none knows another."""
