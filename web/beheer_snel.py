"""Quick replies of the werkplek, to change by a beheerder."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from aiohttp import web

from opslag.db import now
from overdracht import edits
from overdracht.snelantwoorden import MAX_NAAM, MAX_TEKST, VELDEN, SnelFout, find_snelantwoorden, save_snelantwoorden
from web.beheer_teksten import TEKSTEN
from web.databank import in_db, lees_db
from web.route import Route
from web.weergave import redirect, render
from web.werkplek_teksten import SNELANTWOORDEN

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

RECHT = "staf:beheer"
# Empty lines at the end of the form, for new ones.
_ERBIJ = 2


async def pagina(request: web.Request) -> web.Response:
    alle = await lees_db(request.app, lambda s: find_snelantwoorden(s, SNELANTWOORDEN))
    return _toon(request, [(s.naam, s.tekst) for s in alle])


def _toon(request: web.Request, regels: list[tuple[str, str]], *, foutmelding: str = "") -> web.Response:
    return render(
        request, "beheer/snelantwoorden.html", status=422 if foutmelding else 200, t=TEKSTEN,
        regels=[*regels, *[("", "")] * _ERBIJ], velden=VELDEN, foutmelding=foutmelding,
        melding=TEKSTEN["melding"].get(request.query.get("melding", ""), ""), max_naam=MAX_NAAM, max_tekst=MAX_TEKST,
    )  # fmt: skip


async def bewaar(request: web.Request) -> web.Response:
    """All of them at once, in the order of the form; an empty line takes one away."""
    data = await request.post()
    namen, teksten = (
        [str(v).replace("\0", "").replace("\r\n", "\n") for v in data.getall(veld, [])] for veld in ("naam", "tekst")
    )
    regels = list(zip(namen, teksten, strict=False))
    wie = request["medewerker"].naam

    def werk(session: Session) -> Any:
        save_snelantwoorden(session, regels)
        edits.add_audit(session, wie, "snelantwoorden", "", op=now())

    try:
        await in_db(request.app, werk)
    except SnelFout as e:
        return _toon(request, [r for r in regels if any(r)], foutmelding=str(e))
    return redirect("/beheer/snelantwoorden?melding=snel")


ROUTES = (
    Route("GET", "/beheer/snelantwoorden", pagina, RECHT, pagina=True),
    Route("POST", "/beheer/snelantwoorden", bewaar, RECHT, pagina=True),
)
