"""What happens with a question or a story: the triage of the whole gesprek decides which way it goes."""

from __future__ import annotations

from collections.abc import Sequence

from actions.breed_aanbod import LANG, breed_aanbod
from actions.contact import team_naam
from actions.context import Context
from actions.crisistekst import crisis_reactie
from actions.deelvragen import deelvragen
from actions.mens import mens_reactie
from actions.patronen import (
    al_gezegd,
    heeft_inhoud,
    is_overbelast,
    is_verzoek,
    is_vraag,
    is_zwaar,
    past,
    zonder_algemene_woorden,
)
from actions.reactie import Bericht, Knopje, Reactie
from actions.teksten import heeft, knop, tekst, waarde
from actions.zoekantwoord import (
    codes,
    gebieden_tekst,
    niets_gevonden,
    toon,
    zoek,
)
from triage.beoordeling import Beoordeling

BREED = ("meervoudig", "multicomplex")


def onthoud_gezegd(ctx: Context) -> dict[str, list[str]]:
    """Slot with the questions that need not be asked any more, this message included."""
    return {"al_gezegd": list(dict.fromkeys([*ctx.lijst("al_gezegd"), *al_gezegd(ctx.tekst)]))}


def hulpvraag(ctx: Context) -> Reactie:
    """The reply to a question or story, with what it teaches for later remembered."""
    reactie = _kies(ctx)
    reactie.slots = onthoud_gezegd(ctx) | reactie.slots
    return _met_respijt(ctx, reactie)


def _kies(ctx: Context) -> Reactie:
    if not heeft_inhoud(ctx.tekst):
        return leeg(ctx)
    if _is_nog_crisis(ctx):
        return crisis_reactie(ctx)
    if ctx.in_lus:
        # A side question in the breed gesprek: only answered, the form takes up its own question again.
        return _uit_de_kaart(ctx) or _zonder_antwoord(ctx)
    if _is_alleen_plaats(ctx):
        return met_plaats(ctx)
    if ctx.verwacht == "breed" and past("stel_vragen", ctx.tekst):
        return Reactie(volgende="action_breed_gesprek")
    if ctx.slots.get("namens") == "signaal" and past("geef_door", ctx.tekst):
        return Reactie(volgende="action_signaal_doorgeven")
    paar = deelvragen(ctx)
    if paar:
        beide = _twee(ctx, paar)
        if beide is not None:
            return beide
    if _breed_past(ctx):
        return breed_aanbod(ctx)
    if _vertelt_verder(ctx):
        return meer_dan_een_lijst(ctx)
    gevonden = None if _is_te_algemeen(ctx) else _uit_de_kaart(ctx)
    if gevonden is None:
        return breed_aanbod(ctx) if ctx.beoordeling.zwaarte in BREED else _zonder_antwoord(ctx)
    if ctx.gesprek.zwaarte in BREED and not is_vraag(ctx.tekst):
        gevonden.berichten[0].tekst += "\n" + tekst("hulp.toch_mens", team=team_naam(ctx))
        gevonden.slots = {"verwacht": "mens"} | gevonden.slots
    elif ctx.beoordeling.route == "verhelderen" and codes(ctx.beoordeling):
        # Triage is in doubt whether this is all: something useful first, then room to tell more.
        gevonden.berichten[0].tekst += "\n" + tekst("hulp.er_speelt_meer")
    return gevonden


def _is_nog_crisis(ctx: Context) -> bool:
    """Whether somebody who was in danger just now goes on about it, in words that alone would not say so."""
    if not ctx.slots.get("crisis_soort"):
        return False
    andere_vraag = is_vraag(ctx.tekst) and bool(codes(ctx.beoordeling))
    return ctx.beoordeling.intent == "crisis" or (ctx.verwacht == "crisis" and not andere_vraag)


def _breed_past(ctx: Context) -> bool:
    """Whether to offer the breed gesprek now: this message is more than simple, or the gesprek is and it weighs.

    A plain question in a gesprek that touches more than one leefgebied gets its plain answer.
    """
    if ctx.slots.get("geweigerd"):
        return False
    if ctx.beoordeling.zwaarte in BREED:
        return True
    return ctx.gesprek.zwaarte in BREED and is_zwaar(ctx.tekst) and not ctx.slots.get("breed_aangeboden")


def _vertelt_verder(ctx: Context) -> bool:
    """Whether somebody with a heavy story goes on telling, in words that by themselves are about no leefgebied.

    Searched one by one, such words find what has nothing to do with the story ("de huisarts gaf een folder").
    """
    return ctx.gesprek.zwaarte in BREED and not codes(ctx.beoordeling) and not is_verzoek(ctx.tekst)


