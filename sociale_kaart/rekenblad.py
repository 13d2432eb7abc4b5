"""Text that a spreadsheet would calculate, marked so that it shows it, and the mark taken off again.

Excel and LibreOffice take a cell that begins with = + - @ for a formula, also in a CSV: what a provider writes
in a description could fetch or send something on the computer of who opens the file (CSV injection). A spreadsheet
set to another delimiter than ours sees a new cell after each comma, semicolon, tab, quote or line end, so there it
matters as well. The mark is one apostrophe. It goes before every such sign and before a mark that was there
already, so that taking off one gives back the very same text.
"""

from __future__ import annotations

import re

# The column that says of a row that its text is marked (koppelvlak §4 keeps extra columns by name; this one is ours).
KOLOM, GEMARKEERD = "rekenblad", "veilig"

# Spreadsheets skip spaces and invisible signs before the first sign that counts, and some know full-width signs.
_SPATIES = " \u00a0\u200b\ufeff"
_TEKENS = "=+\\-@\uff1d\uff0b\uff0d\uff20"
_BEGIN = re.compile(f"^(?=['{_SPATIES}\n]*[{_TEKENS}|%\t\r])")
_BEGIN_GEMARKEERD = re.compile(f"^'(?=['{_SPATIES}\n]*[{_TEKENS}|%\t\r])")
_BINNENIN = re.compile(f"([,;\t\r\n\"])(?=['{_SPATIES}]*[{_TEKENS}])")
_BINNENIN_GEMARKEERD = re.compile(f"([,;\t\r\n\"])'(?=['{_SPATIES}]*[{_TEKENS}])")


def markeer(tekst: str) -> str:
    """The text with a mark wherever a spreadsheet could begin a formula."""
    return _BEGIN.sub("'", _BINNENIN.sub(r"\1'", tekst))


def zonder_mark(tekst: str) -> str:
    """The inverse of `markeer`; text that was never marked but looks like it loses one apostrophe."""
    return _BINNENIN_GEMARKEERD.sub(r"\1", _BEGIN_GEMARKEERD.sub("", tekst))
