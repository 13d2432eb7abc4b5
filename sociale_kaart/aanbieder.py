"""A provider looks after its own entry: a personal link, and what is filled in lands as a draft.

Nothing a provider writes is shown before a redacteur approved it. The place of a shelter is neither
shown nor asked: a mailbox is read by more people than one.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from opslag.db import now
from sociale_kaart import edits, queries
from sociale_kaart.controles import controleer, is_email
from sociale_kaart.models import Aanbiederlink, Session, Voorziening
from sociale_kaart.velden import GEHEIM, VELDEN, Veldfout, als_json, velden_van
from sociale_kaart.versies import record_versie
from sociale_kaart.zicht import ZONDER_GRENS
from werkgebied import Werkgebied

GELDIG = dt.timedelta(days=60)


class LinkWerktNiet(edits.BestaatNiet):
    """This was a personal link, and it has been used, has expired or was replaced by a newer one."""


# What a provider knows best; which leefgebied or gemeente it belongs to is for the redactie.
VELDEN_AANBIEDER = (
    "naam", "omschrijving", "doelgroep", "kosten", "adres", "postcode", "plaats", "telefoon", "email", "website",
    "openingstijden", "route", "talen", "rolstoel", "tijdelijk_gesloten_tot",
)  # fmt: skip
# In the history, so that a redacteur sees who it came from.
WIE = "aanbieder"


def _hash(sleutel: str) -> str:
    return hashlib.sha256(sleutel.encode()).hexdigest()


def make_link(
    session: Session, id: str, *, email: str, wie: str, nu: dt.datetime | None = None, geldig: dt.timedelta = GELDIG
) -> str:
    """A new secret for this entry, for so long; an earlier one stops working. The secret is told once.

    Raises BestaatNiet, and Afgekeurd when the entry is not published or the address is none.
    """
    voorziening = edits.lock_voorziening(session, id)
    if voorziening.status != "gepubliceerd":
        raise edits.Afgekeurd([Veldfout("status", "dit kan alleen met een voorziening die gepubliceerd is.")])
    if not is_email(email):
        raise edits.Afgekeurd([Veldfout("email", "vul een e-mailadres in om de vraag naartoe te sturen.")])
    nu = nu or now()
    for oud in queries.read_aanbiederlinks(session, id):
        if oud.gebruikt_op is None and oud.geldig_tot > nu:
            oud.geldig_tot = nu
    sleutel = secrets.token_urlsafe(24)
    session.add(
        Aanbiederlink(
            voorziening_id=id, sleutel_hash=_hash(sleutel), email=email, wie=wie, gemaakt_op=nu, geldig_tot=nu + geldig
        )
    )
    session.flush()
    return sleutel


def find_link(session: Session, sleutel: str, *, nu: dt.datetime | None = None) -> tuple[Aanbiederlink, Voorziening]:
    """The link and its entry.

    Raises LinkWerktNiet for one that was used, expired or replaced (who has it may be told), and BestaatNiet alike
    for a wrong one and an entry that is no longer published.
    """
    link = queries.find_aanbiederlink(session, _hash(sleutel))
    voorziening = queries.get_published(session, link.voorziening_id, ZONDER_GRENS) if link is not None else None
    if link is None or voorziening is None:
        raise edits.BestaatNiet("link")
    if link.gebruikt_op is not None or link.geldig_tot <= (nu or now()):
        raise LinkWerktNiet("link")
    return link, voorziening


@dataclass(frozen=True)
class Linkstand:
    """How it stands with the last link of an entry: `open`, `gebruikt` or `verlopen`, and since or until when."""

    stand: str
    email: str
    op: dt.datetime


def read_linkstand(session: Session, id: str, *, nu: dt.datetime | None = None) -> Linkstand | None:
    """The last link of this entry; None when there never was one."""
    link = next(iter(queries.read_aanbiederlinks(session, id)), None)
    if link is None:
        return None
    if link.gebruikt_op is not None:
        return Linkstand("gebruikt", link.email, link.gebruikt_op)
    return Linkstand("open" if link.geldig_tot > (nu or now()) else "verlopen", link.email, link.geldig_tot)


def velden_voor(voorziening: Voorziening) -> list[str]:
    """The fields this provider may see and fill in."""
    return [n for n in VELDEN_AANBIEDER if not (voorziening.vertrouwelijk and n in GEHEIM)]


def submit(
    session: Session,
    sleutel: str,
    ingevuld: Mapping[str, str],
    *,
    werkgebied: Werkgebied,
    vandaag: dt.date,
    nu: dt.datetime | None = None,
) -> Voorziening:
    """Keep what the provider says as a draft to be approved: it is right (nothing filled in), or what must change.

    A draft that a redacteur is making stays; what the provider changed comes over it.
    Raises BestaatNiet and Afgekeurd.
    """
    nu = nu or now()
    eerst, _ = find_link(session, sleutel, nu=nu)
    voorziening = edits.lock_voorziening(session, eerst.voorziening_id)
    # Read again behind the lock: of two who send the same form one is too late.
    link, _ = find_link(session, sleutel, nu=nu)
    live = velden_van(voorziening)
    ruw = {n: w for n, w in ingevuld.items() if n in velden_voor(voorziening)}
    gelezen, fouten = controleer(live | ruw, werkgebied=werkgebied)
    if fouten:
        raise edits.Afgekeurd(fouten)
    anders = {n: gelezen[n] for n in ruw if gelezen[n] != live[n]}
    samen: dict[str, Any] = edits.velden_met_concept(voorziening) | anders | {"laatst_gecontroleerd": vandaag}
    voorziening.concept = als_json({n: w for n, w in samen.items() if n in VELDEN and w != live[n]}) or None
    voorziening.concept_status = "ter_beoordeling"
    voorziening.versie += 1
    link.gebruikt_op = nu
    wat = "voorstel van aanbieder" if anders else "bevestigd door aanbieder"
    record_versie(session, voorziening, wat, wie=f"{WIE} ({link.email})", velden=samen)
    session.flush()
    return voorziening
