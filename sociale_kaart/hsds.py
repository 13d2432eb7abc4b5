"""Open Referral's lists of services, taxonomies and terms: paging and filters. What one looks like is in hsds_vorm."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Mapping
from typing import Any

from sociale_kaart import queries
from sociale_kaart.hsds_vorm import (
    TAXONOMIEEN,
    as_list_item,
    as_minimal,
    as_service,
    leefgebied_term_id,
    soort_term_id,
    taxonomy,
    taxonomy_terms,
    upl_term_id,
)
from sociale_kaart.models import Session, Voorziening
from sociale_kaart.queries import Filter
from sociale_kaart.soort_models import read_eigen
from sociale_kaart.soorten import Soort
from sociale_kaart.zicht import Zicht
from taal.normaliseren import normaliseer
from triage.beoordeling import LEEFGEBIEDEN

VERSIE = "3.1"
PER_PAGINA, MEESTE_PER_PAGINA = 50, 500
_GROOTSTE_PAGINA = 1_000_000
_MEESTE_WOORDEN = 12
# With this parameter other systems ask for everything at once, to compare with what they hold.
_MEESTE_MINIMAAL = 100_000
_BLADEREN = ("search", "page", "per_page")
_SERVICES = (*_BLADEREN, "taxonomy_term_id", "organization_id", "modified_after", "minimal", "full")
_TERMEN = (*_BLADEREN, "taxonomy_id", "top_only", "parent_id")
# Every parameter that any list knows.
PARAMETERS = tuple(dict.fromkeys((*_SERVICES, *_TERMEN)))


class HsdsFout(ValueError):
    """A parameter cannot be used; the message is plain Dutch."""

    def __init__(self, parameter: str, reden: str) -> None:
        super().__init__(f"{parameter}: {reden}")
        self.parameter = parameter
        self.reden = reden


def services(session: Session, params: Mapping[str, str], zicht: Zicht) -> dict[str, Any]:
    """One page of the services that may be seen; every parameter given must hold.

    Raises HsdsFout when a parameter is unknown or cannot be read.
    """
    _ken(params, _SERVICES)
    minimaal, heel = _janee(params, "minimal"), _janee(params, "full")
    standaard, meeste = (_MEESTE_MINIMAAL, _MEESTE_MINIMAAL) if minimaal else (PER_PAGINA, MEESTE_PER_PAGINA)
    pagina = _getal(params, "page", 1, _GROOTSTE_PAGINA)
    per_pagina = _getal(params, "per_page", standaard, meeste)
    filter = _filter(session, params, zicht)
    if filter is None:
        return _envelop([], 0, pagina, per_pagina)
    totaal = queries.count_lijst(session, filter)
    rijen = queries.find_lijst(session, filter, limit=per_pagina, offset=(pagina - 1) * per_pagina)
    vorm = _vorm(minimaal, heel, zicht.vandaag, read_eigen(session) if heel else ())
    return _envelop([vorm(v) for v in rijen], totaal, pagina, per_pagina)


def service(session: Session, hsds_id: str, zicht: Zicht) -> dict[str, Any] | None:
    """The whole service with this id when it may be seen, or None."""
    voorziening = queries.get_by_hsds_id(session, hsds_id.lower(), zicht)
    return as_service(voorziening, vandaag=zicht.vandaag, eigen=read_eigen(session)) if voorziening else None


def all_services(session: Session, zicht: Zicht) -> dict[str, Any]:
    """Every service that may be seen in full, as one page; for an export to a file."""
    eigen = read_eigen(session)
    inhoud = [as_service(v, vandaag=zicht.vandaag, eigen=eigen) for v in queries.read_all(session, zicht=zicht)]
    return _envelop(inhoud, len(inhoud), 1, max(len(inhoud), 1))


def taxonomies(params: Mapping[str, str]) -> dict[str, Any]:
    """One page of the taxonomies that terms are drawn from. Raises HsdsFout."""
    _ken(params, _BLADEREN)
    return _blader(_met_woorden([taxonomy(t) for t in TAXONOMIEEN], params), params)


def get_taxonomy(hsds_id: str) -> dict[str, Any] | None:
    """The taxonomy with this id, or None."""
    return next((t for t in map(taxonomy, TAXONOMIEEN) if t["id"] == hsds_id.lower()), None)


def terms(session: Session, params: Mapping[str, str]) -> dict[str, Any]:
    """One page of the terms of all taxonomies, also those of the redactie; every parameter given must hold.

    Raises HsdsFout. No term has another above it: `top_only` gives all, and any `parent_id` none.
    """
    _ken(params, _TERMEN)
    _janee(params, "top_only")
    alle = [] if params.get("parent_id") else taxonomy_terms(read_eigen(session))
    if van := params.get("taxonomy_id", "").lower():
        alle = [t for t in alle if t["taxonomy_id"] == van]
    return _blader(_met_woorden(alle, params), params)


def get_term(session: Session, hsds_id: str) -> dict[str, Any] | None:
    """The term with this id, or None."""
    return next((t for t in taxonomy_terms(read_eigen(session)) if t["id"] == hsds_id.lower()), None)


def _ken(params: Mapping[str, str], bekend: Collection[str]) -> None:
    for naam in params:
        if naam not in bekend:
            raise HsdsFout(naam, "deze parameter bestaat niet.")


def _met_woorden(rijen: list[dict[str, Any]], params: Mapping[str, str]) -> list[dict[str, Any]]:
    woorden = normaliseer(params.get("search", "")).split()[:_MEESTE_WOORDEN]
    return [r for r in rijen if all(w in normaliseer(f"{r['name']} {r['description']}") for w in woorden)]


def _blader(rijen: list[dict[str, Any]], params: Mapping[str, str]) -> dict[str, Any]:
    pagina = _getal(params, "page", 1, _GROOTSTE_PAGINA)
    per_pagina = _getal(params, "per_page", PER_PAGINA, MEESTE_PER_PAGINA)
    begin = (pagina - 1) * per_pagina
    return _envelop(rijen[begin : begin + per_pagina], len(rijen), pagina, per_pagina)


def _vorm(
    minimaal: bool, heel: bool, vandaag: dt.date, eigen: tuple[Soort, ...]
) -> Callable[[Voorziening], dict[str, Any]]:
    if minimaal:
        return as_minimal
    return lambda v: as_service(v, vandaag=vandaag, eigen=eigen) if heel else as_list_item(v, vandaag=vandaag)


def _envelop(inhoud: list[dict[str, Any]], totaal: int, pagina: int, per_pagina: int) -> dict[str, Any]:
    paginas = -(-totaal // per_pagina)
    return {
        "total_items": totaal,
        "total_pages": paginas,
        "page_number": pagina,
        "size": len(inhoud),
        "first_page": pagina == 1,
        "last_page": pagina >= paginas,
        "empty": not inhoud,
        "contents": inhoud,
    }


def _filter(session: Session, params: Mapping[str, str], zicht: Zicht) -> Filter | None:
    """The parameters as a filter; None when nothing can answer them."""
    term = params.get("taxonomy_term_id", "").lower()
    leefgebied = next((c for c in LEEFGEBIEDEN if leefgebied_term_id(c) == term), "") if term else ""
    kinds: tuple[str, ...] = ()
    if term and not leefgebied:
        # A UPL name stands for every kind that has it.
        eigen, alle = read_eigen(session), queries.read_soorten(session)
        kinds = tuple(c for c in alle if term in (soort_term_id(c), upl_term_id(c, eigen)))
        if not kinds:
            return None
    return Filter(
        zoek=params.get("search", ""),
        zicht=zicht,
        leefgebied=leefgebied,
        soorten=kinds,
        hsds_organisatie_id=params.get("organization_id", "").lower(),
        gewijzigd_vanaf=_moment(params, "modified_after"),
    )


def _getal(params: Mapping[str, str], naam: str, standaard: int, meeste: int) -> int:
    tekst = params.get(naam, "")
    if not tekst:
        return standaard
    if not (tekst.isascii() and tekst.isdigit()) or len(tekst) > 9 or not 1 <= int(tekst) <= meeste:
        raise HsdsFout(naam, f"dit moet een getal zijn van 1 tot en met {meeste}.")
    return int(tekst)


def _janee(params: Mapping[str, str], naam: str) -> bool:
    tekst = params.get(naam, "").lower()
    if tekst not in ("", "true", "false", "1", "0"):
        raise HsdsFout(naam, "dit moet true of false zijn.")
    return tekst in ("true", "1")


def _moment(params: Mapping[str, str], naam: str) -> dt.datetime | None:
    tekst = params.get(naam, "").strip()
    if not tekst:
        return None
    try:
        # A plus in a query string often arrives as a space.
        moment = dt.datetime.fromisoformat(tekst.replace(" ", "+") if tekst.count(":") > 2 else tekst)
    except ValueError:
        raise HsdsFout(naam, "dit moet een datum of tijdstip zijn, zoals 2026-11-03T12:00:00+01:00.") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)
