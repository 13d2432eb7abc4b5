"""Every fixed text of the product that a resident reads, taken from where it stands: YAML, the widget and the pages.

A field ({naam}, {{ naam }}, ${naam}) is read as a short name, since what fills it is not ours to write.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from settings import ROOT

# What stands for a field: a name of two syllables, as most names are; where a whole phrase comes, such a phrase.
NAAM = "Anna"
VELDEN = {"wanneer": "Morgen om tien uur", "belofte": "Morgen belt Anna u.", "dag": "morgen", "tijd": "tien"}
SJABLONEN = ROOT / "web" / "templates"
# Pages that residents see. Those of staff (werkplek, redactie, beheer) are for professionals.
PAGINAS = (
    "basis.html", "demo.html", "fout.html", "gesprek.txt", "proberen.html", "voorziening.html",
    "voorziening_feiten.html", "voorzieningen.html", "volg/*.html", "paginas/*.html",
)  # fmt: skip
# Not Dutch, not text, or only ever read by programs and by staff.
OVERSLAAN = {
    "actions/teksten.yml": ("talen", "taal_knop", "onderwerp_zoek", "respijt_zoek"),
    "overdracht/teksten.yml": ("staf", "openklant", "plan", "mail.termijnen", "mail.nieuw",
        *(f"overdracht.{n}" for n in (
        "reden_nodig", "notitie_nodig", "onbekende_route", "onbekende_zwaarte", "te_laat_heropenen",
        "niet_heropenen", "onbekende_termijn", "uitkomst_nodig", "onbekend_naar", "niet_van_u",
        "moment_blijft", "onbekend_moment"))),
    "web/teksten.yml": ("veldfouten.object", "veldfouten.waar_onwaar", "berichten.socket", "fouten.geen_json",
                        "fouten.niet_aangemeld", "fouten.onbegrijpelijk", "fouten.al_opgepakt", "fouten.niet_van_u",
                        "veldfouten.volgnummer", "veldfouten.status", "veldfouten.precies_een"),
    "gesprek/teksten.yml": (),
    "sociale_kaart/teksten.yml": ("taxonomie",),
    "web/crisis_talen.yml": ("en", "uk", "tr", "pl", "ar"),
    "web/chat_talen.yml": ("en", "uk", "tr", "pl", "ar"),
    "web/bericht_talen.yml": ("en", "uk", "tr", "pl", "ar"),
    "web/paginas_teksten.yml": (),
}  # fmt: skip
_BLOK = re.compile(
    r"</?(?:p|li|ul|ol|h\d|td|th|tr|dt|dd|div|option|label|legend|button|summary|caption|title|main|nav|header|footer"
    r"|form|section|article|details|fieldset|table|thead|tbody|dl|br|input|textarea|select|body|head|html|figure)\b[^>]*>"
    r"|\{%-?\s*(?:else|elif|endif|block|endblock|for|endfor|macro|endmacro|if)\b[^%]*%\}",
    re.IGNORECASE,
)


class Tekst(NamedTuple):
    """A text and where it stands."""

    waar: str
    tekst: str


def alle() -> list[Tekst]:
    """All of them, in the order of their files."""
    return [*_yaml(), *_widget(), *_paginas()]


def _yaml() -> Iterator[Tekst]:
    for bestand, niet in OVERSLAAN.items():
        data = yaml.safe_load((ROOT / bestand).read_text(encoding="utf-8"))
        for pad, tekst in _bladen(data):
            if not any(pad == n or pad.startswith(f"{n}.") for n in niet) and not pad.endswith((".payload", ".eis")):
                yield Tekst(f"{bestand} {pad}", re.sub(r"\{(\w*)\}", lambda m: VELDEN.get(m[1], NAAM), tekst))


def _bladen(waarde: Any, pad: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(waarde, dict):
        for sleutel, deel in waarde.items():
            yield from _bladen(deel, f"{pad}.{sleutel}" if pad else str(sleutel))
    elif isinstance(waarde, list):
        for deel in waarde:
            yield from _bladen(deel, pad)
    elif isinstance(waarde, str):
        yield pad, waarde


def _widget() -> Iterator[Tekst]:
    bestand = "web/widget/src/talen/nl.js"
    for n, regel in enumerate((ROOT / bestand).read_text(encoding="utf-8").splitlines(), 1):
        if regel.lstrip().startswith("//"):
            continue
        for dubbel, schuin in re.findall(r'"((?:[^"\\]|\\.)*)"|`((?:[^`\\]|\\.)*)`', regel):
            tekst = re.sub(r"\$\{[^}]*\}", NAAM, dubbel or schuin)
            if " " in tekst.strip() and not tekst.startswith("}"):
                yield Tekst(f"{bestand}:{n}", tekst)


def _paginas() -> Iterator[Tekst]:
    for patroon in PAGINAS:
        for pad in sorted(SJABLONEN.glob(patroon)):
            yield from _pagina(pad)


def _pagina(pad: Path) -> Iterator[Tekst]:
    bron = re.sub(r"\{#.*?#\}|<script.*?</script>|<code>.*?</code>", "", pad.read_text(encoding="utf-8"), flags=re.S)
    # What the law prescribes word for word is not ours to simplify.
    bron = re.sub(r"<(p|ul)\b[^>]*data-vaste-vorm.*?</\1>", "", bron, flags=re.S)
    bron = re.sub(r"<[a-z][^<>]*>", lambda m: re.sub(r"\{%.*?%\}", "", m[0]), bron)
    attributen = re.findall(r"(?:aria-label|title|alt|placeholder)=\"([^\"{]+)\"", bron)
    for stuk in (*_BLOK.split(bron), *attributen):
        kaal = re.sub(r"\{\{.*?\}\}", NAAM, re.sub(r"\{%.*?%\}", "", stuk, flags=re.S), flags=re.S)
        kaal = re.sub(r"<[^>]*>", "", kaal).replace("&nbsp;", " ").replace("&amp;", "&")
        tekst = re.sub(r"\s+", " ", kaal).strip()
        if " " in tekst and "<" not in tekst and "&lt;" not in tekst and re.search("[a-z]{2}", tekst):
            yield Tekst(f"web/templates/{pad.relative_to(SJABLONEN)}", tekst)
