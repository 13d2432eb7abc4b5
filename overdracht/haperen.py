"""Which ways out fail at the moment: told by the newest thing that was sent by each."""

from __future__ import annotations

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from overdracht.models import UitPost

# Kind of post -> the way it goes, as /readyz names it. A `nieuw` goes by mail where there is no Open Klant.
WEG_VAN = {
    "openklant": "openklant", "openklant_wijzigen": "openklant", "openklant_sluiten": "openklant",
    "bevestiging": "mail", "termijnen": "mail", "controle": "mail", "aanbieder": "mail", "nieuw": "mail",
    "spoed": "mail", "zonder_openklant": "mail", "nieuw_moment": "mail", "gebeld": "mail",
    "beloften": "mail", "code_opnieuw": "mail", "collega": "mail", "bericht_wacht": "mail",
    "webhook": "webhook",
}  # fmt: skip
# How far back is looked: /readyz is asked every few seconds and must cost the same however long the outbox is.
_TERUG = 500
_GEPROBEERD = or_(UitPost.status.in_(("klaar", "mislukt")), UitPost.fout != "")


def find_haperend(session: Session) -> set[str]:
    """The ways of which the newest post that was tried did not arrive (yet)."""
    laatste = select(func.max(UitPost.id) - _TERUG).scalar_subquery()
    nieuwste = (
        select(func.max(UitPost.id))
        .where(UitPost.id > laatste, UitPost.pogingen > 0, _GEPROBEERD)
        .group_by(UitPost.soort)
        .scalar_subquery()
    )
    rijen = session.execute(select(UitPost.id, UitPost.soort, UitPost.status).where(UitPost.id.in_(nieuwste)))
    per_weg: dict[str, tuple[int, str]] = {}
    for id, soort, status in rijen.tuples():
        weg = WEG_VAN.get(soort, soort)
        per_weg[weg] = max(per_weg.get(weg, (0, "")), (id, status))
    return {weg for weg, (_, status) in per_weg.items() if status != "klaar"}
