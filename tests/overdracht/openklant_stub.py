"""A stand-in for Open Klant 2.18 with the traps of the real one: strict limits, no idempotency, dropped fields."""

from __future__ import annotations

import re
import uuid
from typing import Any

from aiohttp import web

from opslag.db import Database
from overdracht.openklant import OpenKlantVerzender
from overdracht.openklant_client import OpenKlant
from overdracht.openklant_inhoud import OPENKLANT
from overdracht.outbox import Outbox

PAD = "/klantinteracties/api/v1"
TELEFOON = re.compile(r"^(0[1-9][0-9]{8}|\+[0-9]{9,15}|00[0-9]{7,13})$")
_FILTERS = {
    "actoren": {"actoridentificatorObjectId": "objectId", "actoridentificatorCodeObjecttype": "codeObjecttype"},
    "klantcontacten": {
        "onderwerpobject__onderwerpobjectidentificatorObjectId": "objectId",
        "onderwerpobject__onderwerpobjectidentificatorCodeRegister": "codeRegister",
    },
    "betrokkenen": {"hadKlantcontact__uuid": "klantcontact"},
    "digitaleadressen": {"verstrektDoorBetrokkene__uuid": "betrokkene", "soortDigitaalAdres": "soort"},
    "actorklantcontacten": {"actor__uuid": "actor", "klantcontact__uuid": "klantcontact"},
    "internetaken": {"aanleidinggevendKlantcontact__uuid": "klantcontact"},
}


