"""From a question to the entries of the sociale kaart and the words around them. No answer without a source."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from actions.contact import team_naam
from actions.context import Context
from actions.patronen import past
from actions.reactie import Bericht, Knopje, Reactie
from actions.teksten import knop, opsomming, tekst, waarde
from actions.tijdantwoord import tijdregel, vraagt_naar_tijd
from sociale_kaart.kaartje import as_kaartje
from sociale_kaart.queries import find_published
from sociale_kaart.zoek import find_voorzieningen
from triage.beoordeling import Beoordeling
from werkgebied import Plaats

AANTAL = 3
# So many ids of what was shown are remembered; 'more' past that starts to repeat.
MAX_GETOOND = 30
MAX_PLAATSKNOPPEN = 5
MAX_VAN_GEBIED = 100


@dataclass
class Gevonden:
    """What a search gave: cards for the resident, and sentences about hours or costs if those were asked."""

    kaartjes: list[dict[str, Any]] = field(default_factory=list)
    regels: list[str] = field(default_factory=list)

    @property
    def ids(self) -> list[str]:
        return [str(k["id"]) for k in self.kaartjes]


def zoek(
    ctx: Context,
    vraag: str,
    *,
    gebieden: Sequence[str] = (),
    zonder: Collection[str] = (),
    plaats: Plaats | None = None,
    limit: int = AANTAL,
) -> Gevonden:
    """Entries for this question near the resident's place (or the one given), best first."""
    plaats = plaats or ctx.plaats
    moment = vraagt_naar_tijd(ctx)
    with ctx.bronnen.database.lezen() as session:
        treffers = find_voorzieningen(
            session,
            zonder_plaats(ctx, vraag) if plaats else vraag,
            werkgebied=ctx.werkgebied,
            gemeente=plaats.gemeente.naam if plaats else None,
            kern=_kern(ctx, plaats),
            leefgebieden=gebieden,
            nu=moment.van if moment else None,
            limit=limit,
            zonder=zonder,
            zicht=ctx.bronnen.zicht(ctx.nu),
        )
        kaartjes = [as_kaartje(t.voorziening, nu=ctx.nu, werkgebied=ctx.werkgebied) for t in treffers]
        regels = [tijdregel(ctx, t.voorziening, moment, enige=n == 0) for n, t in enumerate(treffers[:2]) if moment]
        if not regels and past("kosten", ctx.tekst):
            regels = [kostenregel(t.voorziening) for t in treffers[:2]]
    return Gevonden(kaartjes, regels)


def zonder_plaats(ctx: Context, vraag: str) -> str:
    """The question without names of places: the place known now goes first, not the one it was first asked about."""
    achter_voorzetsel, met_hoofdletter = _plaatspatronen(
        tuple(naam for g in ctx.werkgebied.gemeenten for naam in (g.naam, *g.kernen))
    )
    return met_hoofdletter.sub(" ", achter_voorzetsel.sub(" ", vraag)) or vraag


@lru_cache(maxsize=8)
def _plaatspatronen(namen: tuple[str, ...]) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """With a capital or behind a preposition: "de kosten bergen" names no place. Put together once."""
    langste_eerst = "|".join(re.escape(naam) for naam in sorted(set(namen), key=len, reverse=True))
    voorzetsel = rf"\b(?:in|te|uit|bij|rond|naar)\s+(?:{langste_eerst})\b"
    return re.compile(voorzetsel, re.IGNORECASE), re.compile(rf"\b(?:{langste_eerst})\b")


def _kern(ctx: Context, plaats: Plaats | None) -> str | None:
    """The kern to be near; who names a gemeente that is a village too means the village."""
    if plaats is None or plaats.kern:
        return plaats.kern if plaats else None
    genoemd = ctx.genoemde_plaats is not None or ctx.slots.get("gemeente")
    return plaats.gemeente.naam if genoemd and plaats.gemeente.naam in plaats.gemeente.kernen else None


def van_gebied(ctx: Context, gebieden: Sequence[str], *, zonder: Collection[str]) -> Gevonden:
    """Other entries of the leefgebied itself, for who asks for more when the words give no more."""
    gemeente = ctx.gemeente.naam if ctx.gemeente else ""
    if not gebieden:
        return Gevonden()
    with ctx.bronnen.database.lezen() as session:
        zicht = ctx.bronnen.zicht(ctx.nu)
        alle = find_published(session, zicht, gemeente=gemeente, leefgebied=gebieden[0], limit=MAX_VAN_GEBIED)
        # Not by name: that would favour whoever comes first in the alphabet.
        neutraal = sorted(alle, key=lambda v: hashlib.sha256(v.id.encode()).digest())
        over = [v for v in neutraal if v.id not in zonder][:AANTAL]
        return Gevonden([as_kaartje(v, nu=ctx.nu, werkgebied=ctx.werkgebied) for v in over])


def kostenregel(voorziening: Any) -> str:
    """What it costs, in the words of the entry; honest when it does not say."""
    naam, kosten = str(voorziening.naam), str(voorziening.kosten)
    if not kosten:
        bellen = tekst("vervolg.bellen", telefoon=voorziening.telefoon) if voorziening.telefoon else ""
        return tekst("vervolg.kosten_onbekend", naam=naam, bellen=f" {bellen}" if bellen else "")
    return tekst("vervolg.kosten", naam=naam, kosten=kosten if kosten.endswith((".", "!")) else f"{kosten}.")


def codes(beoordeling: Beoordeling) -> list[str]:
    """The codes of the leefgebieden in a finding, surest first."""
    return [g.code for g in sorted(beoordeling.leefgebieden, key=lambda g: -g.score)]


def gebieden_tekst(codes: Sequence[str]) -> str:
    """Leefgebieden in plain words: "geld, wonen en het gezin"."""
    return opsomming([str(waarde(f"gebied.{code}")) for code in codes])


