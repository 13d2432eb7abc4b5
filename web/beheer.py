"""/beheer: how the installation is doing, settings, the outbox and who did what.

Accounts and figures have their own modules; all routes come together here.
"""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING, Any

from aiohttp import web

from opslag.db import now
from overdracht import edits, outbox
from overdracht import queries as staf_queries
from settings import Settings
from sociale_kaart.soort_models import read_eigen
from sociale_kaart.soorten import Soort, soort_naam
from web import (
    beheer_accounts,
    beheer_bewaren,
    beheer_cijfers,
    beheer_route,
    beheer_snel,
    beheer_teams,
    beheer_termijnen,
    keys,
)
from web.audit_woorden import leesbaar, wie_naam
from web.beheer_teksten import TEKSTEN
from web.databank import in_db, lees_db
from web.gezondheid import read_onderdelen
from web.route import Route
from web.weergave import redirect, render

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

RECHT, RECHT_AUDIT = "staf:beheer", "staf:audit"
_MAX_UITPOST, _MAX_AUDIT = 200, 300
# Settings that open something: shown as set or not set, never with their value.
_GEHEIM = frozenset({"secret_key", "openklant_token", "smtp_url", "database_url", "redis_url", "webhook_geheim"})


async def overzicht(request: web.Request) -> web.Response:
    """How it stands: each part, what a part that is away means, and what waits."""
    onderdelen = await read_onderdelen(request.app)

    def werk(session: Session) -> dict[str, Any]:
        mislukt = staf_queries.find_uit_posten(session, status="mislukt", limit=_MAX_UITPOST)
        return {"overdrachten": staf_queries.count_overdrachten(session), "mislukt": len(mislukt)}

    gegevens = (
        await lees_db(request.app, werk) if onderdelen["database"] == "goed" else {"overdrachten": {}, "mislukt": 0}
    )
    return render(request, "beheer/overzicht.html", onderdelen=onderdelen, t=TEKSTEN, **gegevens)


async def instellingen(request: web.Request) -> web.Response:
    """Every setting with its explanation; secrets only as set or not set."""
    settings = request.app[keys.SETTINGS]
    alle = [
        {
            "naam": f.name.upper(),
            "help": f.metadata["help"],
            "waarde": _waarde(settings, f.name),
            "bewaren": f.name.startswith("bewaar_"),
        }
        for f in fields(Settings)
    ]
    return render(request, "beheer/instellingen.html", t=TEKSTEN, instellingen=alle)


def _waarde(settings: Settings, naam: str) -> str:
    waarde = getattr(settings, naam)
    # `wachtwoord_login` says who may use one; it holds none.
    if naam != "wachtwoord_login" and (
        naam in _GEHEIM or any(w in naam for w in ("token", "geheim", "secret", "wachtwoord"))
    ):
        return "ingevuld" if waarde else ""
    return str(waarde)


# --- outbox -----------------------------------------------------------------------------------


async def uitpost(request: web.Request) -> web.Response:
    status = request.query.get("status", "")
    gekozen = status if status in TEKSTEN["uitpost_status"] else None
    posten = await lees_db(request.app, lambda s: staf_queries.find_uit_posten(s, status=gekozen, limit=_MAX_UITPOST))
    melding = TEKSTEN["melding"].get(request.query.get("melding", ""), "")
    return render(
        request, "beheer/uitpost.html", t=TEKSTEN, posten=posten, gekozen=gekozen or "", melding=melding, foutmelding=""
    )


async def uitpost_opnieuw(request: web.Request) -> web.Response:
    """Try again what failed; the next round of the outbox takes it along."""
    id = int(request.match_info["id"])
    wie, nu = request["medewerker"].naam, now()
    gelukt = await in_db(request.app, lambda s: outbox.retry(s, id, wie=wie, nu=nu))
    if gelukt:
        return redirect("/beheer/uitpost?melding=opnieuw")
    posten = await lees_db(request.app, lambda s: staf_queries.find_uit_posten(s, limit=_MAX_UITPOST))
    return render(
        request, "beheer/uitpost.html", status=409, t=TEKSTEN, posten=posten, gekozen="", melding="",
        foutmelding=TEKSTEN["fouten"]["niet_opnieuw"],
    )  # fmt: skip


# --- audit ------------------------------------------------------------------------------------


async def audit(request: web.Request) -> web.Response:
    """Who read, claimed or changed what; looking here is written down too. A name goes in no address."""
    data = await request.post()
    gezocht = str(data.get("kenmerk", "")).replace("\0", "").strip()[:120]
    soort = str(data.get("wat", ""))
    soort = soort if soort in TEKSTEN["audit"] else ""
    wie, nu = request["medewerker"].naam, now()

    def werk(session: Session) -> tuple[list[Any], tuple[Soort, ...]]:
        gevonden = staf_queries.find_audit(session, over=gezocht, wat=soort or None, limit=_MAX_AUDIT)
        edits.add_audit(session, wie, "audit_gelezen", gezocht, op=nu)
        return gevonden, read_eigen(session)

    gevonden, eigen = await in_db(request.app, werk)
    regels = []
    for r in gevonden:
        waarvan, reden = leesbaar(r.wat, r.waarvan, r.reden, soortnaam=lambda code: soort_naam(code, eigen))
        wat = TEKSTEN["audit"].get(r.wat, r.wat)
        regels.append({"op": r.op, "wie": wie_naam(r.wie), "wat": wat, "waarvan": waarvan, "reden": reden})
    soorten = sorted(((naam.rstrip(":"), code) for code, naam in TEKSTEN["audit"].items()), key=lambda s: s[0].lower())
    return render(
        request, "beheer/audit.html", t=TEKSTEN, regels=regels, gezocht=gezocht, soorten=soorten, gekozen=soort,
        meeste=_MAX_AUDIT,
    )  # fmt: skip


ROUTES = (
    Route("GET", "/beheer", overzicht, RECHT, pagina=True),
    Route("GET", "/beheer/instellingen", instellingen, RECHT, pagina=True),
    Route("GET", "/beheer/uitpost", uitpost, RECHT, pagina=True),
    Route("POST", "/beheer/uitpost/{id:[0-9]{1,9}}/opnieuw", uitpost_opnieuw, RECHT, pagina=True),
    Route("GET", "/beheer/audit", audit, RECHT_AUDIT, pagina=True),
    Route("POST", "/beheer/audit", audit, RECHT_AUDIT, pagina=True),
    *beheer_accounts.ROUTES,
    *beheer_snel.ROUTES,
    *beheer_teams.ROUTES,
    *beheer_termijnen.ROUTES,
    *beheer_bewaren.ROUTES,
    *beheer_route.ROUTES,
    *beheer_cijfers.ROUTES,
)
