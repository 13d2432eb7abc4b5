"""A start for the ondersteuningsplan, from the verslag. Pure.

The format is the fixed one of the dienstverleningsmodel (bron 001, §3.5): result and time path, an arrangement
of own effort, surroundings, general and individual provisions, contribution, agreements. It is a draft by
construction (`concept` is always true) and decides nothing: what was not said stays empty, to be filled in
together. Every line that comes from the verslag keeps its source.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from overdracht.herkennen import is_netwerk
from overdracht.teksten import tekst

VERSIE = 1
MEEDOEN = ("maatschappelijke_participatie", "dagbesteding")


def make_plan(
    verslag: Mapping[str, Any],
    *,
    nu: dt.datetime,
    termijnen: Mapping[str, str | None],
    generalist: str = "",
    toegang: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    """The draft of an approved verslag; follows ondersteuningsplan-1.schema.json.

    termijnen: `eerste_contact`, `onderzoek` and `beschikking` as ISO 8601, None for what does not count.
    toegang: of each shown entry `vrij`, `collectief` or `maatwerk`; unknown counts as vrij.
    """
    geprobeerd = verslag["al_geprobeerd"]
    netwerk = [r for r in verslag["betrokken"] if is_netwerk(r["tekst"])]
    hulp = [r for r in verslag["betrokken"] if not is_netwerk(r["tekst"])]
    algemeen, individueel = _getoond(verslag, toegang or {})
    delen = {
        "resultaat": _regels(verslag["urgentie"], "urgent") + _regels(verslag["wens"], "wens"),
        "eigen_inzet": _regels(geprobeerd["zelf"], "gedaan"),
        "omgeving": _regels(geprobeerd["netwerk"], "gedaan") + _regels(netwerk, "betrokken"),
        "algemene_voorzieningen": algemeen,
        "individuele_ondersteuning": _regels(geprobeerd["voorzieningen"], "gedaan")
        + _regels(hulp, "betrokken")
        + individueel,
        "bijdrage": _regels(_meedoen(verslag), "kracht"),
    }
    return {
        "versie": VERSIE,
        "soort": "ondersteuningsplan",
        "concept": True,
        "let_op": tekst("plan.let_op"),
        "kenmerk": verslag["kenmerk"],
        "verslag_versie": verslag["versie"],
        "gemaakt_op": nu.isoformat(),
        "gemeente": verslag["gemeente"],
        "kern": verslag["kern"],
        "namens": verslag["namens"],
        "inwoner": verslag["contact"]["naam"],
        "generalist": generalist,
        "ondersteuningsvraag": verslag["hulpvraag"],
        "leefgebieden": [
            {"code": g["code"], "naam": g["naam"], "regels": g["regels"]} for g in verslag["leefgebieden"]
        ],
        "resultaat": delen["resultaat"],
        "tijdpad": {naam: termijnen.get(naam) for naam in ("eerste_contact", "onderzoek", "beschikking")},
        "arrangement": {
            naam: delen[naam]
            for naam in ("eigen_inzet", "omgeving", "algemene_voorzieningen", "individuele_ondersteuning")
        },
        "bijdrage": delen["bijdrage"],
        "afspraken": _afspraken(termijnen, generalist),
        "in_te_vullen": [*(naam for naam, regels in delen.items() if not regels), "afspraken", "akkoord"],
        "akkoord": {"inwoner": None, "generalist": None, "op": None},
    }


def _regels(regels: Iterable[Mapping[str, Any]], status: str) -> list[dict[str, Any]]:
    return [{"tekst": r["tekst"], "status": status, "bron": r["bron"], "herkomst": r["herkomst"]} for r in regels]


def _getoond(
    verslag: Mapping[str, Any], toegang: Mapping[str, str]
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """What the assistant showed, general and individual apart; the bericht that asked for it is the source."""
    algemeen: list[dict[str, Any]] = []
    individueel: list[dict[str, Any]] = []
    for v in verslag["getoonde_voorzieningen"]:
        regel = {"tekst": v["naam"], "status": "getoond", "bron": v["bron"], "herkomst": "afgeleid", "id": v["id"]}
        (individueel if toegang.get(v["id"]) == "maatwerk" else algemeen).append(regel)
    return algemeen, individueel


def _meedoen(verslag: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    return [r for g in verslag["leefgebieden"] if g["code"] in MEEDOEN for r in g["regels"]]


def _afspraken(termijnen: Mapping[str, str | None], generalist: str) -> list[dict[str, Any]]:
    """What is already promised by law or by the team; the rest is for the two of them."""
    return [
        {"wat": tekst(f"plan.afspraak.{naam}"), "wie": generalist or None, "uiterlijk": voor}
        for naam in ("eerste_contact", "onderzoek", "beschikking")
        if (voor := termijnen.get(naam))
    ]
