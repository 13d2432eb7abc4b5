"""Answers that a client may keep: who has the same already gets an empty 304."""

from __future__ import annotations

import hashlib
from typing import Any

from aiohttp import ETag, web

# Always ask whether it is still the same: a corrected number must be seen by the next question.
_BEWAREN = "public, no-cache"


def json_met_etag(request: web.Request, data: Any) -> web.Response:
    """The data as JSON with an ETag drawn from the bytes themselves, or 304 when the client holds exactly these."""
    response = web.json_response(data)
    body = response.body
    response.etag = ETag(hashlib.sha256(body if isinstance(body, bytes) else b"").hexdigest()[:32])
    response.headers["Cache-Control"] = _BEWAREN
    gevraagd = request.if_none_match or ()
    if any(tag.value in ("*", response.etag.value) for tag in gevraagd):
        koppen = {"ETag": response.headers["ETag"], "Cache-Control": _BEWAREN}
        return web.Response(status=304, headers=koppen)
    return response
