"""Wake-ups about what changed. The database is the truth: a lost event loses nothing but speed."""

from __future__ import annotations

from dataclasses import dataclass

WERKPLEK = "werkplek"


@dataclass(frozen=True)
class Event:
    """Published after the commit, never before.

    onderwerp: `gesprek:{id}` or `werkplek`. volgnummer: up to where there is something to read, when
    it is about berichten. soort: `bericht`, `status`, `verslag`, `rij` or `verwijderd`.
    """

    onderwerp: str
    volgnummer: int | None
    soort: str


def gesprek_event(gesprek_id: str, soort: str, volgnummer: int | None = None) -> Event:
    """An event for whoever listens to this gesprek."""
    return Event(onderwerp=f"gesprek:{gesprek_id}", volgnummer=volgnummer, soort=soort)


def werkplek_event(soort: str = "rij") -> Event:
    """An event for all werkplekken: something in the queue or in somebody's hands changed."""
    return Event(onderwerp=WERKPLEK, volgnummer=None, soort=soort)
