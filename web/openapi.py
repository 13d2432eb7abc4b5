"""The OpenAPI 3.1 description: paths and who may call them from the route table, the rest from `openapi.yml`.

An API route that is not described there fails in a test, so the description stays whole.
"""

from __future__ import annotations

import re
from typing import Any

from web.errors import API_PADEN
from web.route import GESPREK, GESPREK_SOCKET, IEDEREEN, Route
from web.velden import BESCHRIJVING

# `{naam}` or `{naam:pattern}`, where the pattern may hold braces of its own.
_PARAMETER = re.compile(r"\{(\w+)(?::(?:[^{}]|\{[^{}]*\})*)?\}")
_PROBLEEM = {"$ref": "#/components/responses/Probleem"}
_IF_NONE_MATCH = {"name": "If-None-Match", "in": "header", "schema": {"type": "string"}}
_VEILIGHEID = {GESPREK: "gesprek", GESPREK_SOCKET: "gesprek"}


def is_api(route: Route) -> bool:
    """Whether programs of others use it; pages, their files and their own streams are not described."""
    return not route.pagina and route.pad.startswith(API_PADEN)


def beschrijf(routes: tuple[Route, ...], publieke_url: str) -> dict[str, Any]:
    """The whole description as JSON data."""
    paden: dict[str, dict[str, Any]] = {}
    for route in routes:
        if is_api(route):
            pad = _PARAMETER.sub(r"{\1}", route.pad)
            paden.setdefault(pad, {})[route.methode.lower()] = _operatie(route, pad)
    return {
        "openapi": "3.1.0",
        "info": BESCHRIJVING["info"],
        "servers": [{"url": publieke_url}],
        "paths": paden,
        "components": BESCHRIJVING["components"],
    }


def _operatie(route: Route, pad: str) -> dict[str, Any]:
    tekst = BESCHRIJVING["operaties"].get(f"{route.methode} {pad}", {})
    status, schema = str(tekst.get("status", 200)), tekst.get("antwoord")
    antwoord: dict[str, Any] = {"description": tekst.get("antwoord_tekst", "Gelukt")}
    if schema:
        antwoord["content"] = {"application/json": {"schema": _schema(schema)}}
    elif "antwoord_soort" in tekst:
        antwoord["content"] = {tekst["antwoord_soort"]: {}}
    operatie: dict[str, Any] = {
        "operationId": tekst.get("id", route.handler.__name__),
        "summary": tekst.get("samenvatting", ""),
        "parameters": [*_padparameters(pad), *tekst.get("parameters", [])],
        "responses": {status: antwoord, "default": _PROBLEEM},
        "security": [] if route.wie == IEDEREEN else [{_VEILIGHEID.get(route.wie, "staf"): []}],
    }
    if tekst.get("etag"):
        operatie["parameters"].append(_IF_NONE_MATCH)
        antwoord["headers"] = {"ETag": {"schema": {"type": "string"}}}
        operatie["responses"]["304"] = {"description": "Niets veranderd sinds deze ETag"}
    if body := tekst.get("body"):
        operatie["requestBody"] = {
            "required": not tekst.get("body_mag_leeg", False),
            "content": {"application/json": {"schema": _schema(body)}},
        }
    return operatie


def _schema(naam: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{naam}"}


def _padparameters(pad: str) -> list[dict[str, Any]]:
    return [
        {"name": naam, "in": "path", "required": True, "schema": {"type": "string"}} for naam in _PARAMETER.findall(pad)
    ]
