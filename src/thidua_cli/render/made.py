"""What `thidua report` made, as text for people: each cluster, how it stands, and its papers.

This module draws values only; it opens no file.
"""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

from thidua_cli.catalogue import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from thidua_cli.catalogue import Lang
    from thidua_cli.papers import ClusterPapers, PapersMade, Placed

_READY = Text("đủ điều kiện trình", "ready")
_DRAFT = Text(
    "DỰ THẢO – CHƯA ĐỦ ({number} nội dung còn thiếu, ghi ở đầu mỗi văn bản)",
    "DRAFT ({number} open, as each paper says)",
)
_STATES = {
    "written": Text("", ""),
    "unchanged": Text(" (không đổi)", " (unchanged)"),
    "beside": Text(" (bản mới; bản đã sửa được giữ nguyên)", " (new one; the changed one is kept)"),
}
_LIST = Text("Danh sách của các cụm, khối", "List over all clusters")
_VERDICT = Text(
    "Năm {year}: {papers} văn bản của {clusters} cụm, {ready} cụm đủ điều kiện trình.",
    "{year}: {papers} papers of {clusters} cluster(s), {ready} ready.",
)
_NARROWEST = 40


def told(made: PapersMade, lang: Lang, width: int, *, quiet: bool = False) -> str:
    """Every cluster with its papers, the verdict last; only the verdict when quiet."""
    lines: list[str] = []
    if not quiet:
        for cluster in made.clusters:
            lines += [*_cluster(cluster, lang, width), ""]
        if made.province is not None:
            lines += [_LIST.to(lang), _file(made.province, lang), ""]
    papers = sum(len(cluster.papers) for cluster in made.clusters) + (made.province is not None)
    if made.clusters:
        ready = sum(1 for cluster in made.clusters if not cluster.missing)
        values = {"year": made.year, "papers": papers, "clusters": len(made.clusters), "ready": ready}
        lines.append(_VERDICT.to(lang).format_map(values))
    return "\n".join(lines)


def _cluster(cluster: ClusterPapers, lang: Lang, width: int) -> Iterator[str]:
    number = len(cluster.missing)
    state = _DRAFT.to(lang).format(number=number) if number else _READY.to(lang)
    code = Text("; mã đối chiếu ", "; check code ").to(lang) + cluster.check if cluster.check else ""
    first = f"{cluster.name}: {state}{code}"
    yield from textwrap.wrap(first, max(width, _NARROWEST), subsequent_indent="  ", break_long_words=False)
    yield from (_file(paper, lang) for paper in cluster.papers)


def _file(paper: Placed, lang: Lang) -> str:
    return f"  {paper.file}{_STATES[paper.state].to(lang)}"