class Stub:
    """Keeps what it is given per resource. `breek`: path parts that fail with 503; `na_schrijven`: after storing."""

    def __init__(self) -> None:
        self.rijen: dict[str, list[dict[str, Any]]] = {naam: [] for naam in _FILTERS}
        self.breek: set[str] = set()
        self.na_schrijven: set[str] = set()
        self.vergeet: set[str] = set()
        self.verwijderd: list[str] = []
        self.weiger_adres = ""
        self.token = "goed"
        self.vragen = 0

    def app(self) -> web.Application:
        app = web.Application(middlewares=[self._bewaker])
        app.router.add_post(PAD + "/maak-klantcontact", self.maak_klantcontact)
        app.router.add_get(PAD + "/{soort}", self.lijst)
        app.router.add_post(PAD + "/{soort}", self.nieuw)
        app.router.add_get(PAD + "/{soort}/{uuid}", self.een)
        app.router.add_patch(PAD + "/{soort}/{uuid}", self.wijzig)
        app.router.add_delete(PAD + "/{soort}/{uuid}", self.weg)
        return app

    @web.middleware
    async def _bewaker(self, request: web.Request, handler: Any) -> web.StreamResponse:
        self.vragen += 1
        if request.headers.get("Authorization") != f"Token {self.token}":
            return web.json_response({"code": "not_authenticated"}, status=401)
        deel = request.path.removeprefix(PAD).split("/")[1]
        if deel in self.breek and request.method != "GET":
            return web.json_response({}, status=503)
        antwoord = await handler(request)
        if deel in self.na_schrijven and request.method == "POST":
            self.na_schrijven.discard(deel)
            return web.json_response({}, status=502)
        return antwoord  # type: ignore[no-any-return]

    def _fout(self, naam: str, code: str) -> web.Response:
        return web.json_response({"invalidParams": [{"name": naam, "code": code, "reason": "…"}]}, status=400)

    def _zet(self, resource: str, /, **velden: Any) -> dict[str, Any]:
        rij = {"uuid": str(uuid.uuid4()), **velden}
        self.rijen[resource].append(rij)
        return rij

    async def maak_klantcontact(self, request: web.Request) -> web.Response:
        data = await request.json()
        k = data["klantcontact"]
        for naam, grens in (("onderwerp", 200), ("inhoud", 1000), ("kanaal", 50)):
            if len(k[naam]) > grens:
                return self._fout(f"klantcontact.{naam}", "max_length")
        if any(len(w) > 255 for w in k["metadata"].values()):
            return self._fout("klantcontact.metadata", "max_length")
        k = {n: w for n, w in k.items() if n not in self.vergeet}
        rij = self._zet("klantcontacten", **data["onderwerpobject"]["onderwerpobjectidentificator"], **k)
        betrokkene = self._zet("betrokkenen", klantcontact=rij["uuid"], **data["betrokkene"])
        return web.json_response({"klantcontact": rij, "betrokkene": betrokkene}, status=201)

    async def nieuw(self, request: web.Request) -> web.Response:
        soort, data = request.match_info["soort"], await request.json()
        if soort == "actoren":
            rij = self._zet(soort, naam=data["naam"], soortActor=data["soortActor"], **data["actoridentificator"])
        elif soort == "digitaleadressen":
            if len(data["adres"]) > 80:
                return self._fout("adres", "max_length")
            if data["soortDigitaalAdres"] == "telefoonnummer" and not TELEFOON.match(data["adres"]):
                return self._fout("adres", "invalid")
            if data["soortDigitaalAdres"] == self.weiger_adres:
                return self._fout("adres", "invalid")
            betrokkene = data["verstrektDoorBetrokkene"]["uuid"]
            adres = "" if "adres" in self.vergeet else data["adres"]
            rij = self._zet(soort, adres=adres, soort=data["soortDigitaalAdres"], betrokkene=betrokkene)
        elif soort == "actorklantcontacten":
            rij = self._zet(soort, actor=data["actor"]["uuid"], klantcontact=data["klantcontact"]["uuid"])
        elif soort == "internetaken":
            if len(data["toelichting"]) > 1000:
                return self._fout("toelichting", "max_length")
            velden = {n: data[n] for n in ("toegewezenAanActoren", "status", "toelichting", "gevraagdeHandeling")}
            velden = {n: w for n, w in velden.items() if n not in self.vergeet}
            rij = self._zet(soort, klantcontact=data["aanleidinggevendKlantcontact"]["uuid"], **velden)
        else:
            return web.json_response({}, status=404)
        return web.json_response(rij, status=201)

    async def lijst(self, request: web.Request) -> web.Response:
        soort = request.match_info["soort"]
        if set(request.query) - set(_FILTERS[soort]):
            return self._fout(next(iter(request.query)), "unknown-parameters")
        raak = [
            rij for rij in self.rijen[soort]
            if all(rij.get(_FILTERS[soort][naam]) == waarde for naam, waarde in request.query.items())
        ]  # fmt: skip
        return web.json_response({"count": len(raak), "results": raak})

    def _vind(self, request: web.Request) -> dict[str, Any]:
        for rij in self.rijen[request.match_info["soort"]]:
            if rij["uuid"] == request.match_info["uuid"]:
                return rij
        raise web.HTTPNotFound

    async def een(self, request: web.Request) -> web.Response:
        return web.json_response(self._vind(request))

    async def wijzig(self, request: web.Request) -> web.Response:
        rij, data = self._vind(request), await request.json()
        for naam, grens in (("onderwerp", 200), ("inhoud", 1000), ("adres", 80)):
            if len(data.get(naam, "")) > grens:
                return self._fout(naam, "max_length")
        rij.update({n: w for n, w in data.items() if n not in self.vergeet})
        return web.json_response(rij)

    async def weg(self, request: web.Request) -> web.Response:
        rij = self._vind(request)
        self.rijen[request.match_info["soort"]].remove(rij)
        self.verwijderd.append(rij["uuid"])
        return web.Response(status=204)


def outbox_naar(database: Database, client: OpenKlant) -> Outbox:
    """An outbox that sends all there is for Open Klant there; the mail to the resident goes nowhere."""
    return Outbox(database, {**dict.fromkeys(OPENKLANT, OpenKlantVerzender(database, client)), "bevestiging": None})
