"""In which language a message is written: by its script, else by frequent words and tell-tale letters.

Dutch is the outcome unless another language is clearly heard: Dutch with English loan words and the
Dutch of a learner must stay Dutch, because only then are they helped further in it.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from functools import lru_cache
from importlib.resources import files

from taal.normaliseren import normaliseer, schoon
from taal.woorden import functiewoorden, woordenlijst

_WOORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?")
# Reading on does not make it surer.
_MAX_TEKENS = 2000
# A script is the first word of a character's Unicode name.
_EEN_TAAL = {
    "CJK": "zh", "HIRAGANA": "ja", "KATAKANA": "ja", "HANGUL": "ko", "HEBREW": "he", "GREEK": "el",
    "DEVANAGARI": "hi",
    "THAI": "th", "GEORGIAN": "ka", "ARMENIAN": "hy", "BENGALI": "bn", "TAMIL": "ta", "GURMUKHI": "pa",
}  # fmt: skip
_PER_SCHRIFT = {"CYRILLIC": ("uk", "ru", "bg"), "ARABIC": ("ar", "fa", "ur"), "ETHIOPIC": ("ti", "am")}
_SCHRIFTEN = frozenset({*_EEN_TAAL, *_PER_SCHRIFT})
_LETTERS = {
    "uk": "іїєґ", "ru": "ыэё", "fa": "پچژگکی", "ur": "ٹڈںےہ", "ar": "ةيكىأإ", "ti": "ኣኸቐሕኻኺ", "am": "አኛሁሐ",
    "bg": "ъщ",
    "de": "ßä", "es": "ñ¿¡", "pl": "ąęłśżźńć", "tr": "ğşı", "fr": "çàœù", "pt": "ãõ", "ro": "ățșţ",
    "vi": "đơưạảấầẩậếềểệọốồộớờợụủứừự",
}  # fmt: skip
# Letter pairs that Dutch writes and its neighbours hardly do.
_NEDERLANDS = re.compile(r"ij|aa|uu|eeuw|ieuw|oei|aai|ooi|sch[^m-n]|lijk|cht|ouw|(?:^|[^q])ui[dgjlmnrstvz]")
_WEEG_LETTER, _WEEG_VAKWOORD, _WEEG_KLANK = 0.7, 0.5, 0.35
# How much a language must be heard, and how much more than Dutch.
_GENOEG, _MEER_DAN_NEDERLANDS = 0.9, 1.25


@lru_cache(maxsize=1)
def _talen_per_woord() -> dict[str, tuple[str, ...]]:
    woorden: dict[str, dict[str, None]] = {woord: {"nl": None} for woord in functiewoorden()}
    for regel in (files("taal") / "talen.txt").read_text(encoding="utf-8").splitlines():
        taal, is_taal, rest = regel.partition(": ")
        if is_taal and not regel.startswith("#"):
            for woord in normaliseer(rest).split():
                woorden.setdefault(woord, {})[taal] = None
    return {woord: tuple(talen) for woord, talen in woorden.items()}


def taal_van(tekst: str) -> str:
    """The ISO 639-1 code of the language; "nl" when unsure."""
    begin = schoon(tekst[:_MAX_TEKENS])
    schrift = _schrift(begin)
    if schrift in _EEN_TAAL:
        return _EEN_TAAL[schrift]
    stemmen = _stemmen(begin)
    if schrift in _PER_SCHRIFT:
        return max(_PER_SCHRIFT[schrift], key=lambda taal: stemmen[taal])
    nederlands = stemmen.pop("nl", 0.0)
    latijn = {t: s for t, s in stemmen.items() if all(t not in talen for talen in _PER_SCHRIFT.values())}
    if not latijn:
        return "nl"
    beste = max(latijn, key=lambda taal: latijn[taal])
    klaar = latijn[beste] >= _GENOEG and latijn[beste] > nederlands * _MEER_DAN_NEDERLANDS
    return beste if klaar else "nl"


def _schrift(tekst: str) -> str:
    """The script of most letters, "" for Latin. Kana beats kanji: only Japanese has both."""
    telling = Counter(unicodedata.name(c, "").split(" ")[0] for c in tekst if c.isalpha())
    ander = Counter({naam: n for naam, n in telling.items() if naam in _SCHRIFTEN})
    if not ander or ander.total() * 2 < telling.total():
        return ""
    if ander["HIRAGANA"] + ander["KATAKANA"] > 0:
        return "HIRAGANA"
    return ander.most_common(1)[0][0]


def _stemmen(tekst: str) -> defaultdict[str, float]:
    """How much each language is heard: its words, shared with other languages in equal parts, and its letters."""
    per_woord, vakwoorden = _talen_per_woord(), woordenlijst().delen
    stemmen: defaultdict[str, float] = defaultdict(float)
    for woord in _WOORD.findall(normaliseer(tekst)):
        talen = per_woord.get(woord, ())
        for taal in talen:
            stemmen[taal] += 1 / len(talen)
        if "nl" not in talen and woord in vakwoorden:
            stemmen["nl"] += _WEEG_VAKWOORD
        elif not talen and _NEDERLANDS.search(woord):
            stemmen["nl"] += _WEEG_KLANK
    klein = unicodedata.normalize("NFC", tekst).lower()
    for taal, letters in _LETTERS.items():
        aantal = sum(klein.count(letter) for letter in letters)
        if aantal:
            stemmen[taal] += min(aantal, 3) * _WEEG_LETTER
    return stemmen
