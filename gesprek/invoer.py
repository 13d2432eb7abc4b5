"""What comes in, made fit to store: pure functions on texts and buttons."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

MAX_TEKST = 10_000
MAX_PAYLOAD = 300
# Control characters and lone surrogates: no database keeps them and nobody reads them.
_ONLEESBAAR = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


class Eerder(NamedTuple):
    """What of an earlier bericht matters to the next: who spoke, which buttons there were and what was asked."""

    afzender: str
    knoppen: Sequence[Mapping[str, str]]
    vraag: str | None


class BerichtFout(ValueError):
    """This bericht cannot be stored. `reden`: te_lang, payload or score; the web room has the words for it."""

    def __init__(self, reden: str) -> None:
        super().__init__(reden)
        self.reden = reden


def schoon(tekst: str) -> str:
    """The text without what cannot be stored. Raises BerichtFout when it is too long."""
    if len(tekst) > MAX_TEKST:
        raise BerichtFout("te_lang")
    return _ONLEESBAAR.sub("", tekst).replace("\r\n", "\n").strip()


def knop_tekst(payload: str | None, vorige: Sequence[Eerder]) -> str:
    """What the button with this payload said, as the resident saw it.

    A payload that was not offered lately (a fixed button of the widget) shows its own words.
    Raises BerichtFout when it is no payload.
    """
    if not payload:
        return ""
    if not payload.startswith("/") or len(payload) > MAX_PAYLOAD:
        raise BerichtFout("payload")
    for bericht in vorige:
        for knop in bericht.knoppen:
            if knop.get("payload") == payload:
                return knop["tekst"]
    return payload[1:].split("{", 1)[0].replace("_", " ").capitalize()


def vraag_van(vorige: Sequence[Eerder]) -> str | None:
    """The question of the breed gesprek that is open: asked since the resident last spoke. Newest first."""
    for bericht in vorige:
        if bericht.afzender == "inwoner":
            return None
        if bericht.vraag:
            return bericht.vraag
    return None
