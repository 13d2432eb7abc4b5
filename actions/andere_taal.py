"""Another language: said in it that Dutch works best, and how to reach a person."""

from __future__ import annotations

import re

from actions.contact import kort_contact
from actions.context import Context
from actions.reactie import Knopje, Reactie, zeg
from actions.teksten import knop, tekst, waarde
from taal.herkenning import taal_van as herken

_NOOD = "112"
# Languages asked for by name, in Dutch or their own words.
_NAMEN = {
    "en": r"\b(engels|english)\b", "uk": r"\b(oekraïens|oekraiens|ukrainian|українськ\w*)\b",
    "tr": r"\b(turks|türkçe|turkce|turkish)\b", "pl": r"\b(pools|polski|polish|po polsku)\b",
    "ar": r"\b(arabisch|arabic|عربي\w*|العربية)\b", "de": r"\b(duits|deutsch|german)\b",
    "fr": r"\b(frans|français|francais|french)\b", "es": r"\b(spaans|español|espanol|spanish)\b",
}  # fmt: skip
# A language without a text of its own gets one that its speakers are most likely to read: shared letters are not
# enough for that, so Persian, Urdu and Bulgarian get English.
_VERWANT = {"ru": "uk", "be": "uk", "ti": "en", "so": "en", "pt": "es", "ro": "en"}


def gevraagde_taal(ctx: Context) -> str:
    """The language that was asked for by name; empty when none was."""
    return next((code for code, patroon in _NAMEN.items() if re.search(patroon, ctx.tekst, re.IGNORECASE)), "")


def taal_van(ctx: Context) -> str:
    """The language to answer in; English when it is not one we have a text in."""
    if gevraagd := gevraagde_taal(ctx):
        return gevraagd
    code = herken(ctx.tekst)
    code = _VERWANT.get(code, code)
    return code if code in waarde("talen") else ("nl" if code == "nl" else "en")


def andere_taal(ctx: Context) -> Reactie:
    """The fixed text in that language; English too when it was not recognised.

    What was asked for by name is remembered: the team then sends somebody who speaks it. What is written in another
    language the gesprek hears by itself.
    """
    code = taal_van(ctx)
    code = "en" if code == "nl" else code
    zin = tekst(f"talen.{code}", contact=kort_contact(ctx), nood=_NOOD)
    mens = Knopje(str(waarde(f"taal_knop.{code}")), knop("mens").payload)
    reactie = zeg(f"{zin}\n\n{tekst('taal_nl')}", mens, knop("anders"))
    if gevraagd := gevraagde_taal(ctx):
        reactie.data["taal"] = gevraagd
    return reactie
