"""The one door to workbook files: reader and writer know cells, never criteria."""
