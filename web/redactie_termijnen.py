"""/redactie/termijnen: after how many months entries must be checked again, for all and per kind."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from aiohttp import web

from sociale_kaart.edits import Afgekeurd
from sociale_kaart.soort_models import read_eigen
from sociale_kaart.soorten import code_van, soorten
from sociale_kaart.termijnbeheer import LANGSTE, list_termijnen, set_termijn
from sociale_kaart.velden import Veldfout
from web import keys
from web.databank import in_db, lees_db
from web.errors import fout
from web.redactie_gemeen import RECHT, getal, keurder, melding, tekst
from web.redactie_teksten import REDENEN
from web.route import Route
from web.weergave import redirect, render

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


# What stands in the forms when nothing was typed; standaard: None = as it is set.
_LEEG: dict[str, str | None] = {"standaard": None, "soort": "", "maanden": ""}


async def termijnen(request: web.Request) -> web.Response:
    return await _toon(request)


async def _toon(request: web.Request, fouten: list[Veldfout] | None = None, **ingevuld: str) -> web.Response:
    lijst, eigen = await lees_db(request.app, lambda s: (list_termijnen(s), read_eigen(s)))
    return render(
        request, "redactie/termijnen.html", status=422 if fouten else 200, lijst=lijst, langste=LANGSTE,
        fouten={f.veld: f.reden for f in fouten or []}, mag=keurder(request).mag_direct, redenen=REDENEN,
        alle=sorted((s.naam for s in soorten(eigen).values()), key=str.lower), melding=melding(request),
        verberg=request.app[keys.SETTINGS].verberg_na_maanden, ingevuld=_LEEG | ingevuld,
    )  # fmt: skip


async def zet(request: web.Request) -> web.Response:
    """Set the default, or the term of a kind; only by who may change at once what residents see."""
    data, keurt = await request.post(), keurder(request)
    if not keurt.mag_direct:
        raise fout("geen_toegang").met(REDENEN["direct"])
    naam, ruw, actie = tekst(data, "soort", 120), tekst(data, "maanden", 12), tekst(data, "actie")
    maanden = None if actie == "weg" else getal(ruw, 0)

    def werk(session: Session) -> int:
        soort = "" if actie == "standaard" else code_van(naam, read_eigen(session)) or naam or "?"
        return set_termijn(session, soort, maanden, wie=keurt.naam)

    try:
        aantal = await in_db(request.app, werk)
    except Afgekeurd as e:
        return await _toon(request, e.fouten, **_ingevuld(actie, naam, ruw))
    return redirect(f"/redactie/termijnen?gedaan=termijn&aantal={aantal}")


def _ingevuld(actie: str, naam: str, ruw: str) -> dict[str, Any]:
    return {"standaard": ruw} if actie == "standaard" else {"soort": naam, "maanden": ruw}


ROUTES = (
    Route("GET", "/redactie/termijnen", termijnen, RECHT, pagina=True),
    Route("POST", "/redactie/termijnen", zet, RECHT, pagina=True),
)
