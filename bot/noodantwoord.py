"""The answer when Rasa is not loaded or raised: crisis text, what the kaart finds if it is simple, and always a person.

Nothing here may import Rasa, and nothing here may raise: this is the last one that can answer.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from typing import Any

from actions.bronnen import Bronnen
from actions.context import Context
from actions.crisistekst import crisis_reactie, mens_nu_reactie
from actions.hulp import leeg
from actions.mens import contact, verslag_reactie, wacht_al
from actions.patronen import heeft_inhoud
from actions.reactie import Bericht, Reactie, zeg
from actions.teksten import knop, tekst
from actions.zoekantwoord import antwoordknoppen, codes, gevonden_tekst, toegang_tekst, zoek
from bot.antwoord_vorm import antwoord_vorm
from bot.vraag import Vraag
from gesprek.antwoord import Antwoord
from opslag.db import Database
from sociale_kaart import hulplijnen as lijnen
from triage.beoordeling import Beoordeling
from werkgebied import Werkgebied

logger = logging.getLogger(__name__)
# Buttons that mean: a person.
_MENS = {"medewerker", "kort_gesprek", "breed_gesprek", "signaal_doorgeven"}
_EENVOUDIG = ("geen", "enkelvoudig")


def antwoord_zonder_rasa(
    vraag: Vraag,
    triage: Any,
    *,
    database: Database,
    werkgebied: Werkgebied,
    hulplijnen: Mapping[str, Any] | None = None,
    verberg_na_maanden: int = 0,
) -> Antwoord:
    """The reply to one message without the dialogue. Never raises."""
    nummers = hulplijnen if hulplijnen is not None else lijnen.load()
    bronnen = Bronnen(database, werkgebied, triage, nummers, verberg_na_maanden=verberg_na_maanden)
    ctx = _context(vraag, bronnen)
    beoordeling = None if ctx.is_knop else ctx.beoordeling.as_dict()
    try:
        return antwoord_vorm(_kies(ctx), beoordeling)
    except Exception as fout:
        # The kaart may be away too; a person never is. Only the kind of error: its text may hold words.
        logger.error("the answer without Rasa failed: %s", type(fout).__name__)
        return antwoord_vorm(_mens(ctx), beoordeling)


def _context(vraag: Vraag, bronnen: Bronnen) -> Context:
    intent, waarden = _payload(vraag.payload)
    tekst_ = "" if intent else vraag.tekst.strip()
    beoordeling = vraag.beoordeling or (bronnen.triage.beoordeel(tekst_) if tekst_ else None)
    return Context(
        tekst=tekst_,
        intent=intent or (beoordeling.intent if beoordeling else "leeg"),
        score=1.0,
        slots={},
        nu=bronnen.werkgebied.lokale_tijd(vraag.nu),
        bronnen=bronnen,
        beoordeling=beoordeling or Beoordeling(zwaarte="geen", soort="gesprek", route="gesprek", intent=""),
        eerder=vraag.eerder,
        waarden=waarden,
        status=vraag.status,
        gemeente_van_gesprek=vraag.gemeente,
        kern_van_gesprek=vraag.kern,
        brengt_mee=True,
    )


def _payload(payload: str | None) -> tuple[str, dict[str, str]]:
    """Intent and values of a button's payload; ('', {}) when it is not one."""
    naam, _, rest = (payload or "").strip().removeprefix("/").partition("{")
    if not (payload or "").startswith("/"):
        return "", {}
    try:
        waarden = json.loads("{" + rest) if rest else {}
    except ValueError:
        waarden = {}
    return naam, {str(k): str(v) for k, v in waarden.items()} if isinstance(waarden, dict) else {}


def _kies(ctx: Context) -> Reactie:
    if ctx.beoordeling.crisis:
        return crisis_reactie(ctx)
    if ctx.intent == "mens_nu":
        return mens_nu_reactie(ctx)
    if ctx.intent in _MENS or ctx.beoordeling.soort == "medewerker":
        return wacht_al(ctx) or (verslag_reactie(ctx, kort=True) if ctx.gemeente else _mens(ctx))
    if ctx.is_knop:
        return _mens(ctx)
    if not heeft_inhoud(ctx.tekst):
        return leeg(ctx)
    if ctx.beoordeling.zwaarte in _EENVOUDIG and ctx.beoordeling.soort == "vraag":
        gevonden = zoek(ctx, ctx.tekst, gebieden=codes(ctx.beoordeling))
        if gevonden.kaartjes:
            delen = [f"{tekst('nood.begin')} {tekst('nood.gevonden')}", *gevonden.regels]
            delen += [gevonden_tekst(ctx, gevonden), toegang_tekst(ctx, gevonden)]
            bericht = Bericht("\n".join(d for d in delen if d), antwoordknoppen(gevonden)[1:2], gevonden.kaartjes)
            return Reactie([bericht], data=ctx.plaats_data())
    return _mens(ctx)


def _mens(ctx: Context) -> Reactie:
    reactie = zeg(f"{tekst('nood.begin')} {tekst('nood.mens')}").plus(contact(ctx, knop("mens")))
    reactie.data = ctx.plaats_data()
    return reactie
