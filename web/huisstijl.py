"""The look of each gemeente: its colours as design tokens for the pages and the widget, checked at the start.

A colour that nobody can read is a mistake of the installation, so it stops the start like any other.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import yaml
from aiohttp import web

from overdracht.bewaartermijn import GESPREK as BEWAARD
from web import keys
from web.errors import fout
from web.route import IEDEREEN, Route
from werkgebied import Gemeente, Werkgebied, WerkgebiedFout

_REGELS: dict[str, Any] = yaml.safe_load(Path(__file__).with_suffix(".yml").read_text(encoding="utf-8"))
_HEX = re.compile(r"#(?:[0-9a-fA-F]{3}|[0-9a-fA-F]{6})")
_TOKEN = re.compile(r"(?:--)?utrecht-[a-z0-9-]+")
# No url(), no braces, no semicolons: a value can only be a value.
_WAARDE = re.compile(r"[\w\s#.,%()-]{1,100}")
_BEWAREN = "public, max-age=300"


def check_huisstijl(werkgebied: Werkgebied) -> None:
    """Raises WerkgebiedFout with the reason when a gemeente's look is unknown, unsafe or not readable."""
    for gemeente in werkgebied.gemeenten:
        for naam, waarde in gemeente.huisstijl.items():
            _check_waarde(gemeente, naam, waarde)
        _check_contrast(gemeente)


def _fout(soort: str, gemeente: Gemeente, **velden: object) -> WerkgebiedFout:
    return WerkgebiedFout(_REGELS["fouten"][soort].format(gemeente=gemeente.naam, **velden))


def _check_waarde(gemeente: Gemeente, naam: str, waarde: str) -> None:
    if naam in _REGELS["namen"]:
        if not _HEX.fullmatch(waarde):
            raise _fout("kleur", gemeente, naam=naam)
    elif not _TOKEN.fullmatch(naam):
        raise _fout("onbekend", gemeente, naam=naam, namen=", ".join(_REGELS["namen"]))
    elif not _WAARDE.fullmatch(waarde) or "url" in waarde.lower():
        raise _fout("waarde", gemeente, naam=naam)


def _check_contrast(gemeente: Gemeente) -> None:
    kleuren = _REGELS["standaard"] | dict(gemeente.huisstijl)
    for voor, achter, minst in _REGELS["paren"]:
        gemeten = contrast(kleuren[voor], kleuren[achter])
        if gemeten < minst:
            velden = {"contrast": f"{gemeten:.1f}", "minst": minst}
            raise _fout("contrast", gemeente, voor=kleuren[voor], achter=kleuren[achter], **velden)


def contrast(a: str, b: str) -> float:
    """The contrast of two hex colours as WCAG 2 defines it: from 1 (equal) to 21."""
    licht, donker = sorted((_helderheid(a), _helderheid(b)), reverse=True)
    return (licht + 0.05) / (donker + 0.05)


def _helderheid(kleur: str) -> float:
    cijfers = kleur.lstrip("#")
    if len(cijfers) == 3:
        cijfers = "".join(c * 2 for c in cijfers)
    waarden = (int(cijfers[i : i + 2], 16) / 255 for i in (0, 2, 4))
    rood, groen, blauw = (w / 12.92 if w <= 0.04045 else ((w + 0.055) / 1.055) ** 2.4 for w in waarden)
    return 0.2126 * rood + 0.7152 * groen + 0.0722 * blauw


def as_tokens(gemeente: Gemeente) -> dict[str, str]:
    """The gemeente's look as CSS custom properties."""
    uit: dict[str, str] = {}
    for naam, waarde in gemeente.huisstijl.items():
        for token in _REGELS["namen"].get(naam, [f"--{naam.lstrip('-')}"]):
            uit[token] = waarde
    return uit


def _gemeente(request: web.Request) -> Gemeente:
    gevonden = request.app[keys.WERKGEBIED].zoek_gemeente(request.match_info["gemeente"][:80])
    if gevonden is None:
        raise fout("niet_gevonden")
    return gevonden


async def stijlblad(request: web.Request) -> web.Response:
    """The look for pages: after basis.css, so that it wins."""
    regels = "".join(f"{token}: {waarde};" for token, waarde in as_tokens(_gemeente(request)).items())
    return web.Response(
        text=f":root, .voorbeeld-theme {{{regels}}}\n",
        content_type="text/css",
        charset="utf-8",
        headers={"Cache-Control": _BEWAREN},
    )


async def gegevens(request: web.Request) -> web.Response:
    """What the widget shows before a gesprek: whose it is, how to reach a person, and the colours."""
    g = _gemeente(request)
    return web.json_response(
        {
            "naam": g.naam,
            "team": g.team.naam,
            "telefoon": g.contact.telefoon,
            "bewaar_dagen": request.app[keys.INRICHTING].dagen(BEWAARD),
            "kleuren": as_tokens(g),
        },
        headers={"Cache-Control": _BEWAREN},
    )


ROUTES = (
    Route("GET", "/huisstijl/{gemeente}.css", stijlblad, IEDEREEN),
    Route("GET", "/huisstijl/{gemeente}.json", gegevens, IEDEREEN),
)
