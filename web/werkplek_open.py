"""Which gesprekken stand open beside each other, as the address of the werkplek says it.

    /werkplek?naast=VD-AAAA-AAAA&o=VD-BBBB-BBBB&naast=VD-CCCC-CCCC

`o` is the gesprek in focus and `naast` are the others; their order in the address is their order on the screen. A
reload, a link and a page without script so show the same.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from web.kenmerk import lees_kenmerk

if TYPE_CHECKING:
    from multidict import MultiMapping

MEESTE = 3
_NAMEN = ("o", "naast")


def achter(plek: int) -> str:
    """What stands behind every id on this place of the page: nothing on the first, so that a link to it stays short."""
    return "" if plek == 1 else f"-{plek}"


@dataclass(frozen=True)
class Open:
    """The gesprekken that are open, from left to right, and the one in focus; empty when nothing is open.

    `plekken`: the place that a page with script gave each of them. Ids in the HTML are made of the place, and a
    gesprek that stays open keeps its ids when the one before it closes.
    """

    kenmerken: tuple[str, ...] = ()
    actief: str = ""
    plekken: Mapping[str, int] = field(default_factory=dict)
    # The place of the empty pane when nothing is open.
    eerste: int = 1

    @property
    def meer(self) -> bool:
        """Whether there are gesprekken beside each other."""
        return len(self.kenmerken) > 1

    def achter(self, kenmerk: str) -> str:
        """What stands behind every id of this gesprek, or of the empty pane."""
        plek = self.plekken.get(kenmerk) or (self.kenmerken.index(kenmerk) + 1 if kenmerk else self.eerste)
        return achter(plek)

    def alleen(self, kenmerken: Collection[str]) -> Open:
        """As far as these are there; who loses the focus leaves it to the first."""
        over = tuple(k for k in self.kenmerken if k in kenmerken)
        actief = self.actief if self.actief in over else next(iter(over), "")
        return Open(over, actief, self.plekken, self.eerste)

    def zonder(self, kenmerk: str) -> Open:
        """With this one closed."""
        return self.alleen([k for k in self.kenmerken if k != kenmerk])

    def met(self, kenmerk: str) -> Open:
        """With this one in focus: where it stood, or else in the place of the one that had the focus."""
        if kenmerk in self.kenmerken:
            return Open(self.kenmerken, kenmerk, self.plekken, self.eerste)
        if not self.actief:
            return Open((kenmerk,), kenmerk)
        return Open(tuple(kenmerk if k == self.actief else k for k in self.kenmerken), kenmerk)

    def velden(self, kenmerk: str = "") -> list[tuple[str, str]]:
        """Names and values for an address or a form, with this gesprek in focus."""
        actief = kenmerk or self.actief
        return [("o" if k == actief else "naast", k) for k in self.kenmerken]

    def adres(self, kenmerk: str = "", **meer: str) -> str:
        """The page with these open and this one in focus."""
        vraag = urlencode([*self.velden(kenmerk), *meer.items()])
        return f"/werkplek?{vraag}" if vraag else "/werkplek"

    def ook(self, kenmerk: str) -> str:
        """What a form of this gesprek carries in its address, so that without script the others stay open."""
        return f"?{urlencode(self.velden(kenmerk))}" if self.meer else ""


def lees_gevraagd(query: MultiMapping[str]) -> list[str]:
    """The kenmerken as they were asked for, in their order; an empty one is a pane without a gesprek."""
    return [lees_kenmerk(waarde) for naam, waarde in query.items() if naam in _NAMEN][:MEESTE]


def lees_open(query: MultiMapping[str]) -> Open:
    """What the address asks for: each gesprek once and three at most, of which the one in focus is always one."""
    alle = dict.fromkeys(k for naam, waarde in query.items() if naam in _NAMEN and (k := lees_kenmerk(waarde)))
    actief = lees_kenmerk(query.get("o", "")) or next(iter(alle), "")
    anders = [k for k in alle if k != actief][: MEESTE - 1]
    kenmerken = tuple(k for k in alle if k == actief or k in anders)
    plekken = _plekken(query)
    return Open(kenmerken, actief, plekken, plekken.get("", 1))


def _plekken(query: MultiMapping[str]) -> dict[str, int]:
    """`plek=31`: the places of the gesprekken in their order; what is no such thing counts for nothing."""
    plek, gevraagd = query.get("plek", ""), lees_gevraagd(query)
    if not plek or len(plek) != len(gevraagd) or len(set(plek)) != len(plek) or not set(plek) <= set("123"):
        return {}
    plekken = {k: int(p) for k, p in reversed(list(zip(gevraagd, plek, strict=True)))}
    return plekken if plekken.get("") else {**plekken, "": int(plek[0])}