def waar_tekst(ctx: Context, plaats: Plaats | None) -> str:
    """Which place the answer is about."""
    if plaats is None:
        return tekst("hulp.waar.onbekend", plaats=ctx.werkgebied.naam)
    soort = "kern" if plaats.kern else "gemeente"
    return tekst(f"hulp.waar.{soort}", plaats=plaats.naam)


def gevonden_tekst(
    ctx: Context, gevonden: Gevonden, plaats: Plaats | None = None, *, algemeen: Sequence[str] = ()
) -> str:
    """The lead-in: where, how many, and where it comes from. algemeen: only about these leefgebieden, and said so."""
    waar = waar_tekst(ctx, plaats or ctx.plaats)
    aantal = len(gevonden.kaartjes)
    if algemeen:
        gebied = gebieden_tekst(algemeen[:1])
        vond = tekst("hulp.vond_algemeen", waar=waar, gebied=gebied, team=team_naam(ctx))
    else:
        vond = tekst("hulp.vond_een" if aantal == 1 else "hulp.vond_meer", waar=waar, aantal=aantal)
    return f"{vond} {tekst('hulp.bron')}"


def verouderd_tekst(gevonden: Gevonden) -> str:
    """Which of the entries were not checked in time; '' when all were. Never left to the small print of a card."""
    namen = [str(k["naam"]) for k in gevonden.kaartjes if k["verouderd"]]
    return tekst("hulp.verouderd", naam=opsomming(namen)) if namen else ""


def toegang_tekst(ctx: Context, gevonden: Gevonden) -> str:
    """What must be explained about entries one cannot simply walk into; '' when all are free."""
    zinnen = []
    for toegang in ("collectief", "maatwerk"):
        namen = [str(k["naam"]) for k in gevonden.kaartjes if k["toegang"] == toegang]
        if namen:
            zinnen.append(tekst(f"hulp.{toegang}", naam=opsomming(namen), team=team_naam(ctx)))
    return " ".join(zinnen)


def antwoordknoppen(gevonden: Gevonden) -> list[Knopje]:
    """The shortcuts under found entries; a way to a person is always among them."""
    via_team = any(k["toegang"] == "maatwerk" for k in gevonden.kaartjes)
    return [knop("meer"), knop("generalist" if via_team else "mens"), knop("anders")]


def plaatsknoppen(ctx: Context) -> list[Knopje]:
    """Places to choose from: the kernen of a known gemeente, else the gemeenten."""
    gemeente = ctx.gemeente
    namen = list(gemeente.kernen) if gemeente else [g.naam for g in ctx.werkgebied.gemeenten]
    return [knop("plaats", f'/kies_plaats{{"plaats":"{naam}"}}', plaats=naam) for naam in namen[:MAX_PLAATSKNOPPEN]]


def onthoud(ctx: Context, vraag: str, gebieden: Sequence[str], gevonden: Gevonden) -> dict[str, Any]:
    """Slots for follow-ups: what was asked and what was shown."""
    zelfde = vraag == ctx.slots.get("laatste_vraag")
    eerder = ctx.lijst("getoond_eerder") if zelfde else []
    return {
        "laatste_vraag": vraag[:500],
        "laatste_gebieden": list(gebieden),
        "getoond": gevonden.ids,
        "getoond_eerder": list(dict.fromkeys([*eerder, *gevonden.ids]))[-MAX_GETOOND:],
    }


def toon(
    ctx: Context,
    vraag: str,
    gevonden: Gevonden,
    *,
    begin: str,
    gebieden: Sequence[str] = (),
    plaats: Plaats | None = None,
    algemeen: bool = False,
) -> Reactie:
    """The reply with entries: hours first when asked, then what was found, what it asks, and what can be done."""
    # Who asks when something is open hears that first.
    vond = gevonden_tekst(ctx, gevonden, plaats, algemeen=gebieden if algemeen else ())
    delen = [*(gevonden.regels or [begin]), vond, toegang_tekst(ctx, gevonden), verouderd_tekst(gevonden)]
    # In the breed gesprek its own question follows, with its own buttons.
    knoppen = [] if ctx.in_lus else antwoordknoppen(gevonden)
    # One thing a paragraph: who reads with difficulty loses their way in a block.
    bericht = Bericht("\n".join(d for d in delen if d), knoppen, gevonden.kaartjes)
    reactie = Reactie([bericht], onthoud(ctx, vraag, gebieden, gevonden) | ctx.plaats_slots(), data=ctx.plaats_data())
    return reactie.plus(plaatsvraag(ctx))


def plaatsvraag(ctx: Context) -> Reactie:
    """After something useful: whether it must be nearer. Asked once, and only while nobody said a place."""
    plaats = ctx.plaats
    gezegd = ctx.slots.get("gemeente") or ctx.genoemde_plaats
    if ctx.in_lus or gezegd or ctx.slots.get("plaats_gevraagd") or (plaats is not None and plaats.kern):
        return Reactie()
    sleutel = "hulp.plaats" if plaats else "hulp.plaats_onbekend"
    return Reactie([Bericht(tekst(sleutel), plaatsknoppen(ctx))], {"plaats_gevraagd": True, "verwacht": "plaats"})


def niets_gevonden(ctx: Context, begin: str = "") -> Reactie:
    """Honest: nothing fits; a person does. Counted for the redactie."""
    zin = tekst("hulp.niets", ctx.beurt, team=team_naam(ctx))
    bericht = Bericht(" ".join(d for d in (begin, zin) if d), [] if ctx.in_lus else [knop("mens"), knop("anders")])
    return Reactie([bericht], ctx.plaats_slots(), data=ctx.plaats_data(), onbeantwoord=True)
