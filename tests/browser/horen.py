"""Judging one state of a page as somebody who hears it: what Chromium tells a screen reader, not what the HTML says.

    oor = Oor(pagina); oor.kijk("welkom"); … ; oor.klaar()

It walks the same ways as the eye does (wandelingen.py). No screen reader runs here: whether one says all of this well
is for people to try.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Page

_BEDIENBAAR = {
    "button", "link", "textbox", "searchbox", "combobox", "checkbox", "radio", "spinbutton", "switch", "slider", "tab",
    "menuitem", "option", "DisclosureTriangle",
}  # fmt: skip
_OP_NAAM = {"navigation", "region", "search", "form", "complementary", "log", "dialog"}
_KEUZE = {"radio"}
_GROEP = {"radiogroup", "group", "form", "region"}
_LEVEND = {"status", "alert", "log"}
_NAAR_EEN_MENS = "Ik wil een mens spreken"
_WOORD = re.compile(r"\w{2,}|\d")


@dataclass
class Knoop:
    """One thing that is told: its role, name and what else is said with it."""

    rol: str
    naam: str
    eigen: dict[str, Any]
    boven: Knoop | None = None
    onder: list[Knoop] = field(default_factory=list)

    def voorouders(self) -> Iterator[Knoop]:
        knoop = self.boven
        while knoop is not None:
            yield knoop
            knoop = knoop.boven

    def alle(self) -> Iterator[Knoop]:
        """This and all beneath it, in the order in which it is read."""
        yield self
        for kind in self.onder:
            yield from kind.alle()

    @property
    def plek(self) -> str:
        """The named thing it stands in, as who jumps from landmark to landmark hears it."""
        return next((f"{k.rol} {k.naam}" for k in self.voorouders() if k.naam and k.rol in _OP_NAAM | _GROEP), "pagina")


def hoor(pagina: Page) -> Knoop:
    """The whole page as it is told, from the top."""
    ruw: dict[str, Any] = {}
    # A page that is just coming has a root and nothing else.
    while len(ruw) < 2:
        pagina.locator("main, dialog").first.wait_for()
        sessie = pagina.context.new_cdp_session(pagina)
        ruw = {n["nodeId"]: n for n in sessie.send("Accessibility.getFullAXTree")["nodes"]}
        sessie.detach()
    boom = next(_bouw(n, ruw, None) for n in ruw.values() if "parentId" not in n)[0]
    boom.eigen["zonder_script"] = pagina.locator("script[src]").count() == 0
    return boom


def _bouw(ruw: dict[str, Any], alle: dict[str, Any], boven: Knoop | None) -> list[Knoop]:
    """This node, or when it is not told itself, what is told of those beneath it."""
    kinderen = [alle[id] for id in ruw.get("childIds", ()) if id in alle]
    if ruw.get("ignored") and boven is not None:
        return [k for kind in kinderen for k in _bouw(kind, alle, boven)]
    eigen = {e["name"]: e["value"].get("value") for e in ruw.get("properties", ())}
    eigen["uitleg"] = (ruw.get("description") or {}).get("value", "")
    knoop = Knoop(_waarde(ruw, "role"), _waarde(ruw, "name").strip(), eigen, boven)
    knoop.onder = [k for kind in kinderen for k in _bouw(kind, alle, knoop)]
    return [knoop]


def _waarde(ruw: dict[str, Any], veld: str) -> str:
    return str((ruw.get(veld) or {}).get("value") or "")


@dataclass
class Oor:
    """Listens to states of one page and remembers what is wrong."""

    pagina: Page
    # In a gesprek each message has the same buttons, heard right behind it.
    knoppen: bool = True
    staten: int = 0
    fouten: list[str] = field(default_factory=list)

    def kijk(self, staat: str) -> None:
        """Judge the state in which the page is now."""
        boom = hoor(self.pagina)
        knopen = list(boom.alle())
        self.staten += 1
        for wat in (_opzet, _namen, _dubbel, _groepen, _levend, *((_knoppen,) if self.knoppen else ())):
            self.fouten += [f"{staat}: {een}" for een in wat(boom, knopen)]

    def klaar(self) -> None:
        """Fail when there is something to find."""
        assert self.staten
        assert self.fouten == [], "\n".join(self.fouten)


def _opzet(boom: Knoop, knopen: list[Knoop]) -> Iterator[str]:
    """A title, one main part, and headings that skip no level: how one finds the way."""
    if any(k.rol == "dialog" and k.eigen.get("modal") for k in knopen):
        # The page behind it is not told as long as it is open.
        return
    if not boom.naam:
        yield "de pagina heeft geen titel"
    # What stands there when a page comes is told by no live region: the title is heard first.
    mis = boom.eigen["zonder_script"] and any(k.rol == "alert" and k.onder for k in knopen)
    if mis and not boom.naam.startswith("Fout"):
        yield f"de titel zegt niet dat er iets mis is: {boom.naam}"
    if sum(k.rol == "main" for k in knopen) != 1:
        yield "er is niet precies één hoofddeel"
    koppen = [(int(k.eigen.get("level") or 0), k.naam) for k in knopen if k.rol == "heading"]
    if [niveau for niveau, _ in koppen].count(1) != 1:
        yield f"er is niet precies één kop 1: {koppen[:4]}"
    for (vorig, _), (niveau, naam) in zip([(1, ""), *koppen], koppen, strict=False):
        if niveau > vorig + 1:
            yield f"kop {niveau} '{naam}' komt na kop {vorig}"
        if not naam:
            yield f"een kop {niveau} zonder tekst"


def _namen(boom: Knoop, knopen: list[Knoop]) -> Iterator[str]:
    """Whatever one can operate says in words what it is."""
    for k in knopen:
        if k.rol in _BEDIENBAAR and not _WOORD.search(k.naam):
            yield f"{k.rol} zonder woorden: '{k.naam}' in {k.plek}"
        if k.eigen.get("invalid") not in (None, "false") and not k.eigen["uitleg"]:
            yield f"{k.rol} '{k.naam}' is fout zonder uitleg"


def _dubbel(boom: Knoop, knopen: list[Knoop]) -> Iterator[str]:
    """Parts and links can be told apart by what they are called where they stand."""
    # A form without a name is no landmark: it is not told.
    delen = [(k.rol, k.naam) for k in knopen if k.rol in _OP_NAAM and (k.naam or k.rol != "form")]
    yield from (f"{delen.count(d)} keer {d[0]} '{d[1]}'" for d in dict.fromkeys(delen) if delen.count(d) > 1)
    naar: dict[str, set[str]] = defaultdict(set)
    for k in knopen:
        if k.rol == "link" and k.eigen.get("url"):
            naar[f"{k.naam}' in {k.plek}"].add(str(k.eigen["url"]))
    yield from (f"één naam, {len(a)} adressen: '{naam}" for naam, a in naar.items() if len(a) > 1)


def _knoppen(boom: Knoop, knopen: list[Knoop]) -> Iterator[str]:
    """So can buttons; the way to a person is the same wherever it stands."""
    waar: dict[tuple[str, str], int] = defaultdict(int)
    for k in knopen:
        if k.rol == "button" and k.naam != _NAAR_EEN_MENS:
            waar[(k.plek, k.naam)] += 1
    yield from (f"{n} keer de knop '{naam}' in {plek}" for (plek, naam), n in waar.items() if n > 1)


def _groepen(boom: Knoop, knopen: list[Knoop]) -> Iterator[str]:
    """A choice is heard with the question it answers."""
    for k in knopen:
        if k.rol in _KEUZE and not any(v.rol in _GROEP and v.naam for v in k.voorouders()):
            yield f"{k.rol} '{k.naam}' zonder de vraag"


def _levend(boom: Knoop, knopen: list[Knoop]) -> Iterator[str]:
    """What tells itself stands in nothing else that tells itself: it would be heard twice."""
    for k in knopen:
        if k.rol in _LEVEND and (buiten := next((v for v in k.voorouders() if v.rol in _LEVEND), None)):
            yield f"{k.rol} in {buiten.rol} '{buiten.naam}'"