def meer_dan_een_lijst(ctx: Context) -> Reactie:
    """Thanks for telling, and the way to a person, who can look at the whole."""
    zin = f"{tekst('hulp.verteld', ctx.beurt)} {tekst('hulp.meer_dan_een_lijst', team=team_naam(ctx))}"
    bericht = Bericht(zin, [knop("generalist"), knop("anders")])
    return Reactie([bericht], {"verwacht": "mens"} | ctx.plaats_slots(), data=ctx.plaats_data())


def _is_te_algemeen(ctx: Context) -> bool:
    """Whether nothing is asked yet ("ik heb hulp nodig"): then any entry would be a guess."""
    return not codes(ctx.beoordeling) and not zonder_algemene_woorden(ctx.tekst)


def _is_alleen_plaats(ctx: Context) -> bool:
    if ctx.genoemde_plaats is None or codes(ctx.beoordeling):
        return False
    woorden = len(ctx.tekst.split())
    gevraagd = ctx.verwacht in ("plaats", "mens_gemeente")
    return woorden <= 3 or (woorden <= 12 and gevraagd) or (woorden <= 8 and past("woon", ctx.tekst))


def begin_tekst(ctx: Context, gebieden: Sequence[str]) -> str:
    """The acknowledgement: what was heard, and weight where there is weight."""
    delen = [tekst("verhelder.lang")] if len(ctx.tekst) > LANG else []
    if is_zwaar(ctx.tekst):
        sleutel = f"erkenning.zwaar.{gebieden[0]}" if gebieden else "erkenning.zwaar.algemeen"
        delen.append(tekst(sleutel if heeft(sleutel) else "erkenning.zwaar.algemeen", ctx.beurt))
    else:
        delen.append(tekst("erkenning.praktisch", ctx.beurt))
    if gebieden and not is_zwaar(ctx.tekst):
        delen.append(tekst("hulp.gaat_over", gebieden=gebieden_tekst(gebieden[:2])))
    return " ".join(delen)


def _uit_de_kaart(ctx: Context) -> Reactie | None:
    """Entries for these words; for a story without words of the kaart, what there is for its leefgebied."""
    gebieden = codes(ctx.beoordeling)
    begin = begin_tekst(ctx, gebieden)
    gevonden = zoek(ctx, ctx.tekst, gebieden=gebieden)
    if gevonden.kaartjes:
        return toon(ctx, ctx.tekst, gevonden, begin=begin, gebieden=gebieden)
    if not gebieden or ctx.beoordeling.zwaarte == "geen":
        return None
    vraag = str(waarde(f"onderwerp_zoek.{gebieden[0]}"))
    gevonden = zoek(ctx, vraag, gebieden=gebieden)
    if not gevonden.kaartjes:
        return None
    # Not what the words ask for, so it is not said to be.
    return toon(ctx, vraag, gevonden, begin=begin, gebieden=gebieden, algemeen=True)


def _zonder_antwoord(ctx: Context) -> Reactie:
    """Nothing found: when it is clear what is asked, say so; else ask one good question, then offer a person."""
    if codes(ctx.beoordeling):
        gebieden = codes(ctx.beoordeling)
        if is_zwaar(ctx.tekst):
            begin = tekst("erkenning.zwaar.algemeen", ctx.beurt)
        else:
            begin = tekst("hulp.gaat_over", gebieden=gebieden_tekst(gebieden[:2]))
        lang = f"{tekst('verhelder.lang')} " if len(ctx.tekst) > LANG else ""
        return niets_gevonden(ctx, lang + begin)
    return verhelder(ctx)


def onderwerpknoppen() -> list[Knopje]:
    """The subjects to choose from when words do not come."""
    return [
        knop("onderwerp", f'/kies_onderwerp{{"onderwerp":"{code}"}}', onderwerp=naam)
        for code, naam in waarde("onderwerpen").items()
    ]


def verhelder(ctx: Context) -> Reactie:
    """One good question; after that a person instead of a second apology."""
    keer = int(ctx.slots.get("misverstaan") or 0)
    if keer:
        bericht = Bericht(tekst("verhelder.tweede", team=team_naam(ctx)), [knop("mens"), *onderwerpknoppen()[:4]])
        return Reactie([bericht], {"misverstaan": keer + 1}, onbeantwoord=True)
    bericht = Bericht(tekst("verhelder.vraag", ctx.beurt), [*onderwerpknoppen(), knop("mens")])
    return Reactie([bericht], {"misverstaan": 1, "verwacht": "verhelder"} | ctx.plaats_slots(), data=ctx.plaats_data())


