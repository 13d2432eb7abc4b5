"""A time on the clock as people write it: "na 5 uur", "half 8", "tussen 10 en 12"."""

from __future__ import annotations

import datetime as dt
import re

Venster = tuple[dt.datetime, dt.datetime]

_TELWOORDEN = {
    "een": 1, "één": 1, "twee": 2, "drie": 3, "vier": 4, "vijf": 5, "zes": 6, "zeven": 7, "acht": 8, "negen": 9,
    "tien": 10, "elf": 11, "twaalf": 12, "drieën": 3, "vieren": 4, "vijven": 5, "zessen": 6, "zevenen": 7, "achten": 8,
}  # fmt: skip
GETAL = r"(?:\d{1,2}|" + "|".join(sorted(_TELWOORDEN, key=len, reverse=True)) + ")"
_GEEN_TIJD = r"(?! ?(?:weken|week|maand|dagen|dag\b|jaar|jaren|kind|euro|minuten|mensen|personen|keer|kilo|km|%))"
_KLOK = re.compile(
    rf"\b(?P<soort>na|om|rond|vanaf|voor|tot|tegen|omstreeks) (?:een uur of )?(?P<half>half )?(?P<uur>{GETAL})\b"
    rf"(?:[:.](?P<min>[0-5]\d)\b)?(?P<u> ?(?:uur|u)\b)?(?!\d|[-/]\d){_GEEN_TIJD}"
)
_TUSSEN = re.compile(
    rf"\b(?:tussen|van) (?P<a>{GETAL})(?:[:.](?P<am>[0-5]\d))?(?P<au> ?uur)? (?:en|tot) "
    rf"(?P<b>{GETAL})\b(?:[:.](?P<bm>[0-5]\d))?(?P<bu> ?uur)?{_GEEN_TIJD}"
)
_OCHTEND = re.compile(r"ochtend|morgens|vroeg|nacht")


def getal(tekst: str) -> int:
    """A number in digits or as a word up to twaalf, also as in "na vijven"."""
    return int(tekst) if tekst.isdigit() else _TELWOORDEN[tekst]


def vind_klok(klein: str, nu: dt.datetime, venster: Venster | None) -> tuple[Venster, str] | None:
    """A time on the clock in a lower-case text, on the day that was named or else the first day it still comes."""
    tussen = _TUSSEN.search(klein)
    if tussen and (venster or any(tussen[g] for g in ("am", "au", "bm", "bu"))):
        van = _uur(getal(tussen["a"]), int(tussen["am"] or 0), venster, klein)
        tot = _uur(getal(tussen["b"]), int(tussen["bm"] or 0), venster, klein)
        if van and tot and van < tot:
            return _op_dag(van, tot, nu, venster), tussen[0]
    for m in _KLOK.finditer(klein):
        tijd = _lees_kloktijd(m, venster, klein)
        if tijd is not None:
            return _op_dag(*_grenzen(m["soort"], tijd), nu, venster), m[0]
    return None


def _lees_kloktijd(m: re.Match[str], venster: Venster | None, klein: str) -> dt.time | None:
    """The time, when it is one: a bare number ("om 3") is a time only with "uur", minutes, "half" or as "vijven"."""
    if not (m["u"] or m["min"] or m["half"] or (m["uur"].endswith("en") and m["uur"] not in ("een", "zeven", "tien"))):
        return None
    uur, minuut = getal(m["uur"]), int(m["min"] or 0)
    if m["half"]:
        uur, minuut = (uur - 1 if uur > 1 else 12), 30
    # "na 7 uur" is after work, "om 7 uur" may be early.
    if uur in (7, 8) and m["soort"] == "na" and not _OCHTEND.search(klein):
        uur += 12
    return _uur(uur, minuut, venster, klein)


def _uur(uur: int, minuut: int, venster: Venster | None, klein: str) -> dt.time | None:
    """The hour somebody means: "5 uur" is in the afternoon, unless morning or night was said."""
    if uur > 24 or (uur == 24 and minuut):
        return None
    in_de_avond = "avond" in klein or (venster is not None and venster[0].hour >= 18)
    laatste = 11 if in_de_avond else 6
    if 1 <= uur <= laatste and not _OCHTEND.search(klein):
        uur += 12
    return dt.time(uur % 24, minuut)


def _grenzen(soort: str, tijd: dt.time) -> tuple[dt.time, dt.time]:
    """From and till; a till of 00:00 is the end of the day."""
    if soort in ("na", "vanaf"):
        return tijd, dt.time(0)
    if soort in ("voor", "tot"):
        return dt.time(0), tijd
    later = (dt.datetime.combine(dt.date.min, tijd) + dt.timedelta(minutes=30)).time()
    return tijd, later if later > tijd else dt.time(0)


def _op_dag(van: dt.time, tot: dt.time, nu: dt.datetime, venster: Venster | None) -> Venster:
    dag = venster[0].date() if venster else nu.date()
    begin, eind = _combineer(dag, van, tot, nu.tzinfo)
    if eind <= nu and venster is None:
        return _combineer(dag + dt.timedelta(days=1), van, tot, nu.tzinfo)
    return begin, eind


def _combineer(dag: dt.date, van: dt.time, tot: dt.time, zone: dt.tzinfo | None) -> Venster:
    einddag = dag if tot > van else dag + dt.timedelta(days=1)
    return dt.datetime.combine(dag, van, zone), dt.datetime.combine(einddag, tot, zone)
