"""Sentences and their parts, cut so that the words stay the resident's own."""

from __future__ import annotations

import re
import unicodedata

_ZIN = re.compile(r"(?<=[.!?])\s+|\s*\n+\s*")
_AFKORTING = re.compile(r"\b(?:dr|mw|mevr|dhr|hr|bijv|bv|evt|nr|ca|mr|prof|st|tel|o\.a|i\.v\.m)\.$", re.IGNORECASE)
_DEEL = re.compile(r"\s*[,;:]\s+|\s+(?=(?:maar|want|omdat|terwijl)\b)|\s*[–—]\s*|\s+-\s+")

_EN = re.compile(
    r"\s+en\s+(?=(?:ik|we|wij|hij|zij|ze|er|het|de|mijn|onze|ons|haar|zijn|hun|daar|dat)\b)", re.IGNORECASE
)


def zinnen(tekst: str) -> list[str]:
    """The sentences, as they were written; an abbreviation does not end one."""
    uit: list[str] = []
    for stuk in (s.strip() for s in _ZIN.split(tekst)):
        if uit and _AFKORTING.search(uit[-1]):
            uit[-1] = f"{uit[-1]} {stuk}"
        elif stuk:
            uit.append(stuk)
    return uit


def delen(zin: str) -> list[str]:
    """The parts of a sentence between commas and before words as `maar`."""
    return [d.strip() for d in _DEEL.split(zin) if d and d.strip()]


def nevenzinnen(deel: str) -> list[str]:
    """The clauses that `en` joins, each with its own subject; "brood en kaas" stays together."""
    return [d.strip() for d in _EN.split(deel) if d.strip()]


def vlak(tekst: str) -> str:
    """Small letters, no accents, straight apostrophes: for patterns. Keeps the length of the text."""
    if tekst.isascii():
        return tekst.lower()
    kaal = "".join((unicodedata.normalize("NFD", t)[:1] or t) for t in tekst.replace("’", "'").replace("‘", "'"))
    klein = kaal.lower()
    return klein if len(klein) == len(tekst) else tekst.lower()[: len(tekst)]


def sleutel(tekst: str) -> str:
    """What makes two lines the same: the words, without punctuation, capitals and accents."""
    return " ".join(re.findall(r"[a-z0-9]+", vlak(tekst)))


def kort_af(tekst: str, lengte: int, *, rest: str = "…") -> str:
    """At most `lengte` characters, cut after a whole sentence, else after a whole word, with `rest` behind it."""
    if len(tekst) <= lengte:
        return tekst
    ruimte = lengte - len(rest)
    if ruimte <= 0:
        return tekst[:lengte]
    kop = tekst[: ruimte + 1]
    # Behind a sentence comes a space before the rest: without room for it the rest itself would be cut.
    einden = [m.end(1) for m in re.finditer(r"([.!?])\s", kop) if m.end(1) < ruimte]
    # A cut that throws away most of the text says less than a cut in mid-sentence.
    if einden and einden[-1] >= ruimte // 3:
        return kop[: einden[-1]].rstrip() + (f" {rest}" if rest else "")
    woord = kop.rfind(" ")
    return (kop[: woord if woord > 0 else ruimte].rstrip() + rest)[:lengte]
