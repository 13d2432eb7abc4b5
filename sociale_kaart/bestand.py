"""Reading a file of entries row by row: CSV (koppelvlak §4), JSON, XLSX or HSDS. Knows no database.

A mistake in a row becomes a RijFout and reading goes on, so that a redacteur sees all of them
at once; a mistake in the file as a whole stops with BestandFout.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TextIO

from sociale_kaart import rekenblad
from sociale_kaart.hsds_lezen import services_in, velden_van_service
from sociale_kaart.velden import KOLOMMEN, VELDEN
from sociale_kaart.werkblad import WerkbladFout, datum_uit_getal, lees_werkblad
from werkgebied import Werkgebied

# Longer than any field may be; beyond it the file is not what it seems.
_LANGSTE_VELD = 200_000
_MEESTE_KOLOMMEN = 200
# JSON is read whole; more than this is refused rather than filling the memory. A list or object takes many times
# the two signs it is written with, so their number counts too: a kaart of 100,000 entries has about a million.
GROOTSTE_JSON = 200_000_000
_MEESTE_GROEPEN = 3_000_000


@dataclass(frozen=True)
class RijFout:
    """What is wrong, where: row as a spreadsheet numbers it (the header is 1; 0 = the file itself)."""

    rij: int
    kolom: str
    reden: str

    def __str__(self) -> str:
        plek = f"rij {self.rij}" if self.rij else "bestand"
        return f"{plek}, kolom {self.kolom}: {self.reden}" if self.kolom else f"{plek}: {self.reden}"


class BestandFout(Exception):
    """The file cannot be read at all."""

    def __init__(self, fout: RijFout) -> None:
        super().__init__(str(fout))
        self.fout = fout


@dataclass(frozen=True)
class Rij:
    """One row: known fields as written, columns we have no place for, or what was wrong with it."""

    nummer: int
    velden: Mapping[str, Any]
    extra: Mapping[str, str]
    fout: RijFout | None = None
    # From another system, by its own id: compared with what stands here by meaning, not by letter.
    hsds: bool = False


def lees_rijen(pad: Path, werkgebied: Werkgebied | None = None) -> Iterator[Rij]:
    """The rows of a CSV, JSON, XLSX or HSDS file, by its extension or else by how it begins.

    werkgebied: tells the gemeenten from the kernen among the areas of an HSDS service.
    Raises BestandFout when the file as a whole cannot be read.
    """
    try:
        with pad.open("rb") as bestand:
            begin = bestand.read(4)
        if begin == b"PK\x03\x04":
            yield from _lees_xlsx(pad)
            return
        is_json = pad.suffix.lower() == ".json" or (pad.suffix.lower() != ".csv" and _begint_als_json(pad))
        yield from _lees_json(pad, werkgebied) if is_json else _lees_csv(pad)
    except UnicodeDecodeError:
        raise _hele_bestand("het bestand is geen UTF-8. Kies bij opslaan 'CSV UTF-8'.") from None
    except OSError as fout:
        raise _hele_bestand(f"het bestand kan niet gelezen worden ({fout.strerror}).") from None


def _hele_bestand(reden: str, rij: int = 0, kolom: str = "") -> BestandFout:
    return BestandFout(RijFout(rij, kolom, reden))


def _begint_als_json(pad: Path) -> bool:
    with pad.open(encoding="utf-8-sig") as bestand:
        return bestand.read(200).lstrip()[:1] in ("{", "[")


def _lees_csv(pad: Path) -> Iterator[Rij]:
    csv.field_size_limit(_LANGSTE_VELD)
    with pad.open(encoding="utf-8-sig", newline="") as bestand:
        lezer = csv.reader(bestand, delimiter=_scheidingsteken(bestand), strict=True)
        kop = _lees_kop(lezer)
        nummer = 1
        while True:
            nummer += 1
            try:
                cellen = next(lezer)
            except StopIteration:
                return
            except csv.Error as fout:
                raise _hele_bestand(f"de aanhalingstekens kloppen niet ({fout}).", nummer) from None
            if cellen:
                yield _maak_rij(nummer, kop, cellen)


def _scheidingsteken(bestand: TextIO) -> str:
    """Comma or semicolon: the one with which the header has the columns we know."""
    eerste = bestand.readline(_LANGSTE_VELD)
    bestand.seek(0)
    if not eerste.strip():
        raise _hele_bestand("het bestand is leeg of begint met een lege regel.")
    bekend = {t: len(set(_cellen(eerste, t)) & set(KOLOMMEN)) for t in (",", ";")}
    return max(bekend, key=lambda t: bekend[t])


def _cellen(regel: str, teken: str) -> list[str]:
    return [c.strip().strip('"').strip().lower() for c in regel.split(teken)]


def _lees_xlsx(pad: Path) -> Iterator[Rij]:
    try:
        rijen = lees_werkblad(pad)
        kop: list[str] = []
        for nummer, cellen in rijen:
            if not kop:
                kop = _keur_kop(cellen)
                continue
            aangevuld = cellen + [""] * (len(kop) - len(cellen))
            waarden = [_datum_uit(kop[i], w) if i < len(kop) else w for i, w in enumerate(aangevuld)]
            yield _maak_rij(nummer, kop, waarden)
    except WerkbladFout as fout:
        raise _hele_bestand(str(fout)) from None
    if not kop:
        raise _hele_bestand("het eerste werkblad is leeg.")


def _datum_uit(kolom: str, waarde: str) -> str:
    """A date of a spreadsheet is a number of days; elsewhere a number is what it says."""
    veld = VELDEN.get(kolom)
    return datum_uit_getal(waarde) if veld is not None and veld.soort == "datum" else waarde


def _lees_kop(lezer: Iterator[list[str]]) -> list[str]:
    try:
        return _keur_kop(next(lezer))
    except (csv.Error, StopIteration):
        raise _hele_bestand("de eerste regel met kolomnamen kan niet gelezen worden.", 1) from None


def _keur_kop(ruw: list[str]) -> list[str]:
    kop = [c.strip().lower() if c.strip().lower() in VELDEN else c.strip() for c in ruw]
    if rekenblad.KOLOM in kop:
        kop = [rekenblad.zonder_mark(c) for c in kop]
    if len(kop) > _MEESTE_KOLOMMEN:
        raise _hele_bestand(f"er zijn meer dan {_MEESTE_KOLOMMEN} kolommen.", 1)
    for kolom in KOLOMMEN:
        if kolom not in kop:
            raise _hele_bestand("deze kolom ontbreekt.", 1, kolom)
    for kolom in kop:
        if not kolom or "\x00" in kolom:
            raise _hele_bestand("er is een kolom zonder naam.", 1)
        if kop.count(kolom) > 1:
            raise _hele_bestand("deze kolom staat er twee keer.", 1, kolom)
    return kop


def _maak_rij(nummer: int, kop: list[str], cellen: list[str]) -> Rij:
    if len(cellen) != len(kop):
        reden = f"deze rij heeft {len(cellen)} kolommen, de kop heeft er {len(kop)}."
        return Rij(nummer, {}, {}, RijFout(nummer, "", reden))
    waarden = dict(zip(kop, cellen, strict=True))
    mark = waarden.pop(rekenblad.KOLOM, "").strip()
    if mark not in ("", rekenblad.GEMARKEERD):
        reden = f"hier mag alleen '{rekenblad.GEMARKEERD}' staan, of niets."
        return Rij(nummer, {}, {}, RijFout(nummer, rekenblad.KOLOM, reden))
    if mark:
        waarden = {k: rekenblad.zonder_mark(w) for k, w in waarden.items()}
    extra = {k: w for k, w in waarden.items() if k not in VELDEN}
    for kolom, waarde in extra.items():
        if "\x00" in waarde:
            return Rij(nummer, {}, {}, RijFout(nummer, kolom, "er staat een teken in dat niet mag (NUL)."))
    return Rij(nummer, {k: w for k, w in waarden.items() if k in VELDEN}, extra)


def _lees_json(pad: Path, werkgebied: Werkgebied | None) -> Iterator[Rij]:
    if pad.stat().st_size > GROOTSTE_JSON:
        raise _hele_bestand("het bestand is te groot. Gebruik CSV.")
    tekst = pad.read_text(encoding="utf-8-sig")
    if tekst.count("[") + tekst.count("{") > _MEESTE_GROEPEN:
        raise _hele_bestand("er staan te veel lijsten en groepen in. Gebruik CSV.")
    try:
        data = json.loads(tekst)
    except (ValueError, RecursionError) as fout:
        # A number of thousands of digits is a ValueError without a line.
        regel = getattr(fout, "lineno", 1)
        raise _hele_bestand(f"regel {regel} is geen geldige JSON.") from None
    services = services_in(data)
    if services is not None:
        for nummer, service in enumerate(services, 1):
            yield Rij(nummer, velden_van_service(service, werkgebied), {}, hsds=True)
        return
    lijst = data.get("voorzieningen") if isinstance(data, dict) else data
    if not isinstance(lijst, list):
        raise _hele_bestand("het bestand moet een lijst zijn, of een lijst onder 'voorzieningen'.")
    for nummer, item in enumerate(lijst, 1):
        yield _json_rij(nummer, item)


def _json_rij(nummer: int, item: object) -> Rij:
    if not isinstance(item, dict):
        return Rij(nummer, {}, {}, RijFout(nummer, "", "dit is geen voorziening met velden."))
    extra = item.get("extra", {})
    if not isinstance(extra, dict):
        return Rij(nummer, {}, {}, RijFout(nummer, "extra", "dit moet een groep velden zijn."))
    onbekend: dict[str, Any] = {k: w for k, w in item.items() if k not in VELDEN and k != "extra"}
    for kolom, waarde in (onbekend | extra).items():
        if not isinstance(waarde, str) or "\x00" in waarde:
            return Rij(nummer, {}, {}, RijFout(nummer, kolom, "dit extra veld moet gewone tekst zijn."))
    for verplicht in ("id", "naam"):
        if verplicht not in item:
            return Rij(nummer, {}, {}, RijFout(nummer, verplicht, "dit veld ontbreekt."))
    return Rij(nummer, {k: w for k, w in item.items() if k in VELDEN}, onbekend | extra)
