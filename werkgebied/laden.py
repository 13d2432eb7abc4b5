"""Reading werkgebied.yml: a mistake stops the start with its line and the reason in Dutch."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import yaml

from kalender.feestdagen import Feestdagen
from kalender.openingstijden import Openingstijden, OpeningstijdenFout, parse_openingstijden
from werkgebied.model import Contact, Gemeente, Team, Werkgebied
from werkgebied.plaatsnamen import sleutel as naamsleutel

# Any day: asking for its holiday shows whether the country is known.
_EEN_DAG = dt.date(2026, 1, 1)
_BEKEND = {"naam", "tijdzone", "feestdagen", "gemeenten", "ligging"}
_BEKEND_GEMEENTE = {"code", "naam", "kernen", "contact", "team", "huisstijl"}
_BEKEND_CONTACT = {"telefoon", "email", "adres", "inloop"}
_BEKEND_TEAM = {"naam", "openingstijden"}


class WerkgebiedFout(Exception):
    """The file cannot be used; the message names the line and says what to do."""


class _Regels(yaml.SafeLoader):
    """A loader that remembers on which line each mapping and key stands."""


class _Map(dict[str, Any]):
    regel: int = 0
    regels: dict[str, int]


def _maak_map(loader: _Regels, node: yaml.MappingNode) -> _Map:
    resultaat = _Map()
    resultaat.regel = node.start_mark.line + 1
    resultaat.regels = {}
    for sleutel_node, waarde_node in node.value:
        sleutel = str(loader.construct_object(sleutel_node, deep=True))
        if sleutel in resultaat:
            raise WerkgebiedFout(f"Regel {sleutel_node.start_mark.line + 1}: '{sleutel}' staat er twee keer.")
        resultaat[sleutel] = loader.construct_object(waarde_node, deep=True)
        resultaat.regels[sleutel] = sleutel_node.start_mark.line + 1
    return resultaat


_Regels.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _maak_map)


def load_werkgebied(pad: Path) -> Werkgebied:
    """Read and check the whole file.

    Raises WerkgebiedFout with file, line and a plain Dutch reason when anything is wrong.
    """
    try:
        tekst = pad.read_text(encoding="utf-8")
    except OSError:
        raise WerkgebiedFout(f"Het bestand {pad} kan niet gelezen worden. Controleer WERKGEBIED in .env.") from None
    except UnicodeDecodeError:
        raise WerkgebiedFout(f"{pad.name}: het bestand is geen UTF-8. Sla het op als UTF-8.") from None
    try:
        data = yaml.load(tekst, Loader=_Regels)  # noqa: S506  (a SafeLoader)
        return _lees_alles(data)
    except yaml.YAMLError as fout:
        plek = getattr(fout, "problem_mark", None)
        regel = f"Regel {plek.line + 1}: " if plek else ""
        raise WerkgebiedFout(
            f"{pad.name}: {regel}dit is geen geldige YAML. Let op spaties en dubbele punten."
        ) from None
    except WerkgebiedFout as fout:
        raise WerkgebiedFout(f"{pad.name}: {fout}") from None


def _fout(plek: Any, sleutel: str, reden: str) -> WerkgebiedFout:
    regel = plek.regels.get(sleutel, plek.regel) if isinstance(plek, _Map) else 1
    return WerkgebiedFout(f"Regel {regel}: {reden}")


def _alleen(plek: _Map, bekend: set[str]) -> None:
    """A key nobody reads is a typing error: saying so is better than dropping it."""
    for sleutel in plek:
        if sleutel not in bekend:
            raise _fout(plek, sleutel, f"'{sleutel}' is hier onbekend. Bekend zijn: {', '.join(sorted(bekend))}.")


def _tekst(plek: _Map, sleutel: str, *, verplicht: bool = True) -> str:
    waarde = plek.get(sleutel)
    if waarde is None or (isinstance(waarde, str) and not waarde.strip()):
        if verplicht:
            raise _fout(plek, sleutel, f"'{sleutel}' ontbreekt of is leeg.")
        return ""
    if isinstance(waarde, dict | list):
        raise _fout(plek, sleutel, f"'{sleutel}' moet tekst zijn.")
    return str(waarde).strip()


def _map(plek: _Map, sleutel: str, *, verplicht: bool = True) -> _Map:
    waarde = plek.get(sleutel)
    if waarde is None and not verplicht:
        leeg = _Map()
        leeg.regels = {}
        return leeg
    if not isinstance(waarde, _Map):
        raise _fout(plek, sleutel, f"'{sleutel}' ontbreekt of heeft niet de goede vorm.")
    return waarde


def _uren(plek: _Map, sleutel: str, *, verplicht: bool = True) -> Openingstijden:
    try:
        return parse_openingstijden(_tekst(plek, sleutel, verplicht=verplicht))
    except OpeningstijdenFout as fout:
        raise _fout(plek, sleutel, str(fout)) from None


def _lees_alles(data: Any) -> Werkgebied:
    if not isinstance(data, _Map):
        raise WerkgebiedFout("Regel 1: het bestand moet beginnen met 'naam:'.")
    _alleen(data, _BEKEND)
    try:
        zone = ZoneInfo(_tekst(data, "tijdzone"))
    except (KeyError, ValueError, OSError):
        raise _fout(data, "tijdzone", f"'{data['tijdzone']}' is geen tijdzone. Gebruik Europe/Amsterdam.") from None
    feestdagen = Feestdagen(_tekst(data, "feestdagen", verplicht=False))
    try:
        feestdagen.naam(_EEN_DAG)
    except NotImplementedError:
        raise _fout(data, "feestdagen", f"'{data['feestdagen']}' is geen land. Gebruik nl.") from None
    gemeenten = _lees_gemeenten(data)
    kernen = {kern for gemeente in gemeenten for kern in gemeente.kernen}
    return Werkgebied(_tekst(data, "naam"), zone, feestdagen, gemeenten, _lees_ligging(data, kernen))


def _lees_gemeenten(data: _Map) -> tuple[Gemeente, ...]:
    lijst = data.get("gemeenten")
    if not isinstance(lijst, list) or not lijst:
        raise _fout(data, "gemeenten", "'gemeenten' moet een lijst zijn met minstens één gemeente.")
    gemeenten: list[Gemeente] = []
    for plek in lijst:
        if not isinstance(plek, _Map):
            raise _fout(data, "gemeenten", "elke gemeente moet 'code:', 'naam:' en 'kernen:' hebben.")
        gemeente = _lees_gemeente(plek)
        dubbel = [g for g in gemeenten if gemeente.code == g.code or gemeente.naam.lower() == g.naam.lower()]
        if dubbel:
            raise _fout(plek, "code", f"de gemeente '{gemeente.naam}' staat er twee keer.")
        gemeenten.append(gemeente)
    return tuple(gemeenten)


def _lees_gemeente(plek: _Map) -> Gemeente:
    _alleen(plek, _BEKEND_GEMEENTE)
    kernen = plek.get("kernen")
    if not isinstance(kernen, list) or not kernen or not all(isinstance(k, str) and k.strip() for k in kernen):
        raise _fout(plek, "kernen", "'kernen' moet een lijst met namen zijn, zoals [Castricum, Bakkum].")
    contact, team = _map(plek, "contact"), _map(plek, "team")
    _alleen(contact, _BEKEND_CONTACT)
    _alleen(team, _BEKEND_TEAM)
    huisstijl = _map(plek, "huisstijl", verplicht=False)
    return Gemeente(
        code=_code(plek),
        naam=_tekst(plek, "naam"),
        kernen=tuple(k.strip() for k in kernen),
        contact=Contact(
            telefoon=_telefoon(contact),
            email=_email(contact),
            adres=_tekst(contact, "adres", verplicht=False),
            inloop=_uren(contact, "inloop", verplicht=False),
        ),
        team=Team(_tekst(team, "naam"), _uren(team, "openingstijden")),
        huisstijl={k: str(v) for k, v in huisstijl.items()},
    )


def is_email(adres: str) -> bool:
    """Whether this has the form of an e-mail address; beheer asks the same of what is typed there."""
    return re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", adres) is not None


def is_telefoon(nummer: str) -> bool:
    """Whether this can be dialled. No stricter: 14 0251 and 112 are numbers too, and an example's are invented."""
    return bool(re.fullmatch(r"\+?[\d\s()-]+", nummer)) and sum(c.isdigit() for c in nummer) >= 3


