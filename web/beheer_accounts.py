"""Accounts of staff: add, change the role, close, open, and give a new password, shown once."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from aiohttp import web

from gesprek.events import werkplek_event
from opslag.db import now
from overdracht import edits, queries, staf
from overdracht.models import Medewerker
from overdracht.past import set_past, talen
from overdracht.ruimte import MEESTE, set_maximum
from overdracht.staf import StafFout
from overdracht.stilte import return_all
from triage.beoordeling import LEEFGEBIEDEN
from web import keys
from web.beheer_teksten import TEKSTEN
from web.databank import in_db, lees_db
from web.errors import fout
from web.klok import lokaal_nu
from web.route import Route
from web.weergave import redirect, render

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from gesprek.events import Event

RECHT = "staf:beheer"
_MAX = 200


async def accounts(request: web.Request) -> web.Response:
    return await _toon(request, melding=TEKSTEN["melding"].get(request.query.get("melding", ""), ""))


async def _toon(request: web.Request, *, status: int = 200, **meer: Any) -> web.Response:
    alle = await lees_db(request.app, queries.find_medewerkers)
    vast: dict[str, Any] = {"melding": "", "foutmelding": "", "nieuw": None, "ingevuld": {}}
    return render(
        request, "beheer/accounts.html", status=status, t=TEKSTEN, accounts=alle, rollen=staf.ROLLEN,
        gemeenten=[g.naam for g in request.app[keys.WERKGEBIED].gemeenten], leefgebieden=LEEFGEBIEDEN, talen=talen(),
        **{**vast, **meer},
    )  # fmt: skip


async def maak(request: web.Request) -> web.Response:
    """A new account. Its password is in this answer only: the page is not kept and not sent again."""
    data = await request.post()
    naam, rol, email = (str(data.get(n, ""))[:_MAX].replace("\0", "") for n in ("naam", "rol", "email"))
    bekend = [g.naam for g in request.app[keys.WERKGEBIED].gemeenten]
    gemeenten = [g for g in bekend if g in data.getall("gemeenten", [])]
    wie = request["medewerker"].naam

    def werk(session: Session) -> str:
        wachtwoord = staf.add_medewerker(session, naam, rol, email=email, gemeenten=gemeenten)
        reden = "; ".join([TEKSTEN["rollen"].get(rol, rol), ", ".join(gemeenten)]).rstrip("; ")
        edits.add_audit(session, wie, "account_gemaakt", " ".join(naam.split()), reden=reden, op=now())
        return wachtwoord

    try:
        wachtwoord = await in_db(request.app, werk)
    except StafFout as e:
        return await _toon(request, status=422, foutmelding=str(e), ingevuld={"naam": naam, "rol": rol, "email": email})
    return await _toon(request, nieuw={"naam": " ".join(naam.split()), "wachtwoord": wachtwoord})


async def nieuw_wachtwoord(request: web.Request) -> web.Response:
    """For who lost it: every login of this account ends."""

    def werk(session: Session, medewerker: Medewerker) -> dict[str, str]:
        _check_eigen_login(medewerker)
        wachtwoord = staf.new_wachtwoord()
        staf.set_wachtwoord(session, medewerker, wachtwoord)
        return {"naam": medewerker.naam, "wachtwoord": wachtwoord}

    try:
        return await _toon(request, nieuw=await _verander(request, "account_wachtwoord", werk))
    except _KanNiet as e:
        return await _toon(request, status=409, foutmelding=TEKSTEN["fouten"][e.code])


async def sluit(request: web.Request) -> web.Response:
    """What this medewerker held goes back in the queue: nobody waits for somebody who is gone."""

    def werk(session: Session, medewerker: Medewerker) -> tuple[Event, ...]:
        _check_ander(request, medewerker)
        events = _laat_los(request, session, medewerker)
        staf.set_actief(session, medewerker, actief=False)
        return events

    return await _verander_of_leg_uit(request, "account_gesloten", werk, melding="gesloten")


async def heropen(request: web.Request) -> web.Response:
    def werk(session: Session, medewerker: Medewerker) -> None:
        staf.set_actief(session, medewerker, actief=True)

    return await _verander_of_leg_uit(request, "account_geopend", werk, melding="geopend")


async def verander_rol(request: web.Request) -> web.Response:
    rol = str((await request.post()).get("rol", ""))

    def werk(session: Session, medewerker: Medewerker) -> tuple[Event, ...]:
        _check_ander(request, medewerker)
        _check_eigen_login(medewerker)
        if rol not in staf.ROLLEN:
            raise fout("klopt_niet")
        blijft = "werkplek" in staf.RECHTEN[rol]
        events = () if blijft else _laat_los(request, session, medewerker)
        medewerker.rol = rol
        return events

    return await _verander_of_leg_uit(request, "account_rol", werk, melding="rol")


def _laat_los(request: web.Request, session: Session, medewerker: Medewerker) -> tuple[Event, ...]:
    return return_all(session, medewerker, lokaal_nu(request.app), werkgebied=request.app[keys.WERKGEBIED])


async def verander_gemeenten(request: web.Request) -> web.Response:
    """Whose residents this medewerker helps; none chosen: of all gemeenten. What they hold stays theirs."""
    gekozen = (await request.post()).getall("gemeenten", [])
    gemeenten = [g.naam for g in request.app[keys.WERKGEBIED].gemeenten if g.naam in gekozen]

    def werk(session: Session, medewerker: Medewerker) -> None:
        _check_eigen_login(medewerker)
        medewerker.gemeenten = gemeenten

    return await _verander_of_leg_uit(request, "account_gemeenten", werk, melding="gemeenten")


async def verander_past(request: web.Request) -> web.Response:
    """Which leefgebieden and languages this medewerker works in; none chosen: all. It orders, it hides nothing."""
    data = await request.post()
    gekozen, spreekt = ([str(v) for v in data.getall(naam, [])] for naam in ("leefgebieden", "talen"))

    def werk(session: Session, medewerker: Medewerker) -> tuple[Event, ...]:
        set_past(medewerker, leefgebieden=gekozen, spreekt=spreekt)
        return (werkplek_event(),)

    return await _verander_of_leg_uit(request, "account_past", werk, melding="past")


async def verander_maximum(request: web.Request) -> web.Response:
    """How many gesprekken in the chat at once; 0: no maximum."""
    gevraagd = str((await request.post()).get("maximum", "")).strip()

    def werk(session: Session, medewerker: Medewerker) -> None:
        set_maximum(medewerker, int(gevraagd))

    try:
        return await _verander_of_leg_uit(request, "account_maximum", werk, melding="maximum")
    except ValueError:
        return await _toon(request, status=422, foutmelding=TEKSTEN["fouten"]["maximum"].format(aantal=MEESTE))


class _KanNiet(Exception):
    """This cannot be done with this account; `code` is a text under `fouten`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def _check_ander(request: web.Request, medewerker: Medewerker) -> None:
    # With this rule there is always at least one beheerder left: the one who does it.
    if medewerker.id == request["medewerker"].id:
        raise _KanNiet("uzelf")


