"""The OpenAPI 3.1 description: paths and who may call them from the route table, the rest from `openapi.yml`.

An API route that is not described there fails in a test, so the description stays whole.
"""

from __future__ import annotations

import json
import re
from typing import Any

from web.errors import API_PADEN
from web.route import GESPREK, GESPREK_SOCKET, IEDEREEN, Route
from web.schemas import schemas
from web.velden import BESCHRIJVING

# `{naam}` or `{naam:pattern}`, where the pattern may hold braces of its own.
_PARAMETER = re.compile(r"\{(\w+)(?::(?:[^{}]|\{[^{}]*\})*)?\}")
_PROBLEEM = {"$ref": "#/components/responses/Probleem"}
_IF_NONE_MATCH = {"name": "If-None-Match", "in": "header", "schema": {"type": "string"}}
# Published apart, with a version; part of the description as they are.
_GEPUBLICEERD = {"Verslag": "overdrachtsverslag-1", "Ondersteuningsplan": "ondersteuningsplan-1"}
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
        "components": {**BESCHRIJVING["components"], "schemas": {**BESCHRIJVING["components"]["schemas"], **_los()}},
    }


def _los() -> dict[str, Any]:
    """The published schemas as components: their own parts beside them, since not every tool follows an `$id`."""
    uit: dict[str, Any] = {}
    for naam, bestand in _GEPUBLICEERD.items():
        tekst = json.dumps(schemas()[bestand]).replace("#/$defs/", f"#/components/schemas/{naam}_")
        schema = json.loads(tekst)
        uit |= {f"{naam}_{deel}": inhoud for deel, inhoud in schema.pop("$defs", {}).items()}
        uit[naam] = {k: w for k, w in schema.items() if not k.startswith("$")}
    return uit


def _operatie(route: Route, pad: str) -> dict[str, Any]:
    tekst = BESCHRIJVING["operaties"].get(f"{route.methode} {pad}", {})
    status, schema = str(tekst.get("status", 200)), tekst.get("antwoord")
    antwoord: dict[str, Any] = {"description": tekst.get("antwoord_tekst", "Gelukt")}
    if schema:
        antwoord["content"] = _json(schema)
    elif "antwoord_soort" in tekst:
        antwoord["content"] = {tekst["antwoord_soort"]: {}}
    operatie: dict[str, Any] = {
        "operationId": tekst.get("id", route.handler.__name__),
        "summary": tekst.get("samenvatting", ""),
        "parameters": [*_padparameters(pad), *tekst.get("parameters", [])],
        "responses": {status: antwoord, **_fouten(route, pad, tekst)},
        "security": [] if route.wie == IEDEREEN else [{_VEILIGHEID.get(route.wie, "staf"): []}],
    }
    if tekst.get("etag"):
        operatie["parameters"].append(_IF_NONE_MATCH)
        antwoord["headers"] = {"ETag": {"schema": {"type": "string"}}}
        operatie["responses"]["304"] = {"description": "Niets veranderd sinds deze ETag"}
    if body := tekst.get("body"):
        operatie["requestBody"] = {
            "required": not tekst.get("body_mag_leeg", False),
            "content": _json(body),
        }
    for code, anders in tekst.get("ook", {}).items():
        operatie["responses"][code] = {"description": "Gelukt, maar beperkt", "content": _json(anders)}
    return operatie


def _fouten(route: Route, pad: str, tekst: dict[str, Any]) -> dict[str, Any]:
    """What may go wrong here; each is a problem (RFC 9457)."""
    codes = {400, 413, 500, 503, *tekst.get("fouten", ())}
    if route.wie != IEDEREEN:
        codes |= {401, 403}
    if "{" in pad:
        codes.add(404)
    if tekst.get("parameters") or "body" in tekst:
        codes.add(422)
    if "body" in tekst:
        codes |= {415, 429}
    if route.pad.endswith("/stroom"):
        codes.add(426)
    return {str(code): _PROBLEEM for code in sorted(codes)}


def _json(schema: str) -> dict[str, Any]:
    return {"application/json": {"schema": _schema(schema)}}


def _schema(naam: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{naam}"}


def _padparameters(pad: str) -> list[dict[str, Any]]:
    return [
        {"name": naam, "in": "path", "required": True, "schema": {"type": "string"}} for naam in _PARAMETER.findall(pad)
    ]
