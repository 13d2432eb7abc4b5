"""One form for what people write: lower case, no accents, no odd characters."""

from __future__ import annotations

import re
import unicodedata

_APOSTROFS = str.maketrans(
    {
        "’": "'",
        "‘": "'",
        "`": "'",
        "´": "'",
        "“": '"',
        "”": '"',
        "–": "-",
        "—": "-",
        "…": "...",
        "\u00ad": "",
        "ĳ": "ij",
        "Ĳ": "IJ",
    }
)
_STUUR = re.compile(r"[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")


def schoon(tekst: str) -> str:
    """The text as written, in NFC, without control and invisible characters and with plain quotes."""
    return _STUUR.sub(" ", unicodedata.normalize("NFC", tekst).translate(_APOSTROFS))


def normaliseer(tekst: str) -> str:
    """Lower case without accents, for comparing: "Financiën" and "financien" are equal."""
    klein = schoon(tekst).lower()
    if klein.isascii():
        return klein  # Nothing to take apart: most words, and a third of the time it takes to read a kaart.
    ontleed = unicodedata.normalize("NFD", klein)
    return "".join(c for c in ontleed if not unicodedata.combining(c))