def _code(plek: _Map) -> str:
    code = _tekst(plek, "code").lower()
    # It stands in addresses and settings.
    if not re.fullmatch(r"[a-z0-9][a-z0-9-]*", code):
        raise _fout(plek, "code", f"'{code}' is geen code. Gebruik kleine letters, cijfers en streepjes.")
    return code


def _email(contact: _Map) -> str:
    adres = _tekst(contact, "email", verplicht=False)
    if adres and not is_email(adres):
        raise _fout(contact, "email", f"'{adres}' is geen e-mailadres.")
    return adres


def _telefoon(contact: _Map) -> str:
    nummer = _tekst(contact, "telefoon")
    if not is_telefoon(nummer):
        raise _fout(contact, "telefoon", f"'{nummer}' is geen telefoonnummer.")
    return nummer


def _lees_ligging(data: _Map, kernen: set[str]) -> dict[str, tuple[float, float]]:
    ligging: dict[str, tuple[float, float]] = {}
    plek = _map(data, "ligging", verplicht=False)
    for naam, punt in plek.items():
        if naamsleutel(naam) not in {naamsleutel(kern) for kern in kernen}:
            raise _fout(plek, naam, f"'{naam}' is geen kern van een gemeente hierboven.")
        if not (isinstance(punt, list) and len(punt) == 2 and all(isinstance(p, int | float) for p in punt)):
            raise _fout(plek, naam, f"de ligging van '{naam}' moet [breedte, lengte] zijn.")
        ligging[naam] = (float(punt[0]), float(punt[1]))
    return ligging
