"""The fields of an entry in one table: how each is written in a file or form, and how it is kept.

Import, export, the redactie and the history all read this table, so that a field
cannot exist in one of them and be forgotten in another.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sociale_kaart.models import Voorziening

LIJSTTEKEN = "|"
_ID = re.compile(r"[^\s/?#|\\%\"'<>]{1,80}")
_DATUM = re.compile(r"\d{4}-\d{2}-\d{2}")
_JA, _NEE = {"ja", "true", "1", "waar"}, {"nee", "false", "0", "onwaar"}
_GROOTSTE_GETAL = 10_000


@dataclass(frozen=True)
class Veld:
    """soort: tekst, lijst, datum, getal or janee. lengte: most characters, of the whole or of one list item."""

    naam: str
    soort: str = "tekst"
    lengte: int = 5000
    leeg_mag: bool = True


@dataclass(frozen=True)
class Veldfout:
    """What is wrong with one field, in plain Dutch."""

    veld: str
    reden: str


# The columns of the exchange file, in its order (koppelvlak §4).
STANDAARD = (
    Veld("id", lengte=80, leeg_mag=False),
    Veld("naam", lengte=200, leeg_mag=False),
    Veld("organisatie", lengte=200),
    Veld("omschrijving"),
    Veld("leefgebieden", "lijst", 60),
    Veld("toegang", lengte=12, leeg_mag=False),
    Veld("doelgroep"),
    Veld("kosten"),
    Veld("gemeenten", "lijst", 80),
    Veld("kernen", "lijst", 80),
    Veld("adres", lengte=200),
    Veld("postcode", lengte=10),
    Veld("plaats", lengte=80),
    Veld("telefoon", lengte=40),
    Veld("email", lengte=200),
    Veld("website", lengte=300),
    Veld("openingstijden", lengte=1000),
    Veld("trefwoorden", "lijst", 200),
    Veld("laatst_gecontroleerd", "datum"),
    Veld("status", lengte=20, leeg_mag=False),
)
# What this product knows besides; a file may have these columns too.
EIGEN = (
    Veld("soorten", "lijst", 80),
    Veld("vertrouwelijk", "janee"),
    Veld("eigenaar", lengte=120),
    Veld("controle_maanden", "getal"),
    Veld("talen", "lijst", 60),
    Veld("leeftijd_van", "getal"),
    Veld("leeftijd_tot", "getal"),
    Veld("rolstoel", "janee"),
    Veld("route"),
    Veld("tijdelijk_gesloten_tot", "datum"),
    Veld("bron"),
)
VELDEN: dict[str, Veld] = {v.naam: v for v in (*STANDAARD, *EIGEN)}
KOLOMMEN = tuple(v.naam for v in STANDAARD)
# The fields that say where a shelter is; withheld everywhere when the entry is confidential.
GEHEIM = ("adres", "postcode", "plaats", "kernen", "route")
STATUSSEN = ("concept", "gepubliceerd", "gearchiveerd")
# In the order of the pyramid: what one can do alone comes first.
TOEGANGEN = ("vrij", "collectief", "maatwerk")


class WaardeFout(ValueError):
    """A value cannot be read; the message is plain Dutch."""


def lees_waarde(veld: Veld, ruw: object) -> Any:
    """The value as kept, from text as in a file or form, or from a JSON value.

    Raises WaardeFout with a Dutch reason.
    """
    if isinstance(ruw, str) and "\x00" in ruw:
        raise WaardeFout("er staat een teken in dat niet mag (NUL). Typ de tekst opnieuw.")
    return _LEZERS[veld.soort](veld, ruw)


def _te_lang(veld: Veld, tekst: str) -> None:
    if len(tekst) > veld.lengte:
        raise WaardeFout(f"is te lang: {len(tekst)} tekens, er passen er {veld.lengte}.")


def _lees_tekst(veld: Veld, ruw: object) -> str:
    if ruw is None:
        return ""
    if not isinstance(ruw, str | int | float) or isinstance(ruw, bool):
        raise WaardeFout("moet tekst zijn.")
    tekst = str(ruw).strip()
    _te_lang(veld, tekst)
    if veld.naam == "id" and not _ID.fullmatch(tekst):
        raise WaardeFout("mag niet leeg zijn en geen spaties of tekens als / ? # | bevatten.")
    if not tekst and not veld.leeg_mag:
        raise WaardeFout("mag niet leeg zijn.")
    return tekst


def _lees_lijst(veld: Veld, ruw: object) -> list[str]:
    if ruw is None:
        return []
    stukken = ruw.split(LIJSTTEKEN) if isinstance(ruw, str) else ruw
    if not isinstance(stukken, list | tuple) or not all(isinstance(s, str) for s in stukken):
        raise WaardeFout(f"moet een lijst zijn, met {LIJSTTEKEN} ertussen.")
    lijst = list(dict.fromkeys(s.strip() for s in stukken if s.strip()))
    for stuk in lijst:
        _te_lang(veld, stuk)
        if LIJSTTEKEN in stuk or "\x00" in stuk:
            raise WaardeFout(f"'{stuk}' mag geen {LIJSTTEKEN} bevatten.")
    return lijst


def _lees_datum(veld: Veld, ruw: object) -> dt.date | None:
    if ruw is None or (isinstance(ruw, str) and not ruw.strip()):
        return None
    if isinstance(ruw, dt.date) and not isinstance(ruw, dt.datetime):
        return ruw
    tekst = str(ruw).strip()
    try:
        if not _DATUM.fullmatch(tekst):
            raise ValueError
        return dt.date.fromisoformat(tekst)
    except ValueError:
        raise WaardeFout(f"'{tekst}' is geen datum. Schrijf jaar-maand-dag, zoals 2026-11-03.") from None


def _lees_getal(veld: Veld, ruw: object) -> int | None:
    if ruw is None or (isinstance(ruw, str) and not ruw.strip()):
        return None
    tekst = str(ruw).strip()
    if isinstance(ruw, bool) or not re.fullmatch(r"[0-9]{1,5}", tekst) or int(tekst) > _GROOTSTE_GETAL:
        raise WaardeFout(f"'{tekst}' is geen heel getal van 0 of meer.")
    return int(tekst)


def _lees_janee(veld: Veld, ruw: object) -> bool | None:
    onbekend = False if veld.naam == "vertrouwelijk" else None
    if ruw is None or isinstance(ruw, bool):
        return onbekend if ruw is None else ruw
    tekst = str(ruw).strip().lower()
    if tekst not in _JA | _NEE | {""}:
        raise WaardeFout(f"'{tekst}' moet ja of nee zijn.")
    return onbekend if not tekst else tekst in _JA


_LEZERS: dict[str, Callable[[Veld, object], Any]] = {
    "tekst": _lees_tekst,
    "lijst": _lees_lijst,
    "datum": _lees_datum,
    "getal": _lees_getal,
    "janee": _lees_janee,
}


def lees_velden(ruw: Mapping[str, object]) -> tuple[dict[str, Any], list[Veldfout]]:
    """Every known field that is given, read; and what could not be read. Unknown names are left out."""
    velden: dict[str, Any] = {}
    fouten: list[Veldfout] = []
    for naam, veld in VELDEN.items():
        if naam not in ruw:
            continue
        try:
            velden[naam] = lees_waarde(veld, ruw[naam])
        except WaardeFout as fout:
            fouten.append(Veldfout(naam, str(fout)))
    return velden, fouten


def als_tekst(naam: str, waarde: Any) -> str:
    """The value as it is written in a file or a form; the inverse of `lees_waarde`."""
    soort = VELDEN[naam].soort
    if waarde is None or (waarde is False and naam == "vertrouwelijk"):
        return ""
    if soort == "lijst":
        return LIJSTTEKEN.join(waarde)
    if soort == "janee":
        return "ja" if waarde else "nee"
    return waarde.isoformat() if isinstance(waarde, dt.date) else str(waarde)


def velden_van(voorziening: Voorziening) -> dict[str, Any]:
    """The live fields of an entry, as values; kinds that were only proposed are no field that anyone filled in."""
    velden = {naam: getattr(voorziening, naam) for naam in VELDEN}
    return velden if voorziening.soorten_gekozen else velden | {"soorten": []}


def als_json(velden: Mapping[str, Any]) -> dict[str, Any]:
    """Values that fit in a JSON column: dates become ISO text."""
    return {n: w.isoformat() if isinstance(w, dt.date) else w for n, w in velden.items()}


def zonder_geheim(velden: Mapping[str, Any]) -> dict[str, Any]:
    """The fields as others may see them: a confidential place is left empty."""
    if not velden.get("vertrouwelijk"):
        return dict(velden)
    return {n: ([] if n == "kernen" else "") if n in GEHEIM else w for n, w in velden.items()}
