"""Reading JSON that others send, checked against the schemas of `openapi.yml`.

The same schemas are published in /openapi.json, so what is documented is what is checked.
An answer names the field and the reason in Dutch, and never repeats the value.
"""

from __future__ import annotations

import json
import re
from functools import cache
from typing import Any

from aiohttp import web
from jsonschema import Draft202012Validator

from web.errors import Probleem, fout
from web.teksten import VELDFOUTEN, read_yaml

BESCHRIJVING = read_yaml("openapi.yml")
_TYPES = {"string": "tekst", "integer": "getal", "number": "getal", "boolean": "waar_onwaar", "array": "lijst"}
_GRENZEN = {
    "maxLength": "te_lang",
    "minLength": "te_kort",
    "minimum": "te_laag",
    "maximum": "te_hoog",
}
_VASTE_REDEN = {"pattern": "vorm", "format": "vorm", "const": "ongeldig"}
# A lone surrogate is valid JSON but no text: no database or network takes it.
_LOS = re.compile("[\ud800-\udfff]")


def veldfout(veld: str, reden: str, **velden: object) -> Probleem:
    """The problem that one field is wrong, by a reason of `teksten.yml`."""
    return fout("klopt_niet", fouten=[{"veld": veld, "reden": VELDFOUTEN[reden].format(**velden)}])


@cache
def _keurder(schema: str) -> Draft202012Validator:
    return Draft202012Validator({"$ref": f"#/components/schemas/{schema}", "components": BESCHRIJVING["components"]})


def keur(data: Any, schema: str) -> dict[str, Any]:
    """The data when it fits the schema; raises the problem `klopt_niet` with every wrong field."""
    if not isinstance(data, dict):
        raise veldfout("", "object")
    fouten = [f for e in _keurder(schema).iter_errors(data) for f in _uitleg(e)]
    if fouten:
        raise fout("klopt_niet", fouten=fouten[:20])
    return data


def _uitleg(e: Any) -> list[dict[str, str]]:
    veld = ".".join(str(deel) for deel in e.absolute_path)
    if e.validator == "required":
        missend = [n for n in e.validator_value if n not in e.instance]
        return [_reden(_plak(veld, n), "verplicht") for n in missend[:1]]
    if e.validator == "additionalProperties":
        bekend = e.schema.get("properties", {})
        return [_reden(_plak(veld, _naam(n)), "onbekend") for n in e.instance if n not in bekend]
    if e.validator == "oneOf":
        return [_reden(veld, "precies_een", keuzes=", ".join(s["required"][0] for s in e.validator_value))]
    if e.validator == "enum":
        return [_reden(veld, "keuze", keuzes=", ".join(str(k) for k in e.validator_value))]
    if e.validator in _GRENZEN:
        return [_reden(veld, _GRENZEN[e.validator], grens=e.validator_value)]
    if e.validator == "type":
        soort = e.validator_value if isinstance(e.validator_value, str) else e.validator_value[0]
        return [_reden(veld, _TYPES.get(soort, "object"))]
    return [_reden(veld, _VASTE_REDEN.get(str(e.validator), "ongeldig"))]


def _reden(veld: str, reden: str, **velden: object) -> dict[str, str]:
    return {"veld": veld, "reden": VELDFOUTEN[reden].format(**velden)}


def _plak(veld: str, naam: str) -> str:
    return f"{veld}.{naam}" if veld else naam


def _naam(naam: str) -> str:
    """A name the caller made up is repeated only when it looks like a name, not like a message."""
    return naam if re.fullmatch(r"[A-Za-z0-9_-]{1,40}", naam) else "?"


def lees_tekst_als_json(tekst: str | bytes) -> Any:
    """Parse JSON; raises the problem `onbegrijpelijk` for anything that is not, however deeply nested."""
    try:
        data = json.loads(tekst, parse_constant=_geen_getal)
        if _LOS.search(json.dumps(data, ensure_ascii=False)):
            raise fout("onbegrijpelijk")
    except (ValueError, RecursionError):
        raise fout("onbegrijpelijk") from None
    return data


def _geen_getal(naam: str) -> Any:
    raise ValueError(naam)


async def lees_json(request: web.Request, schema: str, *, leeg_mag: bool = False) -> dict[str, Any]:
    """The body of a request, checked. Raises problems 400, 413, 415 and 422."""
    if leeg_mag and not (await request.read()).strip():
        return keur({}, schema)
    return keur(await lees_ruwe_json(request), schema)


async def lees_ruwe_json(request: web.Request) -> Any:
    """The body of a request as JSON, for who checks its form elsewhere. Raises problems 400, 413 and 415."""
    ruw = await request.read()
    if request.content_type not in ("application/json", "application/octet-stream", "text/plain") and not (
        request.content_type.endswith("+json")
    ):
        raise fout("geen_json")
    return lees_tekst_als_json(ruw)


def lees_getal(request: web.Request, naam: str, standaard: int, *, grens: int) -> int:
    """A whole number of 0 or more from the query; raises the problem `klopt_niet`."""
    tekst = request.query.get(naam, "")
    if tekst == "":
        return standaard
    if not re.fullmatch(r"[0-9]{1,12}", tekst):
        raise veldfout(naam, "getal")
    if int(tekst) > grens:
        raise veldfout(naam, "te_hoog", grens=grens)
    return int(tekst)