def leeg(ctx: Context) -> Reactie:
    """A message without words."""
    return Reactie([Bericht(tekst("verhelder.leeg", ctx.beurt), [*onderwerpknoppen(), knop("mens")])])


def met_plaats(ctx: Context) -> Reactie:
    """The resident named a place: search again there, or ask what it is about."""
    plaats = ctx.genoemde_plaats
    if plaats is None:
        zin = tekst("hulp.plaats_buiten", werkgebied=ctx.werkgebied.naam)
        namen = [g.naam for g in ctx.werkgebied.gemeenten]
        knoppen = [knop("plaats", f'/kies_plaats{{"plaats":"{n}"}}', plaats=n) for n in namen]
        return Reactie([Bericht(zin, [*knoppen, knop("mens")])], {"verwacht": "plaats"})
    if ctx.verwacht == "mens_gemeente":
        return mens_reactie(ctx)
    vraag = str(ctx.slots.get("laatste_vraag") or "")
    if not vraag:
        zin = tekst("hulp.plaats_zonder_vraag", plaats=plaats.naam)
        return Reactie([Bericht(zin, [*onderwerpknoppen(), knop("mens")])], ctx.plaats_slots(), data=ctx.plaats_data())
    gebieden = ctx.lijst("laatste_gebieden")
    gevonden = zoek(ctx, vraag, gebieden=gebieden, plaats=plaats)
    if not gevonden.kaartjes:
        return niets_gevonden(ctx)
    begin = tekst("hulp.plaats_dank", plaats=plaats.naam)
    return toon(ctx, vraag, gevonden, begin=begin, gebieden=gebieden, plaats=plaats)


def _twee(ctx: Context, paar: list[tuple[str, Beoordeling]]) -> Reactie | None:
    """Two questions answered one after the other; None when they turn out to be one."""
    gevonden = [zoek(ctx, deel, gebieden=codes(b), limit=2) for deel, b in paar]
    if not any(g.kaartjes for g in gevonden) or gevonden[0].ids[:1] == gevonden[1].ids[:1]:
        return None
    berichten = [Bericht(f"{tekst('erkenning.praktisch', ctx.beurt)} {tekst('hulp.twee_vragen')}")]
    for nummer, (g, (_, b)) in enumerate(zip(gevonden, paar, strict=True)):
        waarover = gebieden_tekst(codes(b)[:1]) or tekst(f"hulp.{('eerste', 'tweede')[nummer]}_deel")
        if g.kaartjes:
            regels = [tekst("hulp.deelvraag", onderwerp=waarover), *g.regels]
            berichten.append(Bericht(" ".join(regels), [], g.kaartjes))
        else:
            berichten.append(Bericht(tekst("hulp.deelvraag_niets", onderwerp=waarover)))
    slot = f"{tekst('hulp.bron')} {tekst('hulp.verder')}"
    berichten.append(Bericht(slot, [knop("mens"), knop("anders")]))
    ids = [i for g in gevonden for i in g.ids]
    slots = {
        "laatste_vraag": paar[-1][0],
        "laatste_gebieden": codes(paar[-1][1]),
        "getoond": ids,
        "getoond_eerder": ids,
    }
    mist = any(not g.kaartjes for g in gevonden)
    return Reactie(berichten, slots | ctx.plaats_slots(), data=ctx.plaats_data(), onbeantwoord=mist)


def _met_respijt(ctx: Context, reactie: Reactie) -> Reactie:
    """A mantelzorger who carries too much hears of respite, whatever was asked first; once."""
    heeft_regel = any(r.code == "mantelzorger_overbelast" for r in ctx.beoordeling.regels)
    if ctx.slots.get("respijt") or not (heeft_regel or is_overbelast(ctx.tekst)):
        return reactie
    getoond = [i for b in reactie.berichten for i in [k["id"] for k in b.voorzieningen]]
    gevonden = zoek(ctx, str(waarde("respijt_zoek")), gebieden=["sociaal_netwerk"], zonder=getoond, limit=2)
    if not gevonden.kaartjes:
        return reactie
    erbij = Reactie([Bericht(tekst("hulp.respijt"), [], gevonden.kaartjes)], {"respijt": True})
    if reactie.slots.get("verwacht") == "breed":
        # The question that waits for an answer stands last.
        return Reactie(erbij.berichten + reactie.berichten, reactie.slots | erbij.slots, data=reactie.data)
    return reactie.plus(erbij)
