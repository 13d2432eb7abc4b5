"""Secrets found by what was learned from hand-written messages: a weight for each thing seen around a word.

The rules find what was told as before; this hears what they do not know: a password that is an ordinary word, a code
in pieces, a sentence nobody wrote yet. One linear sum per word, so a message costs time in proportion to its length.
"""

from __future__ import annotations

import math
import re
from functools import lru_cache
from importlib.resources import files

from taal.geheime_kenmerken import Omgeving, Woord, is_verdacht, lees
from taal.geheime_woorden import Vondst

# From this weight on a word is taken for a secret; beside one, digits and spelled letters sooner.
DREMPEL = 0.0
_NAAST = -2.5
# What a rule took for a password while it is no more than a word that people say about one; of a word that residents
# never wrote one must be surer.
_GEEN = -2.2
_GEEN_ONBEKEND = -3.5
_NOOIT = -math.inf
_TELEFOON = re.compile(
    r"(?:\+|(?<!\d)00)\s?[1-9](?:[ ()./\-]{0,3}\d){7,13}(?!\d)"
    r"|(?<!\d)\(?0[1-9](?:[ ()./\-\u00a0\u2013]{0,3}\d){8}(?!\d)"
    r"|(?<!\d)0(?:800|900|906|909)[ .\-]?\d{2}[ .]?\d{2}(?:\d{3})?(?!\d)"
)
# Written so that it is nothing else: an address, a postcode, a sum, an hour, a date, a number plate.
_IETS_ANDERS = re.compile(
    r"[^\s@]+@[^\s@]+\.\w+|(?:https?:|www\.)\S*|\S+\.(?:nl|com|org|net|eu)(?:/\S*)?(?!\w)"
    r"|€\s?[\d.,]+|(?<!\w)\d{4}\s?[A-Z]{2}(?!\w)"
    r"|(?<![\w.,])\d{1,3}(?:\.\d{3})*,(?:\d\d|-)(?!\d)|(?<!\d)\d{1,2}[:.]\d\d(?!\d)"
    r"|(?<!\d)(?:0?[1-9]|[12]\d|3[01])[-./](?:0?[1-9]|1[0-2])[-./](?:19|20)?\d\d(?!\d)"
    # A kenmerk of ours, an area code ("code 0251 voor Castricum"), the years of a season.
    r"|(?<!\w)[Vv][Dd]-\w{4}-\w{4}(?!\w)|(?<!\d)0[1-5]\d\d(?= voor [A-Z])"
    r"|(?<!\d)(?:19|20)\d\d ?[-/] ?(?:19|20)\d\d(?!\d)|(?<!\w)[a-z]+\d{9,}[a-z]+(?!\w)"
    r"|(?<!\w)(?:[A-Z]{1,3}-\d{2,3}-[A-Z]{1,3}|\d{1,2}-[A-Z]{2,3}-\d{1,2}|[A-Z]{2}-\d{2}-\d{2}|[A-Z]{2}-\d{3}-[A-Z])(?!\w)",
)
_UUR = re.compile(r"(?:[01]?\d|2[0-3])[.:][0-5]\d")
_GETAL = frozenset(("n1", "n2", "n3", "n4", "n5", "n6", "n7", "n8", "n9", "n10", "nteken", "CODE9", "maat", "kort9"))
_LETTERS = frozenset(("Aletter", "Hletter", "kletter", "Aklein", "Akvreemd"))
_VULSEL_TEKST = """
is was nummer nr op met van de het woning brief staat begint bij voor mijn typ vul in ik uw ons onze heeft nummer
"""
_VULSEL = frozenset(_VULSEL_TEKST.split())
_VERBINDT_TEKST = "van de het een in op met na aan te voor mijn den der"
_VERBINDT = frozenset(_VERBINDT_TEKST.split())
_CODE = frozenset(("SMS", "DIGID", "BRIEF", "CODE", "APP", "CIJFERS"))


def vind_geleerd(tekst: str) -> list[Vondst]:
    """Where a secret stands, by what was learned; words that follow each other are one find."""
    woorden = lees(tekst)
    if not is_verdacht(woorden):
        return []
    gewichten = weeg(tekst, woorden)
    geheim = [g > DREMPEL for g in gewichten]
    _breid_uit(woorden, gewichten, geheim)
    return _samen(tekst, woorden, geheim)


def zonder_gewone_woorden(tekst: str, vondsten: list[Vondst]) -> list[Vondst]:
    """What the rules found without the passwords that are only words people say about one ("is onvindbaar")."""
    vondsten = [v for v in vondsten if not _UUR.fullmatch(tekst, v[0], v[1])]
    if not any(_zijn_woorden(tekst, v) for v in vondsten):
        return vondsten
    woorden = lees(tekst)
    if not is_verdacht(woorden):
        return vondsten
    op_plek = {w.begin: (w, g) for w, g in zip(woorden, weeg(tekst, woorden), strict=True)}
    return [v for v in vondsten if not (_zijn_woorden(tekst, v) and _weegt_niets(v, op_plek))]


