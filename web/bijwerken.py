"""/bijwerken/{sleutel}: a provider confirms or corrects its own entry, with the personal link it was mailed.

The link is the only key. What is sent lands as a draft; a redacteur approves it before residents see it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from aiohttp import web

from sociale_kaart import aanbieder, edits
from sociale_kaart.velden import Veldfout, als_tekst
from web import keys
from web.databank import in_db, lees_db
from web.errors import fout
from web.limieten import Limiet, check_limiet
from web.redactie_gemeen import tekst, vandaag
from web.redactie_teksten import VELDTEKST
from web.route import IEDEREEN, Route
from web.weergave import render

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

# Nobody tries links one after the other.
_PER_ADRES = Limiet("bijwerken", 10, 30)


def _sleutel(request: web.Request) -> str:
    return request.match_info["sleutel"][:100].replace("\0", "")


async def _toon(
    request: web.Request, *, ingevuld: dict[str, str] | None = None, fouten: list[Veldfout] | None = None
) -> web.Response:
    def lees(session: Session) -> dict[str, Any] | None:
        try:
            _, voorziening = aanbieder.find_link(session, _sleutel(request))
        except aanbieder.LinkWerktNiet:
            return None
        except edits.BestaatNiet:
            raise fout("niet_gevonden") from None
        velden = aanbieder.velden_voor(voorziening)
        waarden = {n: als_tekst(n, getattr(voorziening, n)) for n in velden}
        return {"naam": voorziening.naam, "velden": velden, "waarden": waarden | (ingevuld or {})}

    gegevens = await lees_db(request.app, lees)
    if gegevens is None:
        return _werkt_niet(request)
    response = render(
        request, "bijwerken.html", status=422 if fouten else 200, teksten=VELDTEKST, klaar="",
        fouten={f.veld: f.reden for f in fouten or []}, **gegevens,
    )  # fmt: skip
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _werkt_niet(request: web.Request) -> web.Response:
    """Why the link opens nothing any more, and how to get another; without a word about the entry."""
    response = render(request, "bijwerken.html", status=410, klaar="werkt_niet", naam="", fouten={})
    response.headers["X-Robots-Tag"] = "noindex"
    return response


async def pagina(request: web.Request) -> web.Response:
    """The entry as it stands, to look at and correct."""
    await check_limiet(request, _PER_ADRES)
    return await _toon(request)


async def verstuur(request: web.Request) -> web.Response:
    """Keep what the provider says as a draft; the link has done its work then."""
    await check_limiet(request, _PER_ADRES)
    data = await request.post()
    klopt = tekst(data, "actie") == "klopt"
    ingevuld = {} if klopt else {n: tekst(data, n) for n in aanbieder.VELDEN_AANBIEDER if n in data}
    werkgebied, dag = request.app[keys.WERKGEBIED], vandaag(request)

    def werk(session: Session) -> None:
        aanbieder.submit(session, _sleutel(request), ingevuld, werkgebied=werkgebied, vandaag=dag)

    try:
        await in_db(request.app, werk)
    except edits.Afgekeurd as e:
        return await _toon(request, ingevuld=ingevuld, fouten=e.fouten)
    except aanbieder.LinkWerktNiet:
        return _werkt_niet(request)
    except edits.BestaatNiet:
        raise fout("niet_gevonden") from None
    return render(request, "bijwerken.html", klaar="klopt" if klopt else "gewijzigd", naam="", fouten={})


ROUTES = (
    Route("GET", "/bijwerken/{sleutel}", pagina, IEDEREEN, pagina=True),
    Route("POST", "/bijwerken/{sleutel}", verstuur, IEDEREEN, pagina=True),
)
