"""The breed gesprek: which questions are left, what counts as an answer, and what breaks through. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from actions.context import Context
from actions.mens import KORT, heeft_verhaal
from actions.patronen import is_vraag
from actions.reactie import Bericht, Reactie
from actions.teksten import knop, tekst

VOLGORDE = ("onderwerp", "urgentie", "wie", "geprobeerd", "betrokken", "wens")
MAX_VRAGEN = 5
OVERGESLAGEN = ""
# Told to the gesprek, so that the verslag does not take these words for an answer.
GEEN_ANTWOORD = {"geen_antwoord_op_vraag": True}
# Always leave the question: danger, ways out, and buttons of another part of the gesprek.
_BREEKT_UIT = {
    "crisis", "stop", "opnieuw", "terug", "verwijder_gesprek", "mens_nu", "verder_typen", "iets_anders", "leeg",
    "kies_plaats", "kies_onderwerp", "haal_weg", "breed_gesprek", "kort_gesprek", "signaal_doorgeven", "vervolg_meer",
    "schelden", "andere_taal", "eenvoudiger",
}  # fmt: skip
# Leave it only as a few words; longer texts with these acts are answers all the same.
_KORT = {"groet", "bedankt", "afscheid", "compliment", "wachten", "medewerker", "corrigeren", "over_assistent"}
_MAX_KORT = 6
# Leave it when they ask something.
_ALS_VRAAG = {
    "hulpvraag", "status", "klacht", "buiten_bereik", "over_assistent", "medewerker",
    "vervolg_kosten", "vervolg_openingstijden", "vervolg_contact", "vervolg_elders", "vervolg_voorwaarden",
}  # fmt: skip
# Questions to which a question can be the answer ("kan iemand met de post helpen?").
_OPEN = {"onderwerp", "wens"}


def volgorde(ctx: Context) -> list[str]:
    """The questions of this gesprek, in order, without what was already said."""
    if ctx.slots.get("modus") == "kort":
        # Who was asked what it is about is asked nothing more.
        gevraagd = ctx.gevraagd == "onderwerp" or ctx.slots.get("onderwerp") is not None
        rij = ["onderwerp"] if gevraagd or not heeft_verhaal(ctx) else list(KORT)
    else:
        rij = [v for v in VOLGORDE if v != "onderwerp"]
    return [vraag for vraag in rij if not _is_bekend(ctx, vraag)][:MAX_VRAGEN]


def _is_bekend(ctx: Context, vraag: str) -> bool:
    if ctx.slots.get(vraag) is not None:
        return False  # asked here: stays in the row, so that 'back' can find it
    if vraag in ctx.lijst("al_gezegd"):
        return True
    if vraag == "wie":
        return ctx.namens is not None
    if vraag == "urgentie":
        return len(ctx.gebieden) < 2
    return False


def volgende(ctx: Context, erbij: dict[str, Any] | None = None) -> str | None:
    """The next question, given the answers so far; None when there is none left."""
    slots = {**ctx.slots, **(erbij or {})}
    return next((vraag for vraag in volgorde(ctx) if slots.get(vraag) is None), None)


@dataclass
class Uitkomst:
    """What the resident's message means for the form: slots to set, or that it is no answer."""

    slots: dict[str, Any] = field(default_factory=dict)
    data: dict[str, Any] = field(default_factory=dict)
    geen_antwoord: bool = False


def lees_antwoord(ctx: Context) -> Uitkomst:
    """Weigh the message as an answer to the question that was asked."""
    vraag = ctx.gevraagd
    if vraag is None:
        return _verder(ctx, {"overgang": ""})
    if ctx.onderbroken:
        return _verder(ctx, {"overgang": "" if ctx.intent == "terug" else "verder"})
    if ctx.intent == "kies_wie" or (vraag == "wie" and not _breekt_uit(ctx, vraag)):
        return _wie(ctx)
    if _breekt_uit(ctx, vraag):
        return Uitkomst(geen_antwoord=True)
    if ctx.intent in ("overslaan", "weet_niet") and len(ctx.tekst.split()) <= _MAX_KORT:
        return _verder(ctx, {vraag: OVERGESLAGEN, "overgang": "geeft_niet"}, GEEN_ANTWOORD)
    if ctx.intent == "ontkennen" and len(ctx.tekst.split()) <= _MAX_KORT:
        return _verder(ctx, {vraag: OVERGESLAGEN, "overgang": "goed"})
    if ctx.intent == "bevestigen" and len(ctx.tekst.split()) <= 3:
        return _ja(ctx, vraag)
    return _verder(ctx, {vraag: ctx.tekst[:500], "overgang": "dank"})


def _verder(ctx: Context, slots: dict[str, Any], data: dict[str, Any] | None = None) -> Uitkomst:
    return Uitkomst({**slots, "requested_slot": volgende(ctx, slots)}, data or {})


def _ja(ctx: Context, vraag: str) -> Uitkomst:
    """A bare yes to an open question: asked on once, then taken as it is."""
    if ctx.slots.get("doorgevraagd") == vraag:
        return _verder(ctx, {vraag: OVERGESLAGEN, "overgang": "dank"}, GEEN_ANTWOORD)
    slots = {"doorgevraagd": vraag, "overgang": "nogmaals", "requested_slot": vraag}
    return Uitkomst(slots, dict(GEEN_ANTWOORD))


def _wie(ctx: Context) -> Uitkomst:
    namens = ctx.waarden.get("wie") or ctx.beoordeling.namens
    if ctx.intent in ("overslaan", "weet_niet"):
        return _verder(ctx, {"wie": OVERGESLAGEN, "overgang": "geeft_niet"}, GEEN_ANTWOORD)
    if ctx.intent == "bevestigen" and namens is None:
        namens = "zelf"
    slots = {"wie": ctx.tekst[:200] or str(namens or ""), "overgang": "dank"}
    return _verder(ctx, slots | {"namens": namens}, {"namens": namens} if namens else {})


def _breekt_uit(ctx: Context, vraag: str) -> bool:
    if ctx.intent in _BREEKT_UIT:
        return True
    woorden = len(ctx.tekst.split())
    if ctx.intent in _KORT and woorden <= _MAX_KORT:
        return not (ctx.intent == "corrigeren" and vraag in _OPEN)
    if ctx.intent == "medewerker" and not ctx.tekst:
        return True
    return ctx.intent in _ALS_VRAAG and vraag not in _OPEN and is_vraag(ctx.tekst)


def stel_vraag(ctx: Context, vraag: str) -> Reactie:
    """The question itself, led in by what came before; always with a way to skip and a way out."""
    overgang = str(ctx.slots.get("overgang") or "")
    if overgang == "nogmaals":
        zin = tekst(f"breed.nogmaals.{vraag}")
    else:
        begin = {
            "dank": tekst("breed.dank", ctx.beurt),
            "geeft_niet": tekst("breed.niet_erg"),
            "goed": tekst("breed.goed"),
            "verder": tekst("breed.terug_bij"),
        }.get(overgang, "")
        zin = " ".join(d for d in (begin, tekst(f"breed.vragen.{vraag}")) if d)
    keuzes = [knop("zelf"), knop("naaste")] if vraag == "wie" else []
    bericht = Bericht(zin, [*keuzes, knop("overslaan"), knop("genoeg")], vraag=vraag if vraag != "onderwerp" else None)
    return Reactie([bericht], {"verwacht": "vraag"})


def vorige(ctx: Context) -> str | None:
    """The question before the one that is asked now."""
    rij = volgorde(ctx)
    beantwoord = [v for v in rij if ctx.slots.get(v) is not None]
    return beantwoord[-1] if beantwoord else None
