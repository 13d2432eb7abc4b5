"""The language of the fixed texts of /chat, and pictures on its choices: asked for in the address, kept nowhere.

The gesprek itself stays Dutch. So does the text of the consent: a translation stands beside it.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

from aiohttp import web

from web.teksten import read_yaml

TEKSTEN: dict[str, dict[str, Any]] = read_yaml("chat_talen.yml")
STANDAARD = "nl"
# Drawn for the widget; the same ones here.
PADEN: dict[str, str] = json.loads((Path(__file__).parent / "widget/src/pictogrammen.json").read_text(encoding="utf-8"))
_ONDERWERP = re.compile(r'/kies_onderwerp\{"onderwerp":"(\w+)"\}')


def taal_van(request: web.Request) -> str:
    """The code of the language that was asked for, or Dutch."""
    gevraagd = request.query.get("taal", "")
    return gevraagd if gevraagd in TEKSTEN else STANDAARD


def richting(taal: str) -> str:
    """The writing direction as HTML names it."""
    return "rtl" if taal == "ar" else "ltr"


def is_eenvoudig(request: web.Request) -> bool:
    """Whether the main choices come as pictures with a word or two."""
    return request.query.get("plaatjes") == "ja"


def blijf_zo(request: web.Request, pad: str, **anders: str) -> str:
    """The address with what was asked for in it, so that the next page comes in the same way.

    anders: `taal` or `plaatjes`, for a page that differs in it. What is usual stands in no address.
    """
    keuzes = {"taal": taal_van(request), "plaatjes": "ja" if is_eenvoudig(request) else "", **anders}
    gewoon = {"taal": STANDAARD, "plaatjes": ""}
    delen = [f"{naam}={waarde}" for naam, waarde in keuzes.items() if waarde != gewoon[naam]]
    stuk = urlsplit(pad)
    return stuk._replace(query="&".join([*([stuk.query] if stuk.query else []), *delen])).geturl()


def plaatje_van(payload: str) -> str:
    """The picture that belongs to a choice; empty when it has none."""
    if payload == "/medewerker":
        return "mens"
    onderwerp = _ONDERWERP.fullmatch("".join(payload.split()))
    return onderwerp[1] if onderwerp and onderwerp[1] in PADEN else ""


def paginataal(request: web.Request) -> dict[str, Any]:
    """For the page: its texts in the language that was asked for, and the ways to the same page in another form."""
    taal = taal_van(request)
    gemeente = request.query.get("gemeente")
    hier = f"/chat?gemeente={quote(gemeente)}" if gemeente else "/chat"
    return {
        "taal": taal,
        "t": TEKSTEN[taal],
        "richting": richting(taal),
        "talen": {code: t["naam"] for code, t in TEKSTEN.items()},
        "in_taal": lambda code: blijf_zo(request, hier, taal=code),
        "naar": lambda pad: blijf_zo(request, pad),
        "eenvoudig": is_eenvoudig(request),
        "anders": blijf_zo(request, hier, plaatjes="" if is_eenvoudig(request) else "ja"),
        "plaatje_van": plaatje_van,
        "paden": PADEN,
        "tekst_nl": TEKSTEN[STANDAARD]["verslag"],
        "nl_keuze": TEKSTEN[STANDAARD]["keuze"],
    }
