"""Lines of the audit in words. The database keeps codes, which stay the same for years; people read names."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from overdracht.past import talen
from triage.beoordeling import LEEFGEBIEDEN
from web.beheer_teksten import TEKSTEN
from web.werkplek_teksten import WOORDEN

# As termijnbeheer.beschrijf writes a term.
_TERMIJN = re.compile(r"(\w+), (\d+) (\w+), vooraf (\d+) (\w+)(?: \((.*)\))?")
_KWARTAAL = re.compile(r"(\d{4})-([1-4])")
_WOORD = re.compile(r"\w+")


def leesbaar(wat: str, waarvan: str, reden: str, *, soortnaam: Callable[[str], str]) -> tuple[str, str]:
    """Of what, and why, as people read it; what is no code stays as it is."""
    if wat == "cijfers_csv":
        waarvan = kwartaal_naam(waarvan)
    return waarvan, _reden(wat, reden, soortnaam=soortnaam)


def kwartaal_naam(code: str) -> str:
    """A quarter as people say it: 4e kwartaal 2026."""
    gevonden = _KWARTAAL.fullmatch(code)
    return TEKSTEN["audit_reden"]["kwartaal"].format(nummer=gevonden[2], jaar=gevonden[1]) if gevonden else code


def wie_naam(wie: str) -> str:
    """Who did it, also when that was no medewerker."""
    return str(TEKSTEN["audit_wie"].get(wie, wie))


def _reden(wat: str, reden: str, *, soortnaam: Callable[[str], str]) -> str:
    woorden = TEKSTEN["audit_reden"]
    if wat.startswith("termijn_"):
        return _termijn(reden, soortnaam=soortnaam)
    if wat == "toestemming_gegeven" and reden:
        return str(woorden["tekstversie"].format(versie=reden))
    if wat == "oidc_geweigerd":
        return str(woorden[wat].get(reden, reden))
    if wat in ("gelezen", "meegenomen"):
        # What was taken, and on what ground; lines from before the ground was kept have the first alone.
        bekend = woorden["meegenomen"] | woorden["grond"]
        return ", ".join(str(bekend.get(deel, deel)) for deel in reden.split(", "))
    if wat in ("gezocht", "gevonden"):
        soort, _, aantal = reden.partition(", ")
        naam = str(woorden["zoeken"].get(soort, soort))
        return str(woorden["aantal_gevonden"].format(soort=naam, aantal=aantal)) if aantal else naam
    if wat in ("account_gemaakt", "account_rol"):
        return _WOORD.sub(lambda m: TEKSTEN["rollen"].get(m[0], m[0]), reden)
    return reden


def _termijn(reden: str, *, soortnaam: Callable[[str], str]) -> str:
    gevonden = _TERMIJN.fullmatch(reden)
    if not gevonden:
        return reden
    stap, aantal, eenheid, vooraf, vooraf_eenheid, als = gevonden.groups()
    woorden = TEKSTEN["audit_reden"]
    naam = TEKSTEN["termijnen"]["stap"].get(stap, stap)
    zin: str = woorden["termijn"].format(stap=naam, lengte=_lengte(aantal, eenheid))
    if vooraf != "0":
        zin += woorden["vooraf"].format(vooraf=_lengte(vooraf, vooraf_eenheid))
    return zin + (f"; {_voorwaarden(als, soortnaam)}" if als else "")


def _lengte(aantal: str, eenheid: str) -> str:
    naam = TEKSTEN["termijnen"]["eenheid_een" if aantal == "1" else "eenheid"].get(eenheid, eenheid)
    return f"{aantal} {naam}"


def _voorwaarden(als: str, soortnaam: Callable[[str], str]) -> str:
    delen = []
    for deel in als.split("; "):
        wat, _, waarden = deel.partition(": ")
        namen = ", ".join(_waarde(wat, w, soortnaam) for w in waarden.split(", "))
        delen.append(f"{TEKSTEN['termijnen']['als'].get(wat, wat)}: {namen}")
    return "; ".join(delen)


def _waarde(wat: str, waarde: str, soortnaam: Callable[[str], str]) -> str:
    bekend: dict[str, Mapping[str, Any]] = {"zwaarte": WOORDEN["zwaarte"], "leefgebied": LEEFGEBIEDEN, "taal": talen()}
    return soortnaam(waarde) if wat == "soort" else str(bekend.get(wat, {}).get(waarde, waarde))


def voorwaarden_tekst(voorwaarden: Mapping[str, list[str]]) -> str:
    """For whom a rule is, in names: "leefgebied: Geld en schulden of Wonen; zwaarte: Spoed"."""
    return "; ".join(
        f"{TEKSTEN['route_als'].get(wat, wat)}: {' of '.join(_waarde(wat, w, lambda c: c) for w in waarden)}"
        for wat, waarden in voorwaarden.items()
    )
