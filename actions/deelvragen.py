"""Two questions in one message: taken apart so that both get their answer. Pure, apart from triage."""

from __future__ import annotations

import re

from actions.context import Context
from actions.patronen import is_verzoek, is_vraag
from triage.beoordeling import Beoordeling

_ZINNEN = re.compile(r"(?<=[?!.])\s+")
_VRAAGWOORD = (
    r"waar|wie|wat|wanneer|hoe|hoeveel|welke?|kan|kun|is|zijn|bestaat|krijg|heeft|hebben"
)  # fmt: skip
_EN = re.compile(rf"[,;]?\s+(?:en|of|ook)\s+(?:ook\s+)?(?=(?:{_VRAAGWOORD})\b)", re.IGNORECASE)
MAX_TEKENS = 400


def splits(tekst: str) -> list[str]:
    """The questions in a short message, each on its own; a story is never taken apart."""
    if len(tekst) > MAX_TEKENS:
        return []
    stukken = [deel.strip(" ,;") for zin in _ZINNEN.split(tekst) for deel in _EN.split(zin)]
    if not any(is_vraag(stuk) for stuk in stukken):
        return []
    vragen = [stuk for stuk in stukken if is_verzoek(stuk) and len(stuk.split()) > 2]
    return vragen if len(vragen) == len([s for s in stukken if len(s.split()) > 2]) else []


def deelvragen(ctx: Context) -> list[tuple[str, Beoordeling]]:
    """Two questions with their own findings, when both are simple and about different things; else none."""
    delen = splits(ctx.tekst)
    if len(delen) != 2:
        return []
    paren = [(deel, ctx.bronnen.triage.beoordeel(deel)) for deel in delen]
    eenvoudig = all(b.zwaarte in ("enkelvoudig", "geen") and b.soort == "vraag" for _, b in paren)
    return paren if eenvoudig else []
