"""Whose letterhead a cluster's papers go out on, as far as it is known.

This module knows no paper, no file and no form of office papers.
"""

from __future__ import annotations

from msgspec import Struct
from msgspec.structs import replace


class Letterhead(Struct, frozen=True):
    """What `papers:` in cluster.yaml or thidua.yaml says; what is not known is None or empty.

    Attributes:
        above: The body above the one that issues the papers.
        agency: The body that issues them; the Cụm trưởng unless given.
        place: Where they are issued, such as `Lạng Sơn`.
        symbol: The letters of the issuing body in a paper's number, such as `SNV`.
        addressee: To whom the proposal is addressed.
        authority: The line above the signer's post, such as `TM. CỤM THI ĐUA`.
        post: The signer's post.
        name: The signer's name.
        recipients: The entries of "Nơi nhận".
        party: Whether the issuing body is one of the Party; None leaves it to its name.
    """

    above: str | None = None
    agency: str | None = None
    place: str | None = None
    symbol: str | None = None
    addressee: str | None = None
    authority: str | None = None
    post: str | None = None
    name: str | None = None
    recipients: tuple[str, ...] = ()
    party: bool | None = None

    def over(self, other: Letterhead) -> Letterhead:
        """This letterhead, with what it leaves open taken from the other."""
        own = {name: getattr(self, name) for name in self.__struct_fields__}
        return replace(other, **{name: value for name, value in own.items() if value not in (None, ())})
