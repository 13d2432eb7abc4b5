"""What a resident's client may ask over the socket. Each command is checked like the body of a request."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

from web import keys
from web.chat import mark_gelezen, send_bericht
from web.errors import fout
from web.teksten import BERICHTEN
from web.velden import keur

if TYPE_CHECKING:
    from web.stroom import Stroom

# Seconds between two signs that somebody is typing; more often tells nothing new.
_TYPT_HOOGSTENS = 1.0


async def voer_uit(client: Stroom, opdracht: Any) -> None:
    """Do one command; raises a problem that becomes an error event."""
    soort = opdracht.get("soort") if isinstance(opdracht, dict) else None
    werk = _OPDRACHTEN.get(soort) if isinstance(soort, str) else None
    if werk is None:
        raise fout("onbegrijpelijk").met(BERICHTEN["socket"]["onbekend"])
    await werk(client, opdracht)


async def _bericht(client: Stroom, opdracht: dict[str, Any]) -> None:
    data = keur({k: v for k, v in opdracht.items() if k != "soort"}, "BerichtNieuw")
    uitkomst = await send_bericht(client.app, client.gesprek_id, wacht=False, adres=client.adres, **data)
    # The message and its answers come by the stream like everybody's; this says that it was kept.
    client.antwoord(
        {"soort": "ontvangen", "client_id": data["client_id"], "volgnummer": uitkomst.bericht["volgnummer"]}
    )


async def _typt(client: Stroom, opdracht: dict[str, Any]) -> None:
    nu = time.monotonic()
    if nu - client.typte_op >= _TYPT_HOOGSTENS:
        client.typte_op = nu
        client.app[keys.HUB].meld(f"gesprek:{client.gesprek_id}", "typt", {"wie": "inwoner"})


async def _gelezen(client: Stroom, opdracht: dict[str, Any]) -> None:
    data = keur({k: v for k, v in opdracht.items() if k != "soort"}, "Gelezen")
    await mark_gelezen(client.app, client.gesprek_id, data["volgnummer"])


async def _ping(client: Stroom, opdracht: dict[str, Any]) -> None:
    client.antwoord({"soort": "pong"})


async def _aanmelden(client: Stroom, opdracht: dict[str, Any]) -> None:
    """Said twice, or said while the token already came with the request: no harm."""
    client.antwoord({"soort": "aangemeld"})


_OPDRACHTEN: dict[str, Callable[[Stroom, dict[str, Any]], Awaitable[None]]] = {
    "bericht": _bericht,
    "typt": _typt,
    "gelezen": _gelezen,
    "ping": _ping,
    "aanmelden": _aanmelden,
}
