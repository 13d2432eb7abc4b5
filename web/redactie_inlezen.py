"""/redactie/inlezen: a file or a feed comes in, row by row told before anything changes; and the kaart goes out."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Coroutine
from typing import IO, TYPE_CHECKING, Any

from aiohttp import web

from sociale_kaart import exports
from web import inlezingen
from web.databank import lees_db
from web.errors import fout
from web.inlezingen import MEESTE_BYTES, Inlezing
from web.redactie_gemeen import RECHT, getal, keurder, melding, tekst
from web.redactie_teksten import REDENEN, VELDTEKST
from web.route import Route
from web.weergave import redirect, render
from web.zicht import zicht_nu

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

RIJEN_PER_PAGINA = 100
_BEZIG = ("ophalen", "proef", "inlezen")
_FORMATEN = {
    "csv": ("rekenblad", "text/csv", "sociale-kaart.csv"),
    "csv_letterlijk": ("csv", "text/csv", "sociale-kaart-letterlijk.csv"),
    "json": ("json", "application/json", "sociale-kaart.json"),
    "hsds": ("hsds", "application/json", "sociale-kaart-hsds.json"),
}
# Held, so that a running import is not forgotten halfway.
_LOPEND: set[asyncio.Task[None]] = set()


def _start(werk: Coroutine[Any, Any, None]) -> None:
    """Let it run beside the pages."""
    taak = asyncio.create_task(werk, name="inlezen")
    _LOPEND.add(taak)
    taak.add_done_callback(_LOPEND.discard)


async def begin(request: web.Request) -> web.Response:
    """Choose a file or an address, or take the kaart out."""
    return _toon_begin(request)


def _toon_begin(request: web.Request, reden: str = "") -> web.Response:
    return render(
        request, "redactie/inlezen.html", status=422 if reden else 200, reden=reden, melding=melding(request),
        mag=keurder(request).mag_direct, redenen=REDENEN,
    )  # fmt: skip


async def ontvang(request: web.Request) -> web.Response:
    """Take the file in, in parts, and begin the dry run; nothing of the kaart changes."""
    wie = request["medewerker"].naam
    inlezing, velden = await _neem_aan(request, wie)
    if velden.get("adres"):
        inlezing.zet(archiveer_rest=velden.get("archiveer_rest") == "ja")
        _start(inlezingen.haal_op(request.app, inlezing, velden["adres"]))
    elif inlezing.bestand.exists() and inlezing.bestand.stat().st_size:
        inlezing.zet(archiveer_rest=velden.get("archiveer_rest") == "ja")
        _start(inlezingen.verwerk(request.app, inlezing, dry_run=True))
    else:
        return _toon_begin(request, "Kies een bestand of vul een webadres in.")
    return redirect(f"/redactie/inlezen/{inlezing.sleutel}")


async def _neem_aan(request: web.Request, wie: str) -> tuple[Inlezing, dict[str, str]]:
    data = await request.post()
    velden = {n: tekst(data, n, 500) for n in ("adres", "archiveer_rest")}
    bestand = data.get("bestand")
    naam = bestand.filename if isinstance(bestand, web.FileField) else velden["adres"]
    inlezing = inlezingen.begin(request.app, naam=naam, wie=wie)
    if isinstance(bestand, web.FileField):
        await asyncio.to_thread(_kopieer, bestand.file, inlezing)
    return inlezing, velden


def _kopieer(bron: IO[bytes], inlezing: Inlezing) -> None:
    with inlezing.bestand.open("wb") as doel:
        while deel := bron.read(1 << 20):
            doel.write(deel)


def _vind(request: web.Request) -> Inlezing:
    inlezing = inlezingen.find(request.app, request.match_info["sleutel"])
    if inlezing is None:
        raise fout("niet_gevonden")
    return inlezing


async def stand(request: web.Request) -> web.Response:
    """How far it is, and then what each row would do; while it runs the page refreshes itself."""
    inlezing = _vind(request)
    wat = request.query.get("wat", "")
    pagina = max(getal(request.query.get("pagina", "1"), 1, grens=100_000), 1)
    nu = inlezing.lees()
    rijen, totaal = await asyncio.to_thread(
        inlezing.lees_rijen, wat=wat, vanaf=(pagina - 1) * RIJEN_PER_PAGINA, aantal=RIJEN_PER_PAGINA
    )
    response = render(
        request, "redactie/inlezing.html", stand=nu, sleutel=inlezing.sleutel, rijen=rijen, totaal=totaal, wat=wat,
        pagina=pagina, per_pagina=RIJEN_PER_PAGINA, bezig=nu["fase"] in _BEZIG, teksten=VELDTEKST, melding="",
        mag=keurder(request).mag_direct, redenen=REDENEN,
    )  # fmt: skip
    if nu["fase"] in _BEZIG:
        response.headers["Refresh"] = "2"
    return response


async def voer_in(request: web.Request) -> web.Response:
    """Bring in what was looked at; only by who may change at once what residents see, and only once."""
    inlezing, keurt = _vind(request), keurder(request)
    if not keurt.mag_direct:
        raise fout("geen_toegang").met(REDENEN["direct"])
    if inlezing.lees()["fase"] == "nagekeken":
        inlezing.zet(fase="inlezen", gedaan=0, wie=keurt.naam)
        _start(inlezingen.verwerk(request.app, inlezing, dry_run=False))
    return redirect(f"/redactie/inlezen/{inlezing.sleutel}")


async def uitvoer(request: web.Request) -> web.StreamResponse:
    """The whole kaart as a file; confidential places are not in it."""
    formaat, zicht = request.query.get("formaat", ""), zicht_nu(request.app)
    if formaat not in _FORMATEN:
        raise fout("niet_gevonden")
    wat, soort, naam = _FORMATEN[formaat]

    def schrijf(session: Session) -> IO[bytes]:
        # Beyond some megabytes on disk, so that the memory does not grow with the kaart.
        bestand = tempfile.SpooledTemporaryFile(max_size=4_000_000)  # noqa: SIM115  (closed below)
        for deel in exports.export(session, wat, zicht):
            bestand.write(deel.encode())
        bestand.seek(0)
        return bestand  # type: ignore[return-value]

    bestand = await lees_db(request.app, schrijf)
    try:
        koppen = {"Content-Type": f"{soort}; charset=utf-8", "Content-Disposition": f'attachment; filename="{naam}"'}
        response = web.StreamResponse(headers=koppen)
        await response.prepare(request)
        while deel := await asyncio.to_thread(bestand.read, 1 << 16):
            await response.write(deel)
        await response.write_eof()
        return response
    finally:
        bestand.close()


ROUTES = (
    Route("GET", "/redactie/inlezen", begin, RECHT, pagina=True),
    Route("POST", "/redactie/inlezen", ontvang, RECHT, pagina=True, max_body=MEESTE_BYTES),
    Route("GET", "/redactie/inlezen/{sleutel}", stand, RECHT, pagina=True),
    Route("POST", "/redactie/inlezen/{sleutel}", voer_in, RECHT, pagina=True),
    Route("GET", "/redactie/uitvoer", uitvoer, RECHT, pagina=True),
)
