"""The figures page and its CSV."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from aiohttp import web

from opslag.db import now
from overdracht import edits
from triage.beoordeling import LEEFGEBIEDEN
from web import keys
from web.audit_woorden import kwartaal_naam
from web.beheer_teksten import TEKSTEN
from web.cijfers import Cijfers, Kwartaal, as_csv, balken, laatste_kwartalen, lees_cijfers
from web.cijfers_tijd import Tijden, csv_rijen, lees_tijden, tijdbalken
from web.databank import in_db, lees_db
from web.klok import lokaal_nu
from web.route import Route
from web.weergave import render
from web.werkplek_teksten import UITKOMSTEN, WOORDEN

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

RECHT = "staf:cijfers"


def _kwartaal(request: web.Request) -> tuple[Kwartaal, list[Kwartaal]]:
    """The quarter that was asked for and all one may ask for; the newest when it is none of these."""
    kwartalen = laatste_kwartalen(lokaal_nu(request.app).date())
    gevraagd = request.query.get("kwartaal", "")
    return next((k for k in kwartalen if k.code == gevraagd), kwartalen[0]), kwartalen


def _lees(request: web.Request, kwartaal: Kwartaal, session: Session) -> Cijfers:
    werkgebied = request.app[keys.WERKGEBIED]
    vandaag = lokaal_nu(request.app).date()
    return lees_cijfers(session, kwartaal, werkgebied=werkgebied, vandaag=vandaag)


async def cijfers(request: web.Request) -> web.Response:
    kwartaal, kwartalen = _kwartaal(request)
    uit = await lees_db(request.app, lambda s: _lees(request, kwartaal, s))
    tijden = await lees_db(request.app, lambda s: lees_tijden(s, kwartaal, werkgebied=request.app[keys.WERKGEBIED]))
    klein = TEKSTEN["csv"]["te_klein"]
    return render(
        request,
        "beheer/cijfers.html",
        t=TEKSTEN,
        c=uit,
        kwartalen=kwartalen,
        te_klein=klein,
        uitkomsten={UITKOMSTEN.get(code, code): n for code, n in uit.per_uitkomst.items()},
        tellingen={TEKSTEN["tellingen"].get(wat, wat): n for wat, n in uit.tellingen.items()},
        verbeterd=_verbeterd(uit),
        per_kwartaal={kwartaal_naam(code): n for code, n in uit.per_kwartaal.items()},
        balken=lambda cellen: balken(cellen, te_klein=klein),
        tijden=tijden,
        tijdbalken=tijdbalken,
    )


async def cijfers_csv(request: web.Request) -> web.Response:
    """The same figures as the page, nothing more; that somebody took them is written down."""
    kwartaal, _ = _kwartaal(request)
    wie = request["medewerker"].naam

    def werk(session: Session) -> tuple[Cijfers, dict[str, dict[str, Tijden]]]:
        edits.add_audit(session, wie, "cijfers_csv", kwartaal.code, op=now())
        tijden = lees_tijden(session, kwartaal, werkgebied=request.app[keys.WERKGEBIED])
        return _lees(request, kwartaal, session), tijden

    uit, tijden = await in_db(request.app, werk)
    rijen = [*_rijen(uit), *(_rij(*r) for r in csv_rijen(tijden, TEKSTEN["csv_onderdelen"]))]
    naam = f"voordeur-cijfers-{kwartaal.code}.csv"
    return web.Response(
        body=as_csv(TEKSTEN["csv"]["kop"], rijen).encode(),
        headers={
            "Content-Type": "text/csv; charset=utf-8",
            "Content-Disposition": f'attachment; filename="{naam}"',
        },
    )


def _rijen(c: Cijfers) -> Iterator[tuple[str, str, Any]]:
    """Every figure as (part, name, value); a hidden one says so in words."""
    namen = TEKSTEN["csv_onderdelen"]
    yield _rij(namen["doorgestuurd"], namen["inwoners"], c.overdrachten)
    delen = {
        namen["geteld"]: {TEKSTEN["tellingen"][wat]: n for wat, n in c.tellingen.items()},
        namen["leefgebied"]: c.per_leefgebied,
        namen["gemeente"]: c.per_gemeente,
        namen["uitkomst"]: {UITKOMSTEN.get(code, code): n for code, n in c.per_uitkomst.items()},
        namen["score"]: c.scores,
        namen["kwartaal"]: c.per_kwartaal,
        namen["verbeterd"]: _verbeterd(c),
    }
    for deel, cellen in delen.items():
        for naam, n in cellen.items():
            yield _rij(deel, naam, n)
    for soort, tijden in c.tijden.items():
        for naam, minuten in tijden.items():
            yield _rij(namen[soort], namen[naam], None if minuten is None else round(minuten))
    for plek, leefgebied, n in c.onbeantwoord:
        yield _rij(namen["gat"], f"{plek}, {leefgebied}" if leefgebied else plek, n)


def _verbeterd(c: Cijfers) -> dict[str, int]:
    """What was changed of the triage, in words."""
    zin, zwaartes = TEKSTEN["verbeterd"], WOORDEN["zwaarte"]
    uit = {}
    for (soort, was, werd), n in c.verbeterd.items():
        if soort == "zwaarte":
            naam = zin["zwaarte"].format(van=zwaartes.get(was, was), naar=zwaartes.get(werd, werd))
        else:
            naam = zin["erbij" if werd else "eraf"].format(naam=LEEFGEBIEDEN.get(werd or was, werd or was))
        uit[naam] = n
    return uit


def _rij(deel: str, naam: str, waarde: Any) -> tuple[str, str, Any]:
    return deel, naam, TEKSTEN["csv"]["te_klein"] if waarde is None else waarde


ROUTES = (
    Route("GET", "/beheer/cijfers", cijfers, RECHT, pagina=True),
    Route("GET", "/beheer/cijfers.csv", cijfers_csv, RECHT, pagina=True),
)
