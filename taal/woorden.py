"""Dutch words: tokens, lemmas, the parts of compounds, and the terms a text is indexed under.

A stemmer will not do here: Snowball's Dutch makes gezin equal to zin, geweld to wel and begeleiding
to beleid. So lemmas come from simplemma's dictionary, corrected by our own word list, and compounds
are split only into words that are known (`woordenlijst.txt`, then the dictionary).
Everything that comes out is lower case without accents. The dictionary (0.5 s, 50 MB) loads at first use.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import files

from taal.normaliseren import normaliseer, schoon

_TOKEN = re.compile(r"[^\W_]+(?:'[^\W_]+)?")
_AFKORTING = re.compile(r"(?<![^\W_])(?:[^\W\d_]\.){2,8}(?:[^\W\d_](?![^\W_]))?")
# Longer "words" are no words; splitting them would only cost time.
_MAX_WOORD = 45
_MAX_TERM = 60
_KORTSTE_DEEL = 4
_KOPPELINGEN = ("", "s", "en", "e", "n")
# Endings and adverbs that the dictionary knows as words, but that are no part of a compound of nouns.
_GEEN_DEEL_TEKST = """
loos baar ster heid lijk rijk zaam achtig matig vaardig waardig over onder voor door achter tegen binnen buiten samen
mede tussen zonder naar langs boven beneden voort terug weder niet deze haar hier daar waar elke alle maar zoals eren
eerder heden enig ende lingen elen eden erin eraan erop geen gene hoor leden ling loosheid heids
"""
_GEEN_DEEL = frozenset(_GEEN_DEEL_TEKST.split())
# A part of our own is cheapest; an ordinary word costs more the longer it is, since a long one may hold ours.
_KOSTEN_DOMEIN, _KOSTEN_LEMMA, _KOSTEN_GEWOON, _KOSTEN_LETTER, _KOSTEN_KORT, _KOSTEN_KOPPELING = (
    1,
    1.3,
    1.2,
    0.12,
    0.7,
    0.1,
)

Gesplitst = tuple[float, tuple[str, ...], bool]


@dataclass(frozen=True)
class Woordenlijst:
    """The words of the sociaal domein: parts per compound (None = to be split as any word) and lemmas of odd forms."""

    delen: Mapping[str, tuple[str, ...] | None] = field(default_factory=dict)
    vormen: Mapping[str, str] = field(default_factory=dict)


def _regels(naam: str) -> list[str]:
    tekst = (files("taal") / naam).read_text(encoding="utf-8")
    return [regel for regel in tekst.splitlines() if regel and not regel.startswith("#")]


@lru_cache(maxsize=1)
def woordenlijst() -> Woordenlijst:
    """The hand-written list; its form is told at the top of `woordenlijst.txt`."""
    delen: dict[str, tuple[str, ...] | None] = {}
    vormen: dict[str, str] = {}
    for woord in (w for regel in _regels("woordenlijst.txt") for w in normaliseer(regel).split()):
        if ">" in woord:
            vorm, _, bedoeld = woord.partition(">")
            vormen[vorm] = bedoeld
        else:
            geheel, is_gelijk, rest = woord.partition("=")
            delen[geheel] = tuple(d for d in rest.split(",") if d) if is_gelijk else None
    return Woordenlijst(delen, vormen)


@lru_cache(maxsize=1)
def functiewoorden() -> frozenset[str]:
    """Words without a subject of their own; niet, geen and zonder are not among them."""
    return frozenset(w for regel in _regels("functiewoorden.txt") for w in normaliseer(regel).split())


@lru_cache(maxsize=1)
def _woordenboek() -> Mapping[str, str]:
    from simplemma.strategies.dictionaries.dictionary_factory import DEFAULT_DICTIONARY_FACTORY

    return DEFAULT_DICTIONARY_FACTORY.get_dictionary("nl")


@lru_cache(maxsize=1)
def _zonder_accenten() -> dict[str, str]:
    """Dictionary words by how people type them: "financien" for "financiën"."""
    boek = _woordenboek()
    # Looked up only for the few that have an accent: the book unpacks each answer anew.
    paren = ((normaliseer(woord), woord) for woord in boek if not woord.isascii())
    return {kaal: boek[woord] for kaal, woord in paren if kaal not in boek}


def is_woord(woord: str) -> bool:
    """Whether this is a Dutch word we know, in any form of it."""
    kaal = normaliseer(woord)
    lijst = woordenlijst()
    if kaal in lijst.delen or kaal in lijst.vormen or kaal in functiewoorden():
        return True
    return _in_woordenboek(woord.lower()) is not None or _in_woordenboek(kaal) is not None


def _in_woordenboek(woord: str) -> str | None:
    return _woordenboek().get(woord) or _zonder_accenten().get(woord)


def tokens(tekst: str) -> list[str]:
    """The words and numbers of a text, normalised; a hyphen separates, "w.m.o." is one word."""
    kaal = normaliseer(tekst)
    if "." in kaal:
        kaal = _AFKORTING.sub(lambda m: m[0].replace(".", "") + " ", kaal)
    return _TOKEN.findall(kaal)


def lemma(woord: str) -> str:
    """The form under which a word stands in a dictionary, without accents: huizen → huis."""
    return _lemma(schoon(woord).lower().strip()) if len(woord) <= _MAX_TERM else normaliseer(woord)


@lru_cache(maxsize=65536)
def _lemma(woord: str) -> str:
    kaal = normaliseer(woord)
    lijst = woordenlijst()
    if kaal in lijst.vormen:
        return lijst.vormen[kaal]
    if kaal in lijst.delen:
        return kaal
    gevonden = _in_woordenboek(woord) or _in_woordenboek(kaal) or _lemma_van_samenstelling(kaal)
    # The dictionary writes some compounds as "buur_man".
    bedoeld = normaliseer(gevonden.replace("_", "")) if gevonden else kaal
    return lijst.vormen.get(bedoeld, bedoeld)


def _lemma_van_samenstelling(woord: str) -> str | None:
    """An unknown word ends as its last part does: buurtcentra → buurt + centrum."""
    for i in range(3, len(woord) - 3 if len(woord) <= _MAX_WOORD else 0):
        rest = woord[i:]
        if rest not in _GEEN_DEEL and _is_deel(woord[:i].removesuffix("s")):
            einde = _in_woordenboek(rest)
            if einde and len(einde) >= 3:
                return woord[:i] + einde
    return None


def _is_deel(woord: str) -> bool:
    lijst = woordenlijst()
    return woord in lijst.delen or woord in lijst.vormen


def delen(woord: str) -> tuple[str, ...]:
    """The words a compound is made of, as lemmas, large parts before small ones; () when it is no compound."""
    return _delen(_lemma(schoon(woord).lower().strip())) if len(woord) <= _MAX_WOORD else ()


@lru_cache(maxsize=65536)
def _delen(woord: str) -> tuple[str, ...]:
    bekend = woordenlijst().delen.get(woord)
    if bekend is not None:
        return bekend
    gevonden: dict[str, None] = {}
    for deel in _splits(woord):
        gevonden[deel] = None
        for kleiner in _delen(deel):
            gevonden[kleiner] = None
    gevonden.pop(woord, None)
    return tuple(gevonden)


def _splits(woord: str) -> tuple[str, ...]:
    """The cheapest way to read a word as parts that are words; () when there is none that makes sense.

    beste[i] is the cheapest reading of the first i letters. A word that the dictionary knows is
    only split when one of its parts is of the sociaal domein: "planeet" is no plan to eat.
    """
    n = len(woord)
    if n < 6 or not woord.isalpha():
        return ()
    beste: list[Gesplitst | None] = [None] * (n + 1)
    beste[0] = (0.0, (), False)
    for i in range(n - 2):
        tot_hier = beste[i]
        if tot_hier is None:
            continue
        for j in range(i + 3, n + 1):
            deel = _lees_deel(woord[i:j], is_laatste=j == n)
            if deel is not None and not (i == 0 and j == n):
                _verleng(beste, tot_hier, deel, woord, j)
    gelezen = beste[n]
    if gelezen is None or len(gelezen[1]) < 2:
        return ()
    if not gelezen[2] and _in_woordenboek(woord) is not None:
        return ()
    return gelezen[1]


def _verleng(
    beste: list[Gesplitst | None], tot_hier: Gesplitst, deel: tuple[str, float, bool], woord: str, j: int
) -> None:
    naam, prijs, domein = deel
    for koppeling in _KOPPELINGEN if j < len(woord) else ("",):
        k = j + len(koppeling)
        if woord.startswith(koppeling, j) and (k < len(woord) or not koppeling):
            kosten = tot_hier[0] + prijs + (_KOSTEN_KOPPELING if koppeling else 0.0)
            was = beste[k]
            # As cheap: the longer beginning, ziekenhuis + bezoek.
            if was is None or kosten <= was[0]:
                beste[k] = (kosten, (*tot_hier[1], naam), tot_hier[2] or domein)


@lru_cache(maxsize=65536)
def _lees_deel(stuk: str, *, is_laatste: bool) -> tuple[str, float, bool] | None:
    """A stretch of letters as part of a compound: its lemma, what it costs, and whether it is ours."""
    lijst = woordenlijst()
    if stuk in lijst.delen:
        return stuk, _KOSTEN_DOMEIN, True
    # Verb stems (eet, woon) stand before something; at the end they are half a word.
    if stuk in lijst.vormen and (not is_laatste or len(stuk) > 5):
        return lijst.vormen[stuk], _KOSTEN_DOMEIN, True
    if len(stuk) < _KORTSTE_DEEL or stuk in _GEEN_DEEL or stuk in functiewoorden():
        return None
    if _in_woordenboek(stuk) is None:
        return None
    kort = _KOSTEN_KORT if len(stuk) == _KORTSTE_DEEL else 0.0
    bedoeld = _lemma(stuk)
    if kort and is_laatste and bedoeld != stuk and bedoeld.endswith("en"):
        return None  # A short verb stem at the end: "vergrijzing" holds no zingen.
    if bedoeld in lijst.delen:
        return bedoeld, _KOSTEN_LEMMA + kort, True
    return bedoeld, _KOSTEN_GEWOON + _KOSTEN_LETTER * len(stuk) + kort, False


@lru_cache(maxsize=65536)
def _termen_van(token: str) -> tuple[str, ...]:
    if token in functiewoorden() or (len(token) == 1 and not token.isdigit()):
        return ()
    kern = _lemma(token)
    return tuple(dict.fromkeys((kern, *_delen(kern)))) if len(kern) <= _MAX_WOORD else (kern,)


def termen(tekst: str) -> list[str]:
    """What a text is indexed and looked for under: lemmas, the parts of compounds, and words written apart.

    "trap lift" also gives traplift, so that it meets "traplift" whole and in parts.
    """
    gevonden: list[str] = []
    lijst = woordenlijst().delen
    vorige = ""
    for token in (t[:_MAX_TERM] for t in tokens(tekst)):
        samen = vorige + token
        if vorige and len(samen) >= 6 and samen in lijst:
            gevonden.append(samen)
        gevonden += _termen_van(token)
        vorige = token
    return gevonden
