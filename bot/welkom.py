"""The opening of a gesprek: who it is (AI Act art. 50), what it can do and keeps, and the way to a person. No Rasa."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache

from actions.hulp import onderwerpknoppen
from actions.reactie import Bericht
from actions.teksten import knop, tekst
from bot.antwoord_vorm import bericht_vorm
from gesprek.antwoord import AntwoordBericht
from sociale_kaart import hulplijnen
from werkgebied import Gemeente, Werkgebied


@lru_cache(maxsize=1)
def _alarmnummer() -> str:
    lijn = hulplijnen.load().get("112")
    return lijn.nummer if lijn else "112"


def welkom(
    werkgebied: Werkgebied, gemeente: str | Gemeente | None, nu: dt.datetime, *, bewaar_dagen: int
) -> tuple[AntwoordBericht, ...]:
    """The first messages of every gesprek. gemeente: the one of the page the widget stands on, if known.

    bewaar_dagen: how long a gesprek is kept now.
    """
    plek = gemeente if isinstance(gemeente, Gemeente) else werkgebied.zoek_gemeente(gemeente)
    waar = tekst("welkom.gemeente", gemeente=plek.naam) if plek else tekst("welkom.gemeenten", naam=werkgebied.naam)
    begin = [
        tekst("welkom.wie", waar=waar),
        tekst("welkom.wat"),
        tekst("welkom.bewaart", dagen=bewaar_dagen),
    ]
    slot = [_mens(werkgebied, plek, nu), tekst("welkom.nood", nummer=_alarmnummer()), tekst("welkom.vraag")]
    # One thing a paragraph: who reads with difficulty loses their way in a block.
    berichten = [Bericht("\n".join(begin)), Bericht("\n".join(slot), [*onderwerpknoppen(), knop("mens")])]
    return tuple(bericht_vorm(bericht) for bericht in berichten)


def _mens(werkgebied: Werkgebied, gemeente: Gemeente | None, nu: dt.datetime) -> str:
    if gemeente is None:
        return tekst("welkom.mens_alle")
    open_nu = gemeente.team.openingstijden.open_nu_tekst(werkgebied.lokale_tijd(nu), werkgebied.feestdagen)
    return tekst("welkom.mens", team=gemeente.team.naam, telefoon=gemeente.contact.telefoon, open=open_nu)
