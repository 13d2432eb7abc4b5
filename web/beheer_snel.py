"""Quick replies of the werkplek, to change by a beheerder."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from typing import TYPE_CHECKING

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
    alle = await lees_db(request.app, _lees)
    return _toon(request, alle, was=_vingerafdruk(alle))


def _lees(session: Session) -> list[tuple[str, str]]:
    return [(s.naam, s.tekst) for s in find_snelantwoorden(session, SNELANTWOORDEN)]


def _vingerafdruk(regels: Sequence[tuple[str, str]]) -> str:
    """Tells whether these still are the replies that were shown: nobody writes over a colleague unseen."""
    return hashlib.sha256(json.dumps(list(regels)).encode()).hexdigest()[:32]


def _toon(
    request: web.Request, regels: Sequence[tuple[str, str]], *, was: str, foutmelding: str = "", status: int = 200
) -> web.Response:
    return render(
        request, "beheer/snelantwoorden.html", status=status, t=TEKSTEN, regels=[*regels, *[("", "")] * _ERBIJ],
        velden=VELDEN, foutmelding=foutmelding, was=was, max_naam=MAX_NAAM, max_tekst=MAX_TEKST,
        melding=TEKSTEN["melding"].get(request.query.get("melding", ""), ""),
    )  # fmt: skip


async def bewaar(request: web.Request) -> web.Response:
    """All of them at once, in the order of the form; an empty line takes one away."""
    data = await request.post()
    namen, teksten = (
        [str(v).replace("\0", "").replace("\r\n", "\n") for v in data.getall(veld, [])] for veld in ("naam", "tekst")
    )
    regels = list(zip(namen, teksten, strict=False))
    wie, was = request["medewerker"].naam, str(data.get("was", ""))

    def werk(session: Session) -> list[tuple[str, str]] | None:
        """None when it was kept; else how it is now."""
        eerst = _lees(session)
        if was and was != _vingerafdruk(eerst):
            return eerst
        save_snelantwoorden(session, regels)
        if reden := _verschil(eerst, _lees(session)):
            edits.add_audit(session, wie, "snelantwoorden", "", reden=reden, op=now())
        return None

    getypt = [r for r in regels if any(r)]
    try:
        nu = await in_db(request.app, werk)
    except SnelFout as e:
        return _toon(request, getypt, was=was, foutmelding=str(e), status=422)
    if nu is not None:
        melding = TEKSTEN["fouten"]["snel_anders"]
        return _toon(request, getypt, was=_vingerafdruk(nu), foutmelding=melding, status=409)
    return redirect("/beheer/snelantwoorden?melding=snel")


def _verschil(eerst: Sequence[tuple[str, str]], daarna: Sequence[tuple[str, str]]) -> str:
    """Which were added, changed and taken away, by name, for the audit."""
    oud, nieuw, woorden = dict(eerst), dict(daarna), TEKSTEN["audit_reden"]["snel"]
    delen = {
        "erbij": [n for n in nieuw if n not in oud],
        "anders": [n for n in nieuw if n in oud and nieuw[n] != oud[n]],
        "weg": [n for n in oud if n not in nieuw],
    }
    zin = "; ".join(f"{woorden[wat]}: {', '.join(namen)}" for wat, namen in delen.items() if namen)
    return zin or (woorden["volgorde"] if list(eerst) != list(daarna) else "")


ROUTES = (
    Route("GET", "/beheer/snelantwoorden", pagina, RECHT, pagina=True),
    Route("POST", "/beheer/snelantwoorden", bewaar, RECHT, pagina=True),
)
