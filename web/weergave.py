"""Pages from templates: one way to render, so that escaping and the frame around a page are always the same.

    return render(request, "werkplek/rij.html", overdrachten=…)

A template extends `basis.html` and fills the blocks `titel`, `inhoud` and, if needed, `scripts`.
In every template: `medewerker` (None for the public), `csrf` (the value of the hidden field),
`pad` (the path asked for), `werkgebied`, and what the handler passes.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

from aiohttp import web
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from web import keys
from web.tekstlinks import met_links

MAP = Path(__file__).parent / "templates"
_MAANDEN = (
    "januari", "februari", "maart", "april", "mei", "juni",
    "juli", "augustus", "september", "oktober", "november", "december",
)  # fmt: skip


def maak_sjablonen(app: web.Application) -> Environment:
    """The template environment: escapes always, and fails on a name nobody passed."""
    omgeving = Environment(
        loader=FileSystemLoader(MAP),
        autoescape=select_autoescape(default=True, default_for_string=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    werkgebied = app[keys.WERKGEBIED]

    def moment(waarde: dt.datetime | str) -> str:
        tijd = dt.datetime.fromisoformat(waarde) if isinstance(waarde, str) else waarde
        lokaal = werkgebied.lokale_tijd(tijd)
        return f"{lokaal.day} {_MAANDEN[lokaal.month - 1]} {lokaal.year} om {lokaal.hour}.{lokaal.minute:02d} uur"

    def datum(waarde: dt.date | str) -> str:
        dag = dt.date.fromisoformat(waarde[:10]) if isinstance(waarde, str) else waarde
        return f"{dag.day} {_MAANDEN[dag.month - 1]} {dag.year}"

    omgeving.filters["moment"] = moment
    omgeving.filters["datum"] = datum
    omgeving.filters["met_links"] = met_links
    omgeving.globals["werkgebied"] = werkgebied
    return omgeving


def render(request: web.Request, sjabloon: str, *, status: int = 200, **gegevens: Any) -> web.Response:
    """The template as a response, with what every page needs."""
    vast: dict[str, Any] = {
        "medewerker": request.get("medewerker"),
        "csrf": request.get("csrf", ""),
        "pad": request.path,
    }
    tekst = request.app[keys.SJABLONEN].get_template(sjabloon).render({**vast, **gegevens})
    return web.Response(status=status, text=tekst, content_type="text/html", charset="utf-8")


def redirect(pad: str) -> web.Response:
    """See other: after a form, so that a reload does not send it twice."""
    return web.Response(status=303, headers={"Location": pad})
