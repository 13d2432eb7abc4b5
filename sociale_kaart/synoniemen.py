"""Everyday words and what the kaart calls them: kept by redacteuren, used by the very next question."""

from __future__ import annotations

from sociale_kaart import queries
from sociale_kaart.edits import Afgekeurd
from sociale_kaart.models import Session, Synoniem
from sociale_kaart.velden import Veldfout
from taal.woorden import termen

_LANGSTE_WOORD, _LANGSTE_BETEKENIS = 80, 200


def list_synoniemen(session: Session) -> list[Synoniem]:
    """All synonyms, by word."""
    return queries.read_synoniemen(session)


def add_synoniem(session: Session, woord: str, betekent: str, *, wie: str) -> Synoniem:
    """Say that residents who write `woord` mean `betekent` (a word or some words of the kaart).

    The same pair twice is stored once. Raises Afgekeurd.
    """
    woord, betekent = " ".join(woord.split()), " ".join(betekent.split())
    fouten = [*_fout("woord", woord, _LANGSTE_WOORD), *_fout("betekent", betekent, _LANGSTE_BETEKENIS)]
    if not fouten and termen(woord) == termen(betekent):
        fouten.append(Veldfout("betekent", "dit is hetzelfde woord. De assistent kent het al."))
    if fouten:
        raise Afgekeurd(fouten)
    bestaand = queries.find_synoniem(session, woord, betekent)
    if bestaand is not None:
        return bestaand
    synoniem = Synoniem(woord=woord, betekent=betekent, wie=wie)
    session.add(synoniem)
    session.flush()
    return synoniem


def _fout(veld: str, tekst: str, lengte: int) -> list[Veldfout]:
    if not tekst:
        return [Veldfout(veld, "mag niet leeg zijn.")]
    if len(tekst) > lengte:
        return [Veldfout(veld, f"is te lang: er passen {lengte} tekens.")]
    if "\x00" in tekst or not termen(tekst):
        return [Veldfout(veld, "hier staat geen woord in waarop gezocht kan worden.")]
    return []


def delete_synoniem(session: Session, id: int) -> bool:
    """Forget a synonym; False when it was not there."""
    synoniem = session.get(Synoniem, id)
    if synoniem is None:
        return False
    session.delete(synoniem)
    session.flush()
    return True
