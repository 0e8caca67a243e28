"""thidua: scores emulation clusters over spreadsheets.

Importing the package must stay free of cost: `thidua --version` reads nothing but this file.
"""

__version__ = "0.1.0"
