"""Answering when something is open, from the hours of the entry itself."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from actions.context import Context
from actions.teksten import tekst
from kalender.openingstijden import HEEL_DE_DAG, dag_tekst, tijd_tekst
from kalender.tijdvraag import Tijdvraag, vind_tijd
from sociale_kaart.kaartje import uren_van

_OPEN = re.compile(r"\b(open|dicht|gesloten|geopend|hoe laat|openingstijd\w*|spreekuur|inloop)\b", re.IGNORECASE)
_JA_NEE = re.compile(r"^\W*(en |maar |o?k?e? ?|dus )?(is|zijn|kan|kun|ben|heeft|hebben|gaat)\b", re.IGNORECASE)


def vraagt_naar_tijd(ctx: Context) -> Tijdvraag | None:
    """The moment asked about ("morgen", "zaterdag"), when the question is whether something is open then."""
    if not _OPEN.search(ctx.tekst):
        return None
    return vind_tijd(ctx.tekst, ctx.nu)


def tijdregel(ctx: Context, voorziening: Any, moment: Tijdvraag, *, enige: bool) -> str:
    """One sentence: open then or not, and when next. Unknown hours are said to be unknown."""
    dicht_tot = voorziening.tijdelijk_gesloten_tot
    uren = uren_van(voorziening.openingstijden)
    if not uren.bekend:
        bellen = tekst("tijd.bellen", telefoon=voorziening.telefoon) if voorziening.telefoon else ""
        return tekst("tijd.onbekend", naam=voorziening.naam, bellen=_los(bellen))
    dag = moment.van.date()
    blokken = [] if dicht_tot and dag < dicht_tot else _blokken_in(ctx, uren, moment)
    ja_nee = enige and bool(_JA_NEE.search(ctx.tekst))
    velden = {"naam": voorziening.naam, "wanneer": _wanneer(ctx, moment)}
    if blokken:
        return tekst("tijd.ja" if ja_nee else "tijd.los_ja", tijden=_tijden(blokken), **velden)
    daarna = _daarna(ctx, uren, moment, dicht_tot)
    return tekst("tijd.nee" if ja_nee else "tijd.los_nee", daarna=daarna, **velden)


def _los(zin: str) -> str:
    return f" {zin}" if zin else ""


def _wanneer(ctx: Context, moment: Tijdvraag) -> str:
    """The day by its name; what the resident said when it is not a whole day."""
    if (moment.tot - moment.van) < dt.timedelta(hours=23):
        return moment.tekst
    if (moment.tot - moment.van) > dt.timedelta(hours=25):
        return moment.tekst
    return dag_tekst(moment.van.date(), ctx.nu.date())


def _blokken_in(ctx: Context, uren: Any, moment: Tijdvraag) -> list[tuple[dt.time, dt.time]]:
    """The opening blocks that touch the moment asked about."""
    feestdagen = ctx.werkgebied.feestdagen
    blokken: list[tuple[dt.time, dt.time]] = []
    dag = moment.van.date()
    while dag <= moment.tot.date():
        for van, tot in uren.blokken_op(dag, feestdagen):
            begin = dt.datetime.combine(dag, van, moment.van.tzinfo)
            einddag = dag if tot > van else dag + dt.timedelta(days=1)
            eind = dt.datetime.combine(einddag, tot, moment.van.tzinfo)
            if begin < moment.tot and eind > moment.van:
                blokken.append((van, tot))
        dag += dt.timedelta(days=1)
    return list(dict.fromkeys(blokken))


def _tijden(blokken: list[tuple[dt.time, dt.time]]) -> str:
    if HEEL_DE_DAG in blokken:
        return tekst("tijd.heel_de_dag")
    delen = [tekst("tijd.van_tot", van=tijd_tekst(van), tot=tijd_tekst(tot)) for van, tot in blokken[:3]]
    return f" {tekst('en')} ".join(delen)


def _daarna(ctx: Context, uren: Any, moment: Tijdvraag, dicht_tot: dt.date | None) -> str:
    vanaf = max(moment.tot, ctx.nu)
    if dicht_tot:
        vanaf = max(vanaf, dt.datetime.combine(dicht_tot, dt.time(), vanaf.tzinfo))
    opent = uren.volgende_opening(vanaf, ctx.werkgebied.feestdagen)
    if opent is None:
        return ""
    dag = dag_tekst(opent.date(), ctx.nu.date())
    return _los(tekst("tijd.daarna", dag=dag, tijd=tijd_tekst(opent.time())))
