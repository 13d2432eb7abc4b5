"""Making one entry of two: first told what would move, then done, and undone when it was wrong."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from opslag.db import now
from sociale_kaart.edits import Afgekeurd, BestaatNiet, lock_voorziening
from sociale_kaart.models import Samenvoeging, Session, Voorziening
from sociale_kaart.velden import GEHEIM, VELDEN, Veldfout, als_json, als_tekst, lees_velden, velden_van
from sociale_kaart.versies import Verschil, record_versie

# These belong to an entry itself and never move.
_BLIJFT = ("id", "naam", "status", "vertrouwelijk", "laatst_gecontroleerd", "toegang")


@dataclass(frozen=True)
class Voorstel:
    """What merging does: fields that come over, and fields of the other that would be lost."""

    verplaatst: tuple[Verschil, ...]
    vervalt: tuple[Verschil, ...]


def _nieuwe_waarden(blijft: Voorziening, weg: Voorziening) -> dict[str, Any]:
    """Empty fields are filled from the other; lists become the two together."""
    links, rechts = velden_van(blijft), velden_van(weg)
    nieuw: dict[str, Any] = {}
    for naam, veld in VELDEN.items():
        if naam in _BLIJFT or not rechts[naam]:
            continue
        if naam in GEHEIM and weg.vertrouwelijk and not blijft.vertrouwelijk:
            # The place of a shelter never moves to an entry that everybody sees.
            continue
        # An empty list of gemeenten means everywhere, which is more than any list.
        if veld.soort == "lijst" and (links[naam] or naam not in ("gemeenten", "kernen")):
            samen = list(dict.fromkeys([*links[naam], *rechts[naam]]))
            if samen != links[naam]:
                nieuw[naam] = samen
        elif veld.soort != "lijst" and links[naam] in (None, ""):
            nieuw[naam] = rechts[naam]
    return nieuw


def preview_merge(blijft: Voorziening, weg: Voorziening) -> Voorstel:
    """What would move from `weg` to `blijft`, and what would not."""
    nieuw = _nieuwe_waarden(blijft, weg)
    links, rechts = velden_van(blijft), velden_van(weg)
    verplaatst = [Verschil(n, als_tekst(n, links[n]), als_tekst(n, w)) for n, w in nieuw.items()]
    vervalt = [
        Verschil(n, als_tekst(n, links[n]), als_tekst(n, rechts[n]))
        for n in VELDEN
        if n not in nieuw
        and n not in ("id", "status")
        and not (n in GEHEIM and weg.vertrouwelijk)
        and rechts[n] not in (None, "", [], links[n])
        and VELDEN[n].soort != "lijst"
    ]
    return Voorstel(tuple(verplaatst), tuple(vervalt))


def merge(session: Session, blijft_id: str, weg_id: str, *, wie: str) -> Samenvoeging:
    """Move what is missing from the one to the other and archive the one.

    Raises BestaatNiet, and Afgekeurd when both are the same entry or a concept would be lost.
    """
    if blijft_id == weg_id:
        raise Afgekeurd([Veldfout("id", "kies twee verschillende voorzieningen.")])
    # In a fixed order, so that two merges at once wait for one another instead of for ever.
    eerste, tweede = (lock_voorziening(session, id) for id in sorted((blijft_id, weg_id)))
    blijft, weg = (eerste, tweede) if eerste.id == blijft_id else (tweede, eerste)
    for voorziening in (blijft, weg):
        if voorziening.concept_status is not None:
            reden = f"'{voorziening.naam}' heeft nog een concept. Keur het eerst goed of gooi het weg."
            raise Afgekeurd([Veldfout("id", reden)])
    nieuw = _nieuwe_waarden(blijft, weg)
    samenvoeging = Samenvoeging(
        blijft_id=blijft.id,
        weg_id=weg.id,
        blijft_velden=als_json(velden_van(blijft)),
        weg_velden=als_json(velden_van(weg)),
        verplaatst=list(nieuw),
        wie=wie,
    )
    session.add(samenvoeging)
    _set(session, blijft, nieuw, "samengevoegd", wie=wie)
    _set(session, weg, {"status": "gearchiveerd"}, "samengevoegd", wie=wie)
    session.flush()
    return samenvoeging


def undo_merge(session: Session, id: int, *, wie: str) -> Samenvoeging:
    """Put both entries back: what moved goes back, what a redacteur changed since then stays.

    Raises BestaatNiet when there is no such merge or it was undone already.
    """
    samenvoeging = session.get(Samenvoeging, id, with_for_update=True)
    if samenvoeging is None or samenvoeging.teruggedraaid_op is not None:
        raise BestaatNiet(str(id))
    blijft = lock_voorziening(session, samenvoeging.blijft_id)
    weg = lock_voorziening(session, samenvoeging.weg_id)
    toen = lees_velden(samenvoeging.blijft_velden)[0]
    weg_toen = lees_velden(samenvoeging.weg_velden)[0]
    terug = {n: toen[n] for n in samenvoeging.verplaatst if getattr(blijft, n) == _samen(n, toen, weg_toen)}
    _set(session, blijft, terug, "samenvoegen teruggedraaid", wie=wie)
    _set(session, weg, {"status": weg_toen["status"]}, "samenvoegen teruggedraaid", wie=wie)
    samenvoeging.teruggedraaid_op = now()
    session.flush()
    return samenvoeging


def _samen(naam: str, links: dict[str, Any], rechts: dict[str, Any]) -> Any:
    if VELDEN[naam].soort == "lijst":
        return list(dict.fromkeys([*links[naam], *rechts[naam]]))
    return rechts[naam]


def _set(session: Session, voorziening: Voorziening, velden: dict[str, Any], wat: str, *, wie: str) -> None:
    for naam, waarde in velden.items():
        setattr(voorziening, naam, waarde)
    voorziening.versie += 1
    voorziening.gewijzigd_op = now()
    record_versie(session, voorziening, wat, wie=wie)
