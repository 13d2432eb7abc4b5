"""What comes in and is no HTTP: refused with the same headers and in the same form as every other error.

aiohttp answers such a request itself, before there is an application to ask: with the name and release of the
software, with a piece of what was sent, and without the headers of `web.headers`.
"""

from __future__ import annotations

from typing import Any

from aiohttp import web
from aiohttp.web_protocol import RequestHandler

from web import keys
from web.errors import Probleem, problem
from web.headers import kale_koppen


class _Verbinding(RequestHandler):
    """One connection, as aiohttp makes it, with an answer of our own for what cannot be read."""

    __slots__ = ()

    def handle_error(
        self,
        request: web.BaseRequest,
        status: int = 500,
        exc: BaseException | None = None,
        message: str | None = None,
    ) -> web.StreamResponse:
        super().handle_error(request, status, exc, message)
        tekst = Probleem("onbegrijpelijk" if status < 500 else "ging_mis")
        response = problem(status, tekst.titel, tekst.detail, code=tekst.code)
        koppen = getattr(self._manager, "koppen", None)
        response.headers.update(koppen or {})
        response.force_close()
        return response


class _Luisteraar(web.Server):
    """Makes each connection one of ours."""

    koppen: dict[str, str]

    def __call__(self) -> RequestHandler:
        return _Verbinding(self, loop=self._loop, **self._kwargs)


class Runner(web.AppRunner):
    """aiohttp's runner, whose connections are ours."""

    __slots__ = ()

    async def _make_server(self) -> web.Server:
        server = await super()._make_server()
        # The server is made deep inside the application, which offers no way to name another kind of connection.
        luisteraar: Any = server
        luisteraar.__class__ = _Luisteraar
        luisteraar.koppen = kale_koppen(self.app.get(keys.SETTINGS))
        return server
