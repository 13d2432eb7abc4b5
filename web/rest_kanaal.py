"""Rasa's own REST channel (REST_KANAAL=aan), so that tools of that ecosystem work unchanged.

A `sender` is a gesprek of its own, for as long as this process runs; without one each message is.
Only for testing and for tools: whoever knows a sender's name speaks in that gesprek.
"""

from __future__ import annotations

import uuid
from collections import OrderedDict
from typing import Any
from weakref import WeakKeyDictionary

from aiohttp import web

from web.chat import send_bericht, start_gesprek
from web.limieten import check_adres
from web.route import IEDEREEN, Route
from web.velden import lees_json

_MEESTE = 1000
# Sender -> gesprek, per application: one that is started takes no new parts.
_GESPREKKEN: WeakKeyDictionary[web.Application, OrderedDict[str, str]] = WeakKeyDictionary()


async def webhook(request: web.Request) -> web.Response:
    """`{"sender","message"}` → `[{"recipient_id","text","buttons"}]`, as rasa.core.channels.rest does."""
    await check_adres(request)
    data = await lees_json(request, "RasaBericht")
    sender = data.get("sender") or "default"
    gesprek_id = await _gesprek_van(request.app, sender)
    inhoud = {"payload" if data["message"].startswith("/") else "tekst": data["message"]}
    uitkomst = await send_bericht(request.app, gesprek_id, client_id=str(uuid.uuid4()), **inhoud)
    return web.json_response([_als_rasa(sender, a) for a in uitkomst.antwoorden])


async def _gesprek_van(app: web.Application, sender: str) -> str:
    bekend = _GESPREKKEN.setdefault(app, OrderedDict())
    if sender not in bekend:
        bekend[sender] = (await start_gesprek(app, None)).gesprek.id
        while len(bekend) > _MEESTE:
            bekend.popitem(last=False)
    bekend.move_to_end(sender)
    return bekend[sender]


def _als_rasa(sender: str, bericht: dict[str, Any]) -> dict[str, Any]:
    uit: dict[str, Any] = {"recipient_id": sender, "text": bericht["tekst"]}
    if bericht["knoppen"]:
        uit["buttons"] = [{"title": k["tekst"], "payload": k["payload"]} for k in bericht["knoppen"]]
    if bericht["voorzieningen"]:
        uit["custom"] = {"voorzieningen": bericht["voorzieningen"]}
    return uit


ROUTES = (Route("POST", "/webhooks/rest/webhook", webhook, IEDEREEN),)