def _zijn_woorden(tekst: str, vondst: Vondst) -> bool:
    # Behind "wachtwoord =" it is the password, whatever the word.
    if tekst[max(0, vondst[0] - 2) : vondst[0]].endswith((":", "=", ": ", "= ")):
        return False
    waarde = tekst[vondst[0] : vondst[1]]
    return vondst[2] == "wachtwoord" and waarde.islower() and not any(c.isdigit() for c in waarde)


def _weegt_niets(vondst: Vondst, woorden: dict[int, tuple[Woord, float]]) -> bool:
    gewogen = [woorden[i] for i in range(vondst[0], vondst[1]) if i in woorden]
    return bool(gewogen) and all(g < (_GEEN_ONBEKEND if w.groep.startswith("~") else _GEEN) for w, g in gewogen)


def weeg(tekst: str, woorden: list[Woord]) -> list[float]:
    """How much each word looks like a secret; above nought it does."""
    basis, gewichten = _gewichten()
    omgeving = Omgeving(woorden)
    anders = [m.span() for patroon in (_TELEFOON, _IETS_ANDERS) for m in patroon.finditer(tekst)]
    anders.sort()
    uit: list[float] = []
    plek = 0
    vorige = False
    for i, woord in enumerate(woorden):
        while plek < len(anders) and anders[plek][1] <= woord.begin:
            plek += 1
        in_anders = plek < len(anders) and anders[plek][0] <= woord.begin < anders[plek][1]
        if woord.maak == "verborgen" or in_anders or _is_ander_getal(woorden, i):
            gewicht = _NOOIT
        else:
            gewicht = basis + sum(gewichten.get(k, 0.0) for k in set(omgeving.kenmerken(i, vorige)))
        vorige = gewicht > DREMPEL
        uit.append(gewicht)
    return uit


def _is_ander_getal(woorden: list[Woord], i: int) -> bool:
    """A number that is called a kenmerk, dossier and the like, or that counts something."""
    if woorden[i].maak not in _GETAL:
        return False
    if woorden[i].maak[0] == "n" and i + 1 < len(woorden) and woorden[i + 1].soort in ("GELD", "MAAT"):
        return woorden[i + 1].klein not in ("x", "keer", "maal") or woorden[i].maak in ("n1", "n2")
    k = i - 1
    while k >= max(0, i - 7) and (woorden[k].maak in _GETAL or woorden[k].klein in _VULSEL):
        k -= 1
    return k >= 0 and woorden[k].soort == "NUMMER" and woorden[k].zin == woorden[i].zin


def _breid_uit(woorden: list[Woord], gewichten: list[float], geheim: list[bool]) -> None:
    """Pieces beside a secret belong to it: more digits, spelled letters, the small words within a few words."""
    for volgorde in (range(1, len(woorden)), range(len(woorden) - 2, -1, -1)):
        stap = 1 if volgorde.step == 1 else -1
        for i in volgorde:
            buur = woorden[i - stap]
            stuk = woorden[i].maak in _GETAL | _LETTERS and buur.maak in _GETAL | _LETTERS
            if geheim[i - stap] and not geheim[i] and stuk and woorden[i].zin == buur.zin and gewichten[i] > _NAAST:
                geheim[i] = True
    for i in range(1, len(woorden) - 1):
        if geheim[i - 1] and not geheim[i] and woorden[i].klein in _VERBINDT:
            eind = next((k for k in range(i + 1, min(i + 3, len(woorden))) if geheim[k]), 0)
            if eind and all(w.klein in _VERBINDT and not w.erna for w in woorden[i:eind]) and not woorden[i - 1].erna:
                geheim[i:eind] = [True] * (eind - i)


def _samen(tekst: str, woorden: list[Woord], geheim: list[bool]) -> list[Vondst]:
    uit: list[Vondst] = []
    for i, woord in enumerate(woorden):
        if not geheim[i]:
            continue
        soort = _soort(woorden, i)
        if uit and geheim[i - 1] and not tekst[uit[-1][1] : woord.begin].strip(" .-"):
            uit[-1] = (uit[-1][0], woord.eind, uit[-1][2])
        else:
            uit.append((woord.begin, woord.eind, soort))
    return uit


def _soort(woorden: list[Woord], i: int) -> str:
    """Which kind, by what is named closest: before it sooner than behind it."""
    woord = woorden[i]
    dichtbij = [*range(i - 1, max(-1, i - 9), -1), *range(i + 1, min(len(woorden), i + 7))]
    getal = woord.maak in _GETAL | _LETTERS or woord.maak == "telwoord"
    for k in dichtbij:
        soort = woorden[k].soort
        if soort in ("WW", "PW", "PIN", "LOGIN", "WIFI", "SLOT", "MAIL", "GEHEIM"):
            return "wachtwoord"
        if soort in _CODE and getal:
            return "digid_code"
    return "wachtwoord"


@lru_cache(maxsize=1)
def _gewichten() -> tuple[float, dict[str, float]]:
    """The weight file: one thing seen a line, with its weight; the first is the sum to begin with."""
    tekst = (files("taal") / "geheime_gewichten.txt").read_text(encoding="utf-8")
    paren = (regel.rsplit("\t", 1) for regel in tekst.splitlines() if regel and not regel.startswith("# "))
    gewichten = {kenmerk: float(gewicht) for kenmerk, gewicht in paren}
    return gewichten.pop("basis"), gewichten
