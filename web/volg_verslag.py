"""/volg/{kenmerk}/verslag: the own verslag, on any device, for who has the kenmerk and the second secret.

A resident who began in the widget on another website cannot open it on /chat. Here it is read for as long as it is
kept, and changed while it waits: by the same corrections as on /chat, one line at a time.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from aiohttp import web

from overdracht import edits, queries
from overdracht.models import WACHTEND, Overdracht
from web import keys
from web.chattaal import STANDAARD, TEKSTEN
from web.chatverslag import ERBIJ, FEITEN, lees_regel, lees_wijziging, leg_neer, onbewaard, veld, veld_van, velden_van
from web.crisis_elders import hear, typed_in
from web.databank import in_db, lees_db
from web.errors import Probleem, fout
from web.kenmerk import kenmerk_uit
from web.klok import lokaal_nu
from web.limieten import check_adres
from web.overdracht_fouten import vertaal
from web.route import IEDEREEN, Route
from web.verslagwijziging import luister, pas_verslag_aan, read_keuzes
from web.volg import is_geopend, require_open, vraag_code
from web.weergave import redirect, render

if TYPE_CHECKING:
    from multidict import MultiDictProxy
    from sqlalchemy.orm import Session

    from gesprek.events import Event
    from overdracht.toevoegen import Hoor

_ACTIES = ("wijzig", "weg", ERBIJ, FEITEN)


@dataclass(frozen=True)
class Eigen:
    """The verslag as it is shown. None: there is nothing (any more) that the resident agreed to."""

    verslag: dict[str, Any] | None
    te_wijzigen: bool
    status: str
    keuzes: dict[str, Any]


def _is_te_wijzigen(session: Session, overdracht: Overdracht) -> bool:
    """Whether it waits, and the gesprek was not handed over again under another kenmerk, which is not opened here."""
    laatste = queries.find_laatste_overdracht(session, overdracht.gesprek_id)
    zelfde = laatste is not None and laatste.id == overdracht.id
    return zelfde and overdracht.toestemming and overdracht.status == WACHTEND


def _lees(session: Session, kenmerk: str, app: web.Application) -> Eigen | None:
    """None when it is deleted. Reading it is written in the audit: the code opens it on any device."""
    overdracht = queries.get_overdracht(session, kenmerk)
    if overdracht is None:
        return None
    verslag = overdracht.verslag if overdracht.toestemming else None
    if verslag is not None:
        edits.add_audit(session, "inwoner", "verslag_ingezien", kenmerk, op=lokaal_nu(app))
    keuzes = read_keuzes(session, overdracht.gesprek_id, app[keys.WERKGEBIED])
    return Eigen(verslag, _is_te_wijzigen(session, overdracht), overdracht.status, keuzes)


async def verslag(request: web.Request) -> web.Response:
    return await _toon(request, kenmerk_uit(request), veranderd=request.query.get("gedaan") == "veranderd")


async def _toon(
    request: web.Request,
    kenmerk: str,
    *,
    probleem: Probleem | None = None,
    getypt: dict[str, str] | None = None,
    foutveld: str = "",
    veranderd: bool = False,
    gevaar: str = "",
) -> web.Response:
    """gevaar: the text of a crisis in what was typed; getypt: what was typed and is not saved; foutveld: the field that
    the problem is about."""
    if not is_geopend(request, kenmerk):
        return vraag_code(request, kenmerk=kenmerk, melding="veranderd" if veranderd else "", gevaar=gevaar)
    eigen = await in_db(request.app, lambda s: _lees(s, kenmerk, request.app))
    if eigen is None:
        return vraag_code(request, kenmerk=kenmerk, melding="weg", status=404)
    te_wijzigen = eigen.verslag if eigen.te_wijzigen else None
    gelegd = leg_neer(getypt or {}, te_wijzigen)
    return render(
        request, "volg/verslag.html", status=probleem.status if probleem else 200, kenmerk=kenmerk, taal=STANDAARD,
        t=TEKSTEN[STANDAARD], verslag=eigen.verslag, te_wijzigen=eigen.te_wijzigen, stand=eigen.status, fout=probleem,
        ingevuld=gelegd, foutveld=foutveld if foutveld in velden_van(te_wijzigen) else "", veranderd=veranderd,
        nog_niet=veranderd and bool(gelegd), gevaar=gevaar, keuzes=eigen.keuzes,
    )  # fmt: skip


async def wijzig(request: web.Request) -> web.Response:
    """Change, take away or add one line. Who typed for so long that nothing is shown any more has all of it saved."""
    kenmerk = require_open(request)
    data = await request.post()
    actie, _, regel = veld(data, "actie").partition(":")
    if actie not in _ACTIES:
        return await _toon(request, kenmerk, probleem=fout("klopt_niet"), getypt=onbewaard(data))
    plek = veld_van(actie, regel)
    rest = onbewaard(data, behalve=plek)
    body = lees_wijziging(actie, regel, data)
    if not is_geopend(request, kenmerk):
        body["regels"], rest = body.get("regels", []) + _alle(rest, data), {}
    regels, hoor = body.get("regels", []), await luister(request.app, body)

    def werk(session: Session) -> tuple[Event, ...]:
        return _pas_aan(session, kenmerk, body, app=request.app, hoor=hoor)

    try:
        # Here, so that what was typed still stands in the form.
        await check_adres(request)
        with vertaal():
            events = await in_db(request.app, werk)
    except Probleem as probleem:
        gevaar = await _hoor(request, kenmerk, regels, bewaard=False)
        getypt = onbewaard(data)
        return await _toon(request, kenmerk, probleem=probleem, getypt=getypt, foutveld=plek, gevaar=gevaar)
    request.app[keys.HUB].publish(events)
    if gevaar := await _hoor(request, kenmerk, regels, bewaard=True):
        return await _toon(request, kenmerk, getypt=rest, veranderd=True, gevaar=gevaar)
    if rest:
        # Shown at once: what was typed elsewhere in the form stands nowhere but in it.
        return await _toon(request, kenmerk, getypt=rest, veranderd=True)
    return redirect(f"/volg/{kenmerk}/verslag?gedaan=veranderd#verslag")


async def _hoor(request: web.Request, kenmerk: str, regels: list[dict[str, Any]], *, bewaard: bool) -> str:
    o = await lees_db(request.app, lambda s: queries.get_overdracht(s, kenmerk))
    return await hear(request.app, o.gesprek_id if o else "", typed_in(regels), bewaard=bewaard)


def _alle(rest: dict[str, str], data: MultiDictProxy[Any]) -> list[dict[str, Any]]:
    """What else was typed in the form, each as a change of its own."""
    return [
        lees_regel(ERBIJ, "", data) if naam == ERBIJ else lees_regel("wijzig", naam.partition("-")[2], data)
        for naam in rest
    ]


def _pas_aan(
    session: Session, kenmerk: str, body: dict[str, Any], *, app: web.Application, hoor: Hoor
) -> tuple[Event, ...]:
    """The same corrections as on /chat. Raises the problem `kan_nu_niet` when it does not wait (any more): what is
    wrong then stands on the page, beside what somebody typed."""
    overdracht = queries.get_overdracht(session, kenmerk)
    if overdracht is not None:
        # Whoever picks it up at this moment is first, or waits.
        edits.lock_overdrachten(session, overdracht.gesprek_id)
        overdracht = queries.get_overdracht(session, kenmerk)
    if overdracht is None or not _is_te_wijzigen(session, overdracht):
        raise fout("kan_nu_niet")
    return pas_verslag_aan(app, session, overdracht.gesprek_id, body, hoor=hoor)


_PAD = "/volg/{kenmerk}/verslag"
ROUTES = (
    Route("GET", _PAD, verslag, IEDEREEN, pagina=True),
    Route("POST", _PAD, wijzig, IEDEREEN, pagina=True),
)
