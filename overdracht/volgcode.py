"""The volgcode: the second secret, beside the kenmerk, with which a resident follows an overdracht.

It is derived from the gesprek's own token and the secret of the installation. So the chat and the mail can tell it
again, nothing that opens something is stored, and a copy of the database alone does not give it.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from gesprek import queries as gesprekken
from gesprek.sleutel import hash_token, same_secret
from opslag.db import geheim_van, now
from overdracht import queries
from overdracht.kenmerk import make_code, schoon

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from overdracht.models import Overdracht

# Once the code came from the database alone, and its hash was stored. Such a code was mailed and written
# down, so it opens its overdracht for as long as an ordinary case takes (six weeks and two), and a month.
OUDE_CODE = dt.timedelta(days=90)


def read_volgcode(session: Session, overdracht: Overdracht) -> str:
    """The code of this overdracht, the same each time; another one when the secret of the installation changed."""
    gesprek = gesprekken.get_gesprek(session, overdracht.gesprek_id)
    token = gesprek.token_hash if gesprek else ""
    return make_code(geheim_van(session), f"{overdracht.kenmerk}\0{token}")


def check_volgcode(session: Session, kenmerk: str, code: str, *, nu: dt.datetime | None = None) -> Overdracht | None:
    """The overdracht this kenmerk and code open together; None alike for an unknown kenmerk and a wrong code."""
    overdracht = queries.get_overdracht(session, schoon(kenmerk))
    if overdracht is None:
        return None
    if same_secret(hash_token(schoon(code)), hash_token(read_volgcode(session, overdracht))):
        return overdracht
    oud = _is_oude_code(overdracht, code) and (nu or now()) - overdracht.aangemaakt_op < OUDE_CODE
    return overdracht if oud else None


def is_verlopen_code(session: Session, kenmerk: str, code: str) -> bool:
    """Whether this was the right code once: who has it is told why it opens nothing any more."""
    overdracht = queries.get_overdracht(session, schoon(kenmerk))
    return overdracht is not None and _is_oude_code(overdracht, code)


def _is_oude_code(overdracht: Overdracht, code: str) -> bool:
    return same_secret(hash_token(schoon(code)), overdracht.volgcode_hash)