def _check_eigen_login(medewerker: Medewerker) -> None:
    # Whoever logs in elsewhere has the role of the mapping, never more, and no password beside it.
    if medewerker.externe_id is not None:
        raise _KanNiet("extern")


async def _verander(request: web.Request, wat: str, werk: Callable[[Session, Medewerker], Any]) -> Any:
    id, wie = int(request.match_info["id"]), request["medewerker"].naam

    def doe(session: Session) -> Any:
        medewerker = session.get(Medewerker, id)
        if medewerker is None:
            raise fout("niet_gevonden")
        eerst = _stand(medewerker)
        uit = werk(session, medewerker)
        edits.add_audit(session, wie, wat, medewerker.naam, reden=_verschil(eerst, _stand(medewerker)), op=now())
        return uit

    return await in_db(request.app, doe)


def _stand(m: Medewerker) -> dict[str, str]:
    """What a beheerder sets of an account, in names."""
    woorden = TEKSTEN["audit_reden"]
    lijsten = {
        "gemeenten": m.gemeenten,
        "leefgebieden": [LEEFGEBIEDEN.get(c, c) for c in m.leefgebieden or ()],
        "talen": [talen().get(c, c) for c in m.talen or ()],
    }
    return {
        "rol": TEKSTEN["rollen"].get(m.rol, m.rol),
        **{veld: ", ".join(namen or ()) or woorden["alle"] for veld, namen in lijsten.items()},
        "max_gesprekken": str(m.max_gesprekken or woorden["niets"]),
    }


def _verschil(eerst: dict[str, str], daarna: dict[str, str]) -> str:
    """From what to what, for the audit."""
    woorden = TEKSTEN["audit_reden"]
    return "; ".join(
        woorden["verandering"].format(wat=woorden["account"][veld], van=eerst[veld], naar=waarde)
        for veld, waarde in daarna.items()
        if waarde != eerst[veld]
    )


async def _verander_of_leg_uit(
    request: web.Request, wat: str, werk: Callable[[Session, Medewerker], Any], *, melding: str
) -> web.Response:
    try:
        events = await _verander(request, wat, werk)
    except _KanNiet as e:
        return await _toon(request, status=409, foutmelding=TEKSTEN["fouten"][e.code])
    request.app[keys.HUB].publish(events or ())
    return redirect(f"/beheer/accounts?melding={melding}")


_EEN = "/beheer/accounts/{id:[0-9]{1,9}}"
ROUTES = (
    Route("GET", "/beheer/accounts", accounts, RECHT, pagina=True),
    Route("POST", "/beheer/accounts", maak, RECHT, pagina=True),
    Route("POST", f"{_EEN}/wachtwoord", nieuw_wachtwoord, RECHT, pagina=True),
    Route("POST", f"{_EEN}/sluiten", sluit, RECHT, pagina=True),
    Route("POST", f"{_EEN}/openen", heropen, RECHT, pagina=True),
    Route("POST", f"{_EEN}/rol", verander_rol, RECHT, pagina=True),
    Route("POST", f"{_EEN}/gemeenten", verander_gemeenten, RECHT, pagina=True),
    Route("POST", f"{_EEN}/past", verander_past, RECHT, pagina=True),
    Route("POST", f"{_EEN}/maximum", verander_maximum, RECHT, pagina=True),
)
