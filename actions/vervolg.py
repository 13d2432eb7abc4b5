"""Follow-ups on the entries that were shown: answered from the entry itself, or honestly not."""

from __future__ import annotations

import re
from typing import Any

from actions.contact import team_naam
from actions.context import Context
from actions.hulp import hulpvraag
from actions.patronen import zonder_vervolgwoorden
from actions.reactie import Bericht, Reactie, zeg
from actions.teksten import knop, opsomming, tekst
from actions.tijdantwoord import tijdregel
from actions.zoekantwoord import kostenregel, zoek
from kalender.tijdvraag import vind_tijd
from sociale_kaart.kaartje import as_kaartje
from sociale_kaart.queries import get_published

_RANG = (
    (r"\b(de |die )?eerste\b", 0), (r"\b(de |die )?tweede\b", 1), (r"\b(de |die )?derde\b", 2), (r"\blaatste\b", -1),
)  # fmt: skip


def _geladen(ctx: Context) -> list[Any]:
    with ctx.bronnen.database.lezen() as session:
        gevonden = [get_published(session, i, ctx.bronnen.zicht(ctx.nu)) for i in ctx.lijst("getoond")]
        return [v for v in gevonden if v is not None]


def getoonde(ctx: Context) -> list[dict[str, Any]]:
    """Cards of what was shown last, as they are now."""
    return [as_kaartje(v, nu=ctx.nu, werkgebied=ctx.werkgebied) for v in _geladen(ctx)]


def _bedoeld(ctx: Context, voorzieningen: list[Any]) -> list[Any]:
    """The entry that is meant, by rank or by name; all of them when it is not said."""
    for patroon, plek in _RANG:
        if re.search(patroon, ctx.tekst.lower()) and len(voorzieningen) > max(plek, 0):
            return [voorzieningen[plek]]
    woorden = set(zonder_vervolgwoorden(ctx.tekst).split())
    met_naam = [v for v in voorzieningen if woorden & set(re.findall(r"[^\W\d_]{3,}", v.naam.lower()))]
    return met_naam or voorzieningen


def _is_nieuw_onderwerp(ctx: Context) -> bool:
    """Whether the words name something else than what was shown ("en wat kost de regiotaxi?")."""
    rest = zonder_vervolgwoorden(ctx.tekst)
    if not rest:
        return False
    gevonden = zoek(ctx, rest, limit=5).ids
    return bool(gevonden) and not set(gevonden) & set(ctx.lijst("getoond_eerder") or ctx.lijst("getoond"))


def vervolg(ctx: Context) -> Reactie:
    """Costs, hours, contact or conditions of what was shown; a new subject is a new question."""
    voorzieningen = _geladen(ctx)
    if ctx.tekst and (not voorzieningen or _is_nieuw_onderwerp(ctx)):
        return hulpvraag(ctx) if zonder_vervolgwoorden(ctx.tekst) else _waarvan(ctx)
    if not voorzieningen:
        return _waarvan(ctx)
    bedoeld = _bedoeld(ctx, voorzieningen)
    maak = {
        "vervolg_kosten": _kosten,
        "vervolg_openingstijden": _uren,
        "vervolg_contact": _contact,
        "vervolg_voorwaarden": _voorwaarden,
    }[ctx.intent]
    regels = [maak(ctx, v, len(bedoeld) == 1) for v in bedoeld]
    if ctx.in_lus:
        return zeg("\n".join(regels))
    bericht = Bericht(
        "\n".join([*regels, tekst("vervolg.verder", ctx.beurt)]), [knop("meer"), knop("mens"), knop("anders")]
    )
    slots: dict[str, Any] = {"verwacht": "nog_iets"}
    if len(bedoeld) == 1:
        # From now on "it" is this one.
        slots["getoond"] = [bedoeld[0].id]
    return Reactie([bericht], slots)


def _waarvan(ctx: Context) -> Reactie:
    return zeg(tekst("vervolg.niets_getoond"), knop("mens"), knop("anders"))


def _kaartje(ctx: Context, voorziening: Any) -> dict[str, Any]:
    return as_kaartje(voorziening, nu=ctx.nu, werkgebied=ctx.werkgebied)


def _kosten(ctx: Context, v: Any, enige: bool) -> str:
    return kostenregel(v)


def _uren(ctx: Context, v: Any, enige: bool) -> str:
    moment = vind_tijd(ctx.tekst, ctx.nu) if ctx.tekst else None
    if moment is not None:
        return tijdregel(ctx, v, moment, enige=enige)
    kaartje = _kaartje(ctx, v)
    if not kaartje["openingstijden"]:
        bellen = tekst("tijd.bellen", telefoon=v.telefoon) if v.telefoon else ""
        return tekst("tijd.onbekend", naam=v.naam, bellen=f" {bellen}" if bellen else "")
    return tekst("vervolg.uren", naam=v.naam, uren=kaartje["openingstijden"], nu=kaartje["open_tekst"])


def _contact(ctx: Context, v: Any, enige: bool) -> str:
    kaartje = _kaartje(ctx, v)
    wegen = [
        tekst(f"vervolg.{soort}", **{soort: kaartje[soort]})
        for soort in ("telefoon", "email", "website")
        if kaartje[soort]
    ]
    if not wegen:
        adres = tekst("vervolg.adres", adres=kaartje["adres_tekst"]) if kaartje["adres_tekst"] else ""
        return tekst("vervolg.contact_onbekend", naam=v.naam, adres=f" {adres}" if adres else "")
    if kaartje["adres_tekst"] and not kaartje["vertrouwelijk"]:
        wegen.append(tekst("vervolg.langs", adres=kaartje["adres_tekst"]))
    # "of" between ways: one is enough.
    zin = opsomming(wegen).replace(f" {tekst('en')} ", f" {tekst('of')} ") if len(wegen) > 1 else wegen[0]
    return tekst("vervolg.contact", naam=v.naam, contact=_zin(zin))


def _voorwaarden(ctx: Context, v: Any, enige: bool) -> str:
    wie = (
        tekst("vervolg.voor_wie", doelgroep=v.doelgroep.rstrip("."))
        if v.doelgroep
        else tekst("vervolg.voor_wie_onbekend")
    )
    toegang = tekst(f"vervolg.toegang.{v.toegang}", team=team_naam(ctx))
    return tekst("vervolg.voorwaarden", naam=v.naam, wie=wie, toegang=f" {toegang}")


def _zin(tekst_: str) -> str:
    return tekst_ if tekst_.endswith((".", "!", "?")) else f"{tekst_}."
