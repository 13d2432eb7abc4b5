"""Worries about somebody else: own help first, little asked, anonymous allowed, nothing private."""

from __future__ import annotations

from actions.contact import team_naam
from actions.context import Context
from actions.mens import contact, verslag_reactie, wacht_al
from actions.reactie import Bericht, Reactie, zeg
from actions.teksten import knop, tekst

_VEILIG_THUIS, _MELDPUNT = "veilig_thuis", "zorgwekkend_gedrag"


def signaal(ctx: Context) -> Reactie:
    """Thanks, what one can do oneself, where to turn with worse, and the offer to hand it on."""
    delen = [tekst("signaal.dank"), tekst("signaal.zelf")]
    tweede = [_lijn(ctx, _VEILIG_THUIS, "signaal.veilig_thuis")]
    if any(g.code in ("geestelijke_gezondheid", "verslaving") for g in ctx.beoordeling.leefgebieden):
        tweede.append(_lijn(ctx, _MELDPUNT, "signaal.meldpunt"))
    tweede += [tekst("signaal.prive"), tekst("signaal.aanbod", team=team_naam(ctx))]
    if ctx.in_lus:
        return Reactie([Bericht(" ".join([*delen, *[t for t in tweede[:-1] if t]]))])
    knoppen = [knop("signaal_naam"), knop("signaal_anoniem"), knop("signaal_zelf"), knop("mens")]
    berichten = [Bericht(" ".join(delen)), Bericht(" ".join(t for t in tweede if t), knoppen)]
    slots = {"namens": "signaal", "verwacht": "signaal"} | ctx.plaats_slots()
    return Reactie(berichten, slots, data={"namens": "signaal"} | ctx.plaats_data())


def _lijn(ctx: Context, code: str, sleutel: str) -> str:
    lijn = ctx.bronnen.hulplijnen.get(code)
    if lijn is None:
        return ""
    uren = f" ({lijn.uren})" if lijn.uren else ""
    return tekst(sleutel, naam=lijn.naam, nummer=lijn.nummer, uren=uren)


def signaal_doorgeven(ctx: Context) -> Reactie:
    """The verslag of a signaal; without a name when that is wished."""
    klaar = wacht_al(ctx)
    if klaar is not None:
        return klaar
    if ctx.waarden.get("anoniem") == "zelf":
        return zeg(tekst("signaal.zelf_gekozen"), knop("anders"), knop("mens")).plus(contact(ctx))
    anoniem = ctx.waarden.get("anoniem") == "ja"
    zin = tekst("signaal.doorgeven_anoniem" if anoniem else "signaal.doorgeven")
    reactie = verslag_reactie(ctx)
    reactie.berichten = [Bericht(zin), *contact(ctx).berichten]
    reactie.slots |= {"namens": "signaal"}
    reactie.data |= {"namens": "signaal", "anoniem": anoniem}
    return reactie
