"""Reading the first sheet of an XLSX file as rows of text, with the standard library alone.

Only values are read: no formulas are computed, nothing outside is opened. A file that would
unpack to more than it should, or that brings its own entities, is refused.
"""

from __future__ import annotations

import datetime as dt
import re
import zipfile
from collections.abc import Iterator
from contextlib import closing
from itertools import islice
from pathlib import Path
from typing import IO
from xml.etree import ElementTree as ET

# What a file of tens of thousands of entries needs, unpacked; beyond it is a trap.
_GROOTSTE_DEEL = 300_000_000
# Elements in one row, and texts in one sheet: a small file can unpack to a hundred million of either.
_MEESTE_IN_EEN, _MEESTE_TEKSTEN = 50_000, 3_000_000
_DOCTYPE = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_CODERING = re.compile(rb"<\?xml[^>]{0,200}encoding\s{0,9}=\s{0,9}[\"']([^\"']{0,40})")
_MEESTE_KOLOMMEN = 250
_EERSTE_DAG = dt.date(1899, 12, 30)
_LAATSTE_GETAL = 110_000
_GETAL = re.compile(r"[0-9]{1,6}(?:\.0+)?")
_S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


class WerkbladFout(Exception):
    """The file is no sheet we can read; the message is plain Dutch."""


def datum_uit_getal(waarde: str) -> str:
    """An ISO date from the number of days a spreadsheet keeps; other text as it is."""
    if not _GETAL.fullmatch(waarde) or float(waarde) > _LAATSTE_GETAL:
        return waarde
    return (_EERSTE_DAG + dt.timedelta(days=int(float(waarde)))).isoformat()


def lees_werkblad(pad: Path) -> Iterator[tuple[int, list[str]]]:
    """The rows that hold anything, each with its number and its cells as text.

    Raises WerkbladFout.
    """
    try:
        with zipfile.ZipFile(pad) as archief:
            gedeeld = _gedeelde_teksten(archief)
            with _open(archief, _eerste_blad(archief)) as blad:
                yield from _rijen(blad, gedeeld)
    except (zipfile.BadZipFile, ET.ParseError, KeyError, ValueError, IndexError, NotImplementedError, RuntimeError):
        raise WerkbladFout("dit is geen XLSX-bestand dat gelezen kan worden. Sla het op als CSV UTF-8.") from None


def _eerste_blad(archief: zipfile.ZipFile) -> str:
    namen = [n for n in archief.namelist() if re.fullmatch(r"xl/worksheets/sheet[0-9]+\.xml", n)]
    return min(namen, key=lambda n: int(re.sub(r"\D", "", n)))


class _Bewaakt:
    """A part of the archive that refuses its own entities, wherever in it and in whatever encoding they stand."""

    def __init__(self, deel: IO[bytes]) -> None:
        self._deel = deel
        self._staart = b""
        self._begin = True

    def read(self, aantal: int = -1) -> bytes:
        stuk = self._deel.read(aantal)
        samen = self._staart + stuk
        codering = _CODERING.match(samen.removeprefix(b"\xef\xbb\xbf")) if self._begin else None
        vreemd = codering is not None and codering[1].lower() not in (b"utf-8", b"us-ascii", b"ascii")
        if vreemd or b"\0" in stuk or _DOCTYPE.search(samen):
            raise WerkbladFout("dit XLSX-bestand heeft onderdelen die niet mogen. Sla het op als CSV UTF-8.")
        self._begin, self._staart = False, samen[-20:]
        return stuk

    def close(self) -> None:
        self._deel.close()


def _open(archief: zipfile.ZipFile, naam: str) -> closing[_Bewaakt]:
    if archief.getinfo(naam).file_size > _GROOTSTE_DEEL:
        raise WerkbladFout("het bestand is te groot. Sla het op als CSV UTF-8.")
    return closing(_Bewaakt(archief.open(naam)))


def _elementen(deel: _Bewaakt, naam: str) -> Iterator[ET.Element]:
    """The elements of this name, one at a time; each is forgotten when the next one is asked for."""
    boven: list[ET.Element] = []
    sinds = 0
    for wat, element in ET.iterparse(deel, events=("start", "end")):  # noqa: S314  (_Bewaakt refuses entities)
        if wat == "start":
            boven.append(element)
            sinds += 1
            if sinds > _MEESTE_IN_EEN:
                raise WerkbladFout("het bestand is te groot. Sla het op als CSV UTF-8.")
            continue
        boven.pop()
        if element.tag == f"{_S}{naam}":
            yield element
            sinds = 0
            if boven:
                boven[-1].clear()


def _gedeelde_teksten(archief: zipfile.ZipFile) -> list[str]:
    if "xl/sharedStrings.xml" not in archief.namelist():
        return []
    with _open(archief, "xl/sharedStrings.xml") as deel:
        teksten = [_tekst(element) for element in islice(_elementen(deel, "si"), _MEESTE_TEKSTEN + 1)]
    if len(teksten) > _MEESTE_TEKSTEN:
        raise WerkbladFout("het bestand is te groot. Sla het op als CSV UTF-8.")
    return teksten


def _tekst(element: ET.Element) -> str:
    # Phonetic hints (rPh) stand beside the text and are no part of it.
    stukken = [element.findall(f"{_S}t"), [t for r in element.findall(f"{_S}r") for t in r.findall(f"{_S}t")]]
    return "".join(t.text or "" for deel in stukken for t in deel)


def _rijen(blad: _Bewaakt, gedeeld: list[str]) -> Iterator[tuple[int, list[str]]]:
    nummer = 0
    for element in _elementen(blad, "row"):
        nummer = int(element.get("r") or nummer + 1)
        cellen: list[str] = []
        for cel in element.findall(f"{_S}c"):
            plek = _kolom(cel.get("r"), len(cellen))
            cellen += [""] * (plek - len(cellen)) + [_waarde(cel, gedeeld)]
            if len(cellen) > _MEESTE_KOLOMMEN:
                raise ValueError(plek)
        while cellen and not cellen[-1]:
            cellen.pop()
        if cellen:
            yield nummer, cellen


def _kolom(plek: str | None, volgende: int) -> int:
    """Column A = 0; a cell without a place follows the one before it."""
    if not plek:
        return volgende
    kolom = 0
    for letter in re.sub(r"[^A-Z]", "", plek.upper()):
        kolom = kolom * 26 + ord(letter) - ord("A") + 1
    if not volgende < kolom <= _MEESTE_KOLOMMEN:
        raise ValueError(plek)
    return kolom - 1


def _waarde(cel: ET.Element, gedeeld: list[str]) -> str:
    soort = cel.get("t", "n")
    if soort == "inlineStr":
        tekst = cel.find(f"{_S}is")
        return _tekst(tekst) if tekst is not None else ""
    waarde = cel.findtext(f"{_S}v") or ""
    if soort == "s":
        return gedeeld[int(waarde)]
    if soort == "b":
        return "ja" if waarde == "1" else "nee"
    if soort == "e":
        return ""
    return waarde.removesuffix(".0") if soort == "n" else waarde
