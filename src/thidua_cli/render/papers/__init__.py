"""Papers drawn as Word documents: the one door to python-docx.

A paper comes in as a value (`papers.model.Paper`) and goes out as bytes.
"""

from thidua_cli.render.papers.base import Base, open_base
from thidua_cli.render.papers.draw import altered, to_bytes
from thidua_cli.render.papers.marks import untouched

__all__ = ["Base", "altered", "open_base", "to_bytes", "untouched"]
