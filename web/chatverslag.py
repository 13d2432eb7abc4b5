"""The lines of the verslag as a form on /chat: which change was asked for, and what was typed and is not saved.

Each line is saved by itself with a button of its own, but the browser sends all fields of the form. So what was
typed elsewhere in it comes along, and is shown again instead of getting lost.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from overdracht.gesprekstekst import alle_regels

if TYPE_CHECKING:
    from multidict import MultiDictProxy

_REGEL, _WAS, ERBIJ = "regel-", "was-", "erbij"
# The button of what is chosen and not typed: for whom, and where.
FEITEN = "feiten"


def veld(data: MultiDictProxy[Any], naam: str) -> str:
    """One field of a form, without the space around it; empty when it is not there or is a file."""
    waarde = data.get(naam, "")
    return waarde.strip().replace("\r\n", "\n") if isinstance(waarde, str) else ""


def lees_wijziging(actie: str, regel: str, data: MultiDictProxy[Any]) -> dict[str, Any]:
    """What the pressed button asks, as `pas_verslag_aan` takes it; what else was chosen in the form goes along."""
    regels = [] if actie == FEITEN else [lees_regel(actie, regel, data)]
    return {**({"regels": regels} if regels else {}), **lees_feiten(data)}


def lees_regel(actie: str, regel: str, data: MultiDictProxy[Any]) -> dict[str, Any]:
    """The change of one line."""
    if actie == "weg":
        return {"id": regel, "verwijder": True}
    if actie == ERBIJ:
        # Without a choice the part is heard: overdracht/toevoegen.py.
        return {"onderdeel": veld(data, f"{ERBIJ}-deel"), "tekst": veld(data, ERBIJ)}
    return {"id": regel, "tekst": veld(data, f"{_REGEL}{regel}")}


def lees_feiten(data: MultiDictProxy[Any]) -> dict[str, Any]:
    """For whom it is and where it plays, as far as another was chosen than stood there."""
    uit: dict[str, Any] = {}
    namens, plaats = veld(data, "namens"), veld(data, "plaats")
    if namens and namens != veld(data, "was-namens"):
        uit["namens"] = namens
    if plaats and plaats != veld(data, "was-plaats"):
        gemeente, _, kern = plaats.partition("|")
        uit["plaats"] = {"gemeente": gemeente, "kern": kern or None}
    return uit


def veld_van(actie: str, regel: str) -> str:
    """The name of the field that the pressed button is about."""
    return actie if actie in (ERBIJ, FEITEN) else f"{_REGEL}{regel}"


def velden_van(verslag: Mapping[str, Any] | None) -> set[str]:
    """The names of the fields that are on the page; none without a verslag to change."""
    return {ERBIJ, *(f"{_REGEL}{r['id']}" for r in alle_regels(dict(verslag)))} if verslag else set()


def onbewaard(data: MultiDictProxy[Any], *, behalve: str = "") -> dict[str, str]:
    """Per field what was typed in it, as far as it differs from what stood there; behalve: the field that was saved."""
    regels = [n for n in data if n.startswith(_REGEL) and veld(data, n) != veld(data, _WAS + n.removeprefix(_REGEL))]
    return {naam: veld(data, naam) for naam in (*regels, ERBIJ) if naam != behalve and veld(data, naam)}


def leg_neer(getypt: Mapping[str, str], verslag: Mapping[str, Any] | None) -> dict[str, str]:
    """What was typed, each under a field that is on the page.

    verslag: the one that can be changed there. Of a line that is gone the text comes under `erbij`; without a
    verslag to change, all of it comes in the field of the messages.
    """
    bekend = velden_van(verslag) - {ERBIJ}
    uit = {n: t for n, t in getypt.items() if n in bekend or not (n == ERBIJ or n.startswith(_REGEL))}
    over = [t for n, t in getypt.items() if n not in uit]
    if over:
        plek = ERBIJ if verslag else "tekst"
        uit[plek] = "\n".join([*filter(None, [uit.get(plek, "")]), *over])
    return uit
