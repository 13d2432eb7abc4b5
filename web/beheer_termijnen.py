"""/beheer/termijnen: how long things may take, changed by a beheerder, tried out on past cases."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from aiohttp import web

from gesprek.events import werkplek_event
from opslag.db import now
from overdracht import termijnbeheer, termijnregels
from overdracht.aanmaken import read_regels
from overdracht.beheerfout import AndersGeworden, GeenBeheerder
from overdracht.models import Termijnregel
from overdracht.teksten import load_yaml
from overdracht.termijn_queries import find_termijnregels
from overdracht.termijnbeheer import Invoer, TermijnFout
from overdracht.termijnen import bereken_termijnen
from overdracht.termijnregels import Geval
from sociale_kaart.soort_models import read_eigen
from sociale_kaart.soorten import code_van, soort_naam, soorten
from triage.beoordeling import LEEFGEBIEDEN, ZWAARTES
from web import keys
from web.beheer_teksten import TEKSTEN
from web.databank import in_db, lees_db
from web.errors import fout
from web.klok import lokaal_nu
from web.route import Route
from web.weergave import redirect, render
from web.werkplek_teksten import WOORDEN

if TYPE_CHECKING:
    from multidict import MultiDictProxy
    from sqlalchemy.orm import Session

RECHT = "staf:beheer"
# Cases to try terms on: recent enough to be like the next ones.
TERUG = dt.timedelta(days=90)
_MAX, _MAX_SOORTEN = 200, 5


async def pagina(request: web.Request) -> web.Response:
    """What counts, and a form: empty, of one term (`?regel=`), or begun from one of the product (`?stap=&zwaarte=`)."""
    id_ = request.query.get("regel", "")
    return await _toon(request, regel=int(id_) if id_.isascii() and id_.isdigit() and len(id_) < 10 else None)


async def _toon(
    request: web.Request, *, regel: int | None = None, invoer: Invoer | None = None, getypt: list[str] | None = None,
    fouten: dict[str, str] | None = None, foutmelding: str = "", status: int = 200,
) -> web.Response:  # fmt: skip
    """invoer and getypt (the kinds by name): what somebody typed that was not kept."""
    app, wie = request.app, request["medewerker"]
    werkgebied, nu = app[keys.WERKGEBIED], lokaal_nu(app)
    gekozen = werkgebied.zoek_gemeente(request.query.get("gemeente", "")[:80]) or werkgebied.gemeenten[0]

    def werk(session: Session) -> dict[str, Any]:
        eigen, rijen, regels = read_eigen(session), find_termijnregels(session), read_regels(session)
        return {
            "nu_dan": {
                z: bereken_termijnen(nu, geval=Geval(z), gemeente=gekozen, werkgebied=werkgebied, regels=regels)
                for z in reversed(ZWAARTES)
            },
            "rijen": rijen,
            "raakt": termijnbeheer.try_out(session, wie=wie, na=now() - TERUG),
            "soortnamen": {c: soort_naam(c, eigen) for r in rijen for c in (r.voorwaarden or {}).get("soort", ())},
            "onbekend": {n for n in getypt or () if code_van(n, eigen) is None},
            "alle_soorten": sorted((s.naam for s in soorten(eigen).values()), key=str.lower),
        }

    gegevens = await lees_db(app, werk)
    open_ = next((r for r in gegevens["rijen"] if r.id == regel), None)
    if regel is not None and open_ is None and invoer is None:
        raise fout("niet_gevonden")
    getoond = invoer or _uit(open_, request)
    namen = getypt if getypt is not None else [gegevens["soortnamen"][c] for c in getoond.voorwaarden.get("soort", ())]
    langer = {r.id for r in gegevens["rijen"] if termijnbeheer.is_langer_dan_de_wet(termijnregels.as_regel(r))}
    return render(
        request, "beheer/termijnen.html", status=status, t=TEKSTEN, regels=load_yaml("termijnen.yml"), open=open_,
        woorden=TEKSTEN["termijnen"], zwaartes=WOORDEN["zwaarte"], leefgebieden=LEEFGEBIEDEN, langer=langer,
        gemeenten=werkgebied.gemeenten, gekozen=gekozen, invoer=getoond, fouten=fouten or {}, foutmelding=foutmelding,
        namen=[*namen, *[""] * (_MAX_SOORTEN - len(namen))], stappen=termijnregels.STAPPEN,
        eenheden=termijnbeheer.EENHEDEN, max_naam=termijnbeheer.MAX_NAAM,
        melding=TEKSTEN["melding"].get(request.query.get("melding", ""), ""), **gegevens,
    )  # fmt: skip


def _uit(rij: Termijnregel | None, request: web.Request) -> Invoer:
    """What stands in the form before anybody typed."""
    if rij is not None:
        return Invoer(rij.naam, rij.stap, str(rij.aantal), rij.eenheid, str(rij.vooraf), rij.vooraf_eenheid,
                      rij.voorwaarden or {})  # fmt: skip
    stap, zwaarte = request.query.get("stap", ""), request.query.get("zwaarte", "")
    begin = next((r for r in termijnregels.standaard() if r.stap == stap and _is_van(r, zwaarte)), None)
    if begin is None:
        return Invoer()
    als = {wat: list(waarden) for wat, waarden in begin.als.items()}
    naam = " ".join(
        [TEKSTEN["termijnen"]["stap"][stap], *(WOORDEN["zwaarte"][z].lower() for z in als.get("zwaarte", ()))]
    )
    dagen, uren = begin.vooraf.days, begin.vooraf.seconds // 3600
    vooraf = (str(dagen), termijnregels.DAGEN) if dagen else (str(uren), termijnregels.UREN)
    return Invoer(naam, stap, str(begin.aantal), begin.eenheid, *vooraf, als)


def _is_van(regel: termijnregels.Regel, zwaarte: str) -> bool:
    return "zwaarte" not in regel.als or zwaarte in regel.als["zwaarte"]


# --- changing -----------------------------------------------------------------------------------------


def _tekst(data: MultiDictProxy[Any], naam: str) -> str:
    return str(data.get(naam, ""))[:_MAX].replace("\0", "").strip()


def _lees(data: MultiDictProxy[Any]) -> tuple[Invoer, list[str]]:
    """What was typed, without the kinds; and those by name."""
    als = {wat: [str(w)[:_MAX] for w in data.getall(wat, [])] for wat in ("zwaarte", "leefgebied")}
    velden = {naam: _tekst(data, naam) for naam in ("naam", "stap", "aantal", "eenheid", "vooraf", "vooraf_eenheid")}
    namen = [str(n)[:_MAX].replace("\0", "").strip() for n in data.getall("soort", [])[:_MAX_SOORTEN]]
    return Invoer(**velden, voorwaarden=als), [n for n in namen if n]


async def bewaar(request: web.Request) -> web.Response:
    """Make a term, or change the one in the form when it still is as it was shown."""
    data, wie = await request.post(), request["medewerker"]
    invoer, namen = _lees(data)
    id_, versie = _nummer(data, "id"), _nummer(data, "versie")

    def werk(session: Session) -> None:
        eigen = read_eigen(session)
        als = {**invoer.voorwaarden, "soort": [code_van(n, eigen) or n for n in namen]}
        velden = Invoer(**{**vars(invoer), "voorwaarden": als})
        termijnbeheer.save_termijn(
            session, velden, wie=wie, nu=now(), soorten=soorten(eigen), id=id_ or None, versie=versie
        )

    try:
        await in_db(request.app, werk)
    except TermijnFout as e:
        return await _toon(request, regel=id_ or None, invoer=invoer, getypt=namen, fouten=e.fouten, status=422)
    except AndersGeworden:
        melding = TEKSTEN["fouten"]["termijn_anders"]
        return await _toon(request, regel=id_, invoer=invoer, getypt=namen, foutmelding=melding, status=409)
    except GeenBeheerder:
        raise fout("geen_toegang") from None
    return redirect(f"/beheer/termijnen?melding={'termijn_veranderd' if id_ else 'termijn_gemaakt'}")


def _nummer(data: MultiDictProxy[Any], naam: str) -> int:
    ruw = _tekst(data, naam)
    return int(ruw) if ruw.isascii() and ruw.isdigit() and len(ruw) < 10 else 0


def _doe(code: str, werk: Callable[..., object], *, zeker: bool = False) -> Any:
    """A button: `werk` gets the session, the number and version of the term, who pressed it, and the application."""

    async def doe(request: web.Request) -> web.Response:
        data, wie = await request.post(), request["medewerker"]
        if zeker and data.get("zeker") != "ja":
            return await _toon(request, foutmelding=TEKSTEN["fouten"]["termijn_zeker"], status=422)
        id_, versie = int(request.match_info.get("id", 0)), _nummer(data, "versie")
        try:
            await in_db(request.app, lambda s: werk(s, id_, versie, wie, request.app))
        except AndersGeworden:
            return await _toon(request, foutmelding=TEKSTEN["fouten"]["termijn_anders_knop"], status=409)
        except GeenBeheerder:
            raise fout("geen_toegang") from None
        request.app[keys.HUB].publish((werkplek_event(),))
        return redirect(f"/beheer/termijnen?melding={code}")

    return doe


def _zet(aan: bool) -> Callable[..., object]:
    return lambda s, id_, versie, wie, app: termijnbeheer.switch_termijn(
        s, id_, versie=versie, aan=aan, wie=wie, nu=now()
    )


def _weg(s: Session, id_: int, versie: int, wie: Any, app: web.Application) -> None:
    termijnbeheer.remove_termijn(s, id_, versie=versie, wie=wie, nu=now())


def _terug(s: Session, id_: int, versie: int, wie: Any, app: web.Application) -> None:
    termijnbeheer.reset_termijnen(s, wie=wie, nu=now())


def _herreken(s: Session, id_: int, versie: int, wie: Any, app: web.Application) -> None:
    termijnbeheer.recount(s, wie=wie, werkgebied=app[keys.WERKGEBIED], nu=lokaal_nu(app))


_PAD = "/beheer/termijnen"
_EEN = f"{_PAD}/{{id:[0-9]{{1,9}}}}"
ROUTES = (
    Route("GET", _PAD, pagina, RECHT, pagina=True),
    Route("POST", _PAD, bewaar, RECHT, pagina=True),
    Route("POST", f"{_PAD}/terug", _doe("termijnen_terug", _terug, zeker=True), RECHT, pagina=True),
    Route("POST", f"{_PAD}/herreken", _doe("termijnen_herrekend", _herreken, zeker=True), RECHT, pagina=True),
    Route("POST", f"{_EEN}/aan", _doe("termijn_aan", _zet(True)), RECHT, pagina=True),
    Route("POST", f"{_EEN}/uit", _doe("termijn_uit", _zet(False)), RECHT, pagina=True),
    Route("POST", f"{_EEN}/weg", _doe("termijn_weg", _weg), RECHT, pagina=True),
)
