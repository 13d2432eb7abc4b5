"""The fixed text of a crisis in the languages of the page, line by line from the Dutch text that was sent.

Read from the Dutch, so that the numbers and the team are those of the message itself, nothing has to be stored and
the choice of a language stays on the device. A text with one line that is not known is not translated at all: half
a text could leave out the half that matters.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from actions.teksten import knop, tekst, waarde
from web.teksten import read_yaml

TALEN: dict[str, dict[str, Any]] = read_yaml("crisis_talen.yml")
SOORTEN = ("suicide", "geweld", "kind", "medisch", "dakloos", "verward", "overig")
# Every line that may stand below the first; the help lines last, since their form fits most.
_REGELS = (
    "bel_112", "huisarts", "huisarts_medisch", "dakloos_team", "dakloos_dicht", "einde", "einde_dicht",
    "einde_onbekend", "mens_nu", "mens_nu_dicht", "verder_typen",
)  # fmt: skip
_HULPLIJN = re.compile(r"(?P<naam>[^,]{1,80}), bel (?P<nummer>[\d ofen-]{3,40}?)(?: \((?P<uren>[^)]{1,60})\))?")


def vertalingen(nederlands: str) -> dict[str, str]:
    """The text in each language; empty for any text that is not wholly that of a crisis."""
    if "112" not in nederlands:
        return {}
    gelezen = [_lees(regel) for regel in nederlands.split("\n")]
    bekend = [regel for regel in gelezen if regel is not None]
    if len(bekend) != len(gelezen) or not bekend:
        return {}
    return {taal: "\n".join(_zeg(taal, *regel) for regel in bekend) for taal in TALEN}


def _lees(regel: str) -> tuple[tuple[str, ...], dict[str, str]] | None:
    """Which fixed texts this line is made of, with what was filled in."""
    for namen, patroon in _patronen():
        if (m := patroon.fullmatch(regel)) is not None:
            return namen, m.groupdict()
    m = _HULPLIJN.fullmatch(regel)
    if m is None or (m["uren"] and any(m["uren"] not in t["uren"] for t in TALEN.values())):
        return None
    return ("hulplijn",), {naam: waarde or "" for naam, waarde in m.groupdict().items()}


def _zeg(taal: str, namen: tuple[str, ...], velden: dict[str, str]) -> str:
    t = TALEN[taal]
    nummer = f" {t['of']} ".join(velden.get("nummer", "").split(" of "))
    uren = t["uren"].get(velden.get("uren", ""), "")
    uitleg = t["hulplijnen"].get(velden.get("naam", ""), "")
    vol = {**velden, "nummer": nummer, "uren": uren, "knop": knop("mens_nu").tekst}
    vol["uitleg"] = f" {uitleg}" if uitleg else ""
    if velden.get("team") == waarde("team_algemeen"):
        # A Dutch phrase without a number helps nobody who reads no Dutch.
        namen = tuple("dakloos_onbekend" if naam == "dakloos_team" else naam for naam in namen)
    return " ".join(str(t[naam]).format(**vol).strip() for naam in namen)


@lru_cache(maxsize=1)
def _patronen() -> tuple[tuple[tuple[str, ...], re.Pattern[str]], ...]:
    eerste = [(begin, soort) for begin in ("begin", "herhaald") for soort in SOORTEN]
    paren = [(namen, " ".join(_patroon(naam) for naam in namen)) for namen in eerste]
    paren += [((naam,), _patroon(naam)) for naam in _REGELS]
    return tuple((namen, re.compile(patroon)) for namen, patroon in paren)


def _patroon(naam: str) -> str:
    """The Dutch text as a pattern; the name of the team may begin with a capital."""
    return re.escape(tekst(f"crisis.{naam}", team="\0")).replace("\0", r"(?P<team>[^\n]{1,120})")
