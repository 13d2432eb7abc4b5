"""A text with its long sentences and hard words marked, safe to show."""

from __future__ import annotations

import re

from markupsafe import Markup, escape

from taal.leesbaarheid import Leesbaarheid


def markeer(tekst: str, leesbaarheid: Leesbaarheid) -> Markup:
    """The text as HTML: `mark` around hard words, and another around long sentences."""
    lang = [(m.start(), m.end()) for zin in leesbaarheid.lange_zinnen for m in [_vind(zin, tekst)] if m]
    uit: list[Markup | str] = []
    plek = 0
    for begin, eind in sorted(lang):
        if begin < plek:
            continue
        uit += [_woorden(tekst[plek:begin], leesbaarheid), Markup('<mark class="rd-lang">')]
        uit += [_woorden(tekst[begin:eind], leesbaarheid), Markup("</mark>")]
        plek = eind
    uit.append(_woorden(tekst[plek:], leesbaarheid))
    return Markup("").join(uit)


def _vind(zin: str, tekst: str) -> re.Match[str] | None:
    # The sentence was measured with its white space tidied.
    return re.search(r"\s+".join(re.escape(d) for d in zin.split()), tekst)


def _woorden(tekst: str, leesbaarheid: Leesbaarheid) -> Markup:
    if not leesbaarheid.moeilijke_woorden:
        return escape(tekst)
    namen = sorted({m.woord for m in leesbaarheid.moeilijke_woorden}, key=len, reverse=True)
    patroon = re.compile(rf"(?<!\w)({'|'.join(map(re.escape, namen))})(?!\w)", re.IGNORECASE)
    delen = patroon.split(tekst)
    gemarkeerd = (
        Markup('<mark class="rd-moeilijk">{}</mark>').format(d) if n % 2 else escape(d) for n, d in enumerate(delen)
    )
    return Markup("").join(gemarkeerd)
