"""Who may show residents a change: a setting of the installation, asked in one place.

`iedereen`: every redacteur. `ander`: not who wrote it (four eyes). `beheerder`: only a beheerder.
"""

from __future__ import annotations

from dataclasses import dataclass

from sociale_kaart import edits, queries
from sociale_kaart.dubbelen import find_dubbelen
from sociale_kaart.models import Session, Voorziening
from sociale_kaart.velden import Veldfout

# What in the history makes somebody a writer of the change that waits.
_GESCHREVEN = frozenset({"gemaakt", "gewijzigd", "concept", "ter beoordeling"})


@dataclass(frozen=True)
class Keurder:
    """Who asks, and by which rule. beheerder: whether this person has that role."""

    naam: str
    regel: str = "iedereen"
    beheerder: bool = False

    @property
    def mag_direct(self) -> bool:
        """Whether a change that skips the concept (a merge, a file) may be made at once."""
        return self.regel != "beheerder" or self.beheerder


def read_schrijvers(session: Session, id: str) -> set[str]:
    """Who wrote the change that is not shown yet: everyone since the entry was last published."""
    schrijvers: set[str] = set()
    for versie in queries.read_versies(session, id):
        meteen = versie.wat in ("gemaakt", "geïmporteerd") and versie.velden.get("status") == "gepubliceerd"
        if meteen or versie.wat in ("gepubliceerd", "concept weggegooid"):
            break
        if versie.wat in _GESCHREVEN:
            schrijvers.add(versie.wie)
    return schrijvers


def check_goedkeuren(session: Session, id: str, keurder: Keurder) -> None:
    """Raises Afgekeurd, with what to do instead, when this person may not publish this change."""
    if keurder.regel == "beheerder" and not keurder.beheerder:
        raise edits.Afgekeurd([Veldfout("status", "alleen een beheerder mag publiceren. Laat het nakijken.")])
    if keurder.regel == "ander" and keurder.naam in read_schrijvers(session, id):
        reden = "u hebt hier zelf aan geschreven. Laat een collega het nakijken en publiceren."
        raise edits.Afgekeurd([Veldfout("status", reden)])


def check_dubbel(session: Session, id: str) -> None:
    """Raises Afgekeurd when what residents would see for the first time is probably there already."""
    voorziening = queries.get_voorziening(session, id)
    if voorziening is None or voorziening.status == "gepubliceerd":
        return
    gevonden = find_dubbelen(session, edits.velden_met_concept(voorziening))
    if gevonden:
        gelijk = f"'{gevonden[0].naam}' (zelfde {' en '.join(gevonden[0].gedeeld)})"
        reden = f"dit lijkt op {gelijk}. Is het iets anders? Zet dan het vinkje erbij en publiceer opnieuw."
        raise edits.Afgekeurd([Veldfout("dubbel", reden)])


def publish(session: Session, id: str, keurder: Keurder, *, dubbel_gezien: bool = False) -> Voorziening:
    """Publish when this person may. Raises BestaatNiet and Afgekeurd.

    dubbel_gezien: this person looked, and it is another one than the entry it resembles.
    """
    edits.lock_voorziening(session, id)
    check_goedkeuren(session, id, keurder)
    if not dubbel_gezien:
        check_dubbel(session, id)
    return edits.set_status(session, id, "gepubliceerd", wie=keurder.naam)


def set_status_many(
    session: Session, ids: list[str], status: str, keurder: Keurder
) -> tuple[list[str], dict[str, list[Veldfout]]]:
    """Give many entries a status; those that may not get it are told with their reasons, the others are done."""
    if status != "gepubliceerd":
        return edits.set_status_many(session, ids, status, wie=keurder.naam)
    gedaan: list[str] = []
    geweigerd: dict[str, list[Veldfout]] = {}
    for id in ids:
        try:
            publish(session, id, keurder)
            gedaan.append(id)
        except edits.Afgekeurd as fout:
            geweigerd[id] = fout.fouten
        except edits.BestaatNiet:
            geweigerd[id] = [Veldfout("id", "deze voorziening bestaat niet.")]
    return gedaan, geweigerd
