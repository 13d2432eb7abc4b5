"""What a route is: method, path, handler and who may call it, declared together."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from aiohttp import web

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

# Who may call a route. `gesprek`: the holder of that gesprek's token. `staf:<recht>`: a medewerker whose
# role has that right (overdracht.staf.RECHTEN). `iedereen`: public, nothing personal in it.
IEDEREEN = "iedereen"
GESPREK = "gesprek"
# Like `gesprek`, but the token may also come in the first message, since a browser's WebSocket sends no headers.
GESPREK_SOCKET = "gesprek-socket"
# Any medewerker who is logged in, whatever the role.
STAF = "staf"


@dataclass(frozen=True)
class Route:
    """One line of the route table. A route without a rule about who may call it cannot be written.

    `max_body` (bytes) is for pages that take a file; everything else has the common limit.
    `merkt_weg`: the handler answers by itself as if there was no access when the gesprek is gone, so that a token
    that opened it before need not be looked up again.
    """

    methode: str
    pad: str
    handler: Handler
    wie: str
    # A page answers an error with a page, an API with problem+json.
    pagina: bool = False
    max_body: int | None = None
    merkt_weg: bool = False
