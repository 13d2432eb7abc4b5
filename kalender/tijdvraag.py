"""The time somebody asks about: "is de voedselbank zaterdag open", "kan ik vanavond nog bellen", "na 5 uur".

Only what lies ahead counts: "vanmorgen gebeld" in the afternoon and "vorige week" ask for nothing.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass

from kalender.datumtekst import DAGNAMEN, MAANDEN
from kalender.kloktijd import GETAL, Venster, getal, vind_klok


@dataclass(frozen=True)
class Tijdvraag:
    """From `van` up to `tot` (both aware, in the zone of `nu`) and the words it was read from."""

    van: dt.datetime
    tot: dt.datetime
    tekst: str


# Hours of the parts of a day; till 24 is midnight.
DAGDELEN = {"ochtend": (6, 12), "middag": (12, 18), "avond": (18, 24), "nacht": (0, 6)}
_DAGDEEL_VORM = {
    "morgens": "ochtend",
    "ochtends": "ochtend",
    "ochtend": "ochtend",
    "morgen": "ochtend",
    "middags": "middag",
    "middag": "middag",
    "avonds": "avond",
    "avond": "avond",
    "nachts": "nacht",
    "nacht": "nacht",
}
_DAG = "|".join(DAGNAMEN)
_MAAND = "|".join([*MAANDEN, "jan", "feb", "mrt", "apr", "jun", "jul", "aug", "sept", "sep", "okt", "nov", "dec"])

_VERLEDEN = re.compile(
    rf"\b(?:gister\w*|eergisteren|(?:vorige?|afgelopen) (?:week|weekend|maand|jaar|{_DAG})|geleden)\b"
)
_DATUM = re.compile(
    rf"\b(?P<dag>\d{{1,2}}) (?P<maand>{_MAAND})\b\.?(?: (?P<jaar>20\d\d))?"
    r"|(?P<op>\bop )?\b(?P<dag2>\d{1,2})[-/](?P<maand2>\d{1,2})(?:[-/](?P<jaar2>20\d\d))?(?![\d-])"
)
_WEEKDAG = re.compile(
    rf"\b(?:op )?(?P<soort>volgende week|komende week|deze week|volgende|aanstaande|komende|deze)? ?"
    rf"(?:op )?(?P<dag>{_DAG})(?P<deel>ochtend|morgen|middag|avond|nacht)?s?(?:en)?\b"
)
_VANDAAG = re.compile(r"\b(?P<dag>vandaag|vanmorgen|vanochtend|vanmiddag|vanavond|vannacht)\b")
_MORGEN = re.compile(
    r"(?<!goede )(?<!goeden )(?<!'s )\b(?P<dag>overmorgen|morgen)[ -]?"
    r"(?P<deel>vroeg|ochtend|middag|avond|nacht)?\b"
)
_WEEKEND = re.compile(
    r"\b(?:(?P<soort>volgend|komend|aanstaand|aankomend|dit|het|'t)e? )?(?:weekend|weekeinde)(?P<in>en)?\b"
)
_WEEK = re.compile(r"\b(?P<soort>volgende|komende|deze) week\b")
_NU = re.compile(r"(?<!wat )(?<!en )(?<!tot )\bnu\b(?! toe| al| pas)|\b(?:op dit moment|nog open)\b")
# "nu" asks for a time only where somebody wants to go or call: "ik heb nu een uitkering" does not.
_WIL_ERHEEN = re.compile(r"\b(?:open|dicht|gesloten|terecht|bel\w*|heen|langs|bereik\w*|kan ik|kunnen we)\b")
_DAGDEEL = re.compile(r"(?:'s |\bs |\bin de )(?P<deel>ochtends?|morgens|middags?|avonds?|nachts?)\b")
_OVER = re.compile(
    rf"\bover (?P<n>{GETAL}|een half|een|anderhalf) ?(?P<eenheid>uur|uurtje|kwartier|minuten|dagen|dag|weken|week)\b"
)


def vind_tijd(tekst: str, nu: dt.datetime) -> Tijdvraag | None:
    """The first time asked about, or None when none is; `nu` must be aware and local."""
    klein = tekst[:2000].lower().replace("’", "'").replace("‘", "'")
    if _VERLEDEN.search(klein):
        return None
    dag = _vind_dag(klein, nu)
    klok = vind_klok(klein, nu, dag[0] if dag else None)
    gevonden = klok or dag
    if gevonden is None:
        return None
    (van, tot), woorden = gevonden
    if dag and klok:
        woorden = f"{dag[1]} {klok[1]}"
    return Tijdvraag(max(van, nu), tot, " ".join(woorden.split())) if tot > nu else None


def _uren(dag: dt.date, uren: tuple[int, int], zone: dt.tzinfo | None) -> Venster:
    van = dt.datetime.combine(dag, dt.time(uren[0]), zone)
    if uren[1] == 24:
        return van, dt.datetime.combine(dag + dt.timedelta(days=1), dt.time(0), zone)
    return van, dt.datetime.combine(dag, dt.time(uren[1]), zone)


def _dagdeel(dag: dt.date, deel: str | None, zone: dt.tzinfo | None) -> Venster:
    return _uren(dag, DAGDELEN[_DAGDEEL_VORM[deel]] if deel in _DAGDEEL_VORM else (0, 24), zone)


def _vind_dag(klein: str, nu: dt.datetime) -> tuple[Venster, str] | None:
    lezers: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], str, dt.datetime], Venster | None]], ...] = (
        (_OVER, _lees_over),
        (_DATUM, _lees_datum),
        (_WEEKDAG, _lees_weekdag),
        (_WEEKEND, _lees_weekend),
        (_MORGEN, _lees_morgen),
        (_VANDAAG, _lees_vandaag),
        (_WEEK, _lees_week),
        (_DAGDEEL, _lees_dagdeel),
        (_NU, _lees_nu),
    )
    for patroon, lees in lezers:
        for m in patroon.finditer(klein):
            venster = lees(m, klein, nu)
            if venster is not None:
                return venster, m[0].strip()
    return None


def _deel_elders(klein: str) -> str | None:
    """A part of the day told apart from the day: "zaterdag in de avond"."""
    m = _DAGDEEL.search(klein)
    return m["deel"] if m else None


def _lees_over(m: re.Match[str], klein: str, nu: dt.datetime) -> Venster | None:
    aantal = {"een half": 0.5, "anderhalf": 1.5}.get(m["n"]) or float(getal(m["n"]))
    eenheid = m["eenheid"]
    if eenheid.startswith(("dag", "we")):
        dagen = int(aantal) * (7 if eenheid.startswith("we") else 1)
        return _dagdeel(nu.date() + dt.timedelta(days=dagen), _deel_elders(klein), nu.tzinfo)
    minuten = aantal * {"u": 60, "k": 15, "m": 1}[eenheid[0]]
    van = nu + dt.timedelta(minutes=minuten)
    return van, van + dt.timedelta(hours=1)


def _lees_datum(m: re.Match[str], klein: str, nu: dt.datetime) -> Venster | None:
    dagnummer = int(m["dag"] or m["dag2"])
    if m["maand"]:
        maand = next(n for n, naam in enumerate(MAANDEN, 1) if naam[:3] == m["maand"].replace("mrt", "maa")[:3])
    else:
        maand = int(m["maand2"])
    jaar = m["jaar"] or m["jaar2"]
    if m["dag2"] and not (m["op"] or jaar):
        return None  # "2-3" alone may be anything.
    try:
        dag = dt.date(int(jaar or nu.year), maand, dagnummer)
        if dag < nu.date() and not jaar:
            dag = dag.replace(year=nu.year + 1)
    except ValueError:
        return None
    return _dagdeel(dag, _deel_elders(klein), nu.tzinfo) if dag >= nu.date() else None


def _lees_weekdag(m: re.Match[str], klein: str, nu: dt.datetime) -> Venster | None:
    weekdag = DAGNAMEN.index(m["dag"])
    soort = m["soort"] or ("volgende week" if re.search(r"\bvolgende week\b", klein) else "")
    vooruit = (weekdag - nu.weekday()) % 7
    if soort == "volgende week":
        vooruit = 7 - nu.weekday() + weekdag
    elif soort == "volgende" and vooruit == 0:
        vooruit = 7
    return _dagdeel(nu.date() + dt.timedelta(days=vooruit), m["deel"] or _deel_elders(klein), nu.tzinfo)


def _lees_weekend(m: re.Match[str], klein: str, nu: dt.datetime) -> Venster | None:
    zaterdag = nu.date() + dt.timedelta(days=5 - nu.weekday())
    if m["soort"] == "volgend" and nu.weekday() > 4:
        zaterdag += dt.timedelta(days=7)
    return _uren(zaterdag, (0, 24), nu.tzinfo)[0], _uren(zaterdag + dt.timedelta(days=1), (0, 24), nu.tzinfo)[1]


def _lees_morgen(m: re.Match[str], klein: str, nu: dt.datetime) -> Venster | None:
    dag = nu.date() + dt.timedelta(days=2 if m["dag"] == "overmorgen" else 1)
    deel = "ochtend" if m["deel"] == "vroeg" else m["deel"]
    return _dagdeel(dag, deel or _deel_elders(klein), nu.tzinfo)


def _lees_vandaag(m: re.Match[str], klein: str, nu: dt.datetime) -> Venster | None:
    woord = m["dag"]
    if woord == "vannacht" and nu.hour >= 6:
        begin = dt.datetime.combine(nu.date(), dt.time(22), nu.tzinfo)
        return begin, dt.datetime.combine(nu.date() + dt.timedelta(days=1), dt.time(6), nu.tzinfo)
    return _dagdeel(nu.date(), woord.removeprefix("van") if woord != "vandaag" else _deel_elders(klein), nu.tzinfo)


def _lees_week(m: re.Match[str], klein: str, nu: dt.datetime) -> Venster | None:
    maandag = nu.date() - dt.timedelta(days=nu.weekday())
    if m["soort"] != "deze":
        maandag += dt.timedelta(days=7)
    return _uren(maandag, (0, 24), nu.tzinfo)[0], _uren(maandag + dt.timedelta(days=6), (0, 24), nu.tzinfo)[1]


def _lees_dagdeel(m: re.Match[str], klein: str, nu: dt.datetime) -> Venster | None:
    vandaag = _dagdeel(nu.date(), m["deel"], nu.tzinfo)
    return vandaag if vandaag[1] > nu else _dagdeel(nu.date() + dt.timedelta(days=1), m["deel"], nu.tzinfo)


def _lees_nu(m: re.Match[str], klein: str, nu: dt.datetime) -> Venster | None:
    return (nu, nu + dt.timedelta(minutes=1)) if _WIL_ERHEEN.search(klein) else None
