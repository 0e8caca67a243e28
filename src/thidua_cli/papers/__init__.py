"""What the Word papers of a cluster and of a province say, as values.

Numbers come from the report, blanks stay blank; nothing here knows how a paper is drawn or where it is written.
"""

from thidua_cli.papers.cluster import papers_of
from thidua_cli.papers.model import ClusterPapers, Paper, PaperId, PapersMade, Placed
from thidua_cli.papers.province import list_of

__all__ = ["ClusterPapers", "Paper", "PaperId", "PapersMade", "Placed", "list_of", "papers_of"]
