"""Teams, hours and how long things are kept, as they count now: what beheer set, over the file and the settings.

The database is the truth. Every session of an application first asks whether anything changed (one number), so that
no process promises by hours that a colleague changed in another one. Between sessions, and when the database is
away, what was read last counts.
"""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Mapping
from threading import Lock
from typing import TYPE_CHECKING, Any

from kalender.dichtdagen import met_dichtdagen
from kalender.openingstijden import parse_openingstijden
from overdracht import instelling_queries
from overdracht.bewaartermijn import SOORTEN, Bewaartermijn, as_bewaartermijn
from overdracht.models import Instelling
from werkgebied.model import Contact, Gemeente, Team, Werkgebied

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from settings import Settings


log = logging.getLogger(__name__)


def team_sleutel(gemeente: Gemeente) -> str:
    """Under which key the team of this gemeente is kept."""
    return f"team:{gemeente.code}"


def bewaar_sleutel(soort: str) -> str:
    """Under which key it is kept how long this kind stays."""
    return f"bewaren:{soort}"


def as_team(waarde: Mapping[str, Any]) -> tuple[Contact, Team]:
    """A team with how to reach it, from what beheer set. Raises OpeningstijdenFout, ValueError and KeyError."""
    dicht = [(dt.date.fromisoformat(d["van"]), dt.date.fromisoformat(d["tot"])) for d in waarde["dicht"]]
    inloop, uren = (met_dichtdagen(parse_openingstijden(waarde[veld]), dicht) for veld in ("inloop", "openingstijden"))
    contact = Contact(waarde["telefoon"], waarde["email"], waarde["adres"], inloop)
    return contact, Team(waarde["naam"], uren)


class Inrichting:
    """What counts now in one application. `werkgebied`: the one to give to all its parts."""

    def __init__(self, werkgebied: Werkgebied, settings: Settings) -> None:
        self.werkgebied = werkgebied.eigen()
        self._bestand = {g.code: (g.contact, g.team) for g in werkgebied.gemeenten}
        self._settings = settings
        self._bewaren = {s: Bewaartermijn(self.standaard_dagen(s)) for s in SOORTEN}
        self._stand = 0
        self._slot = Lock()

    def volg(self, session: Session) -> None:
        """Take over what was changed since the last time; cheap when nothing was."""
        if instelling_queries.read_stand(session) == self._stand:
            return
        with self._slot:
            # The number before the rows: what changes in between is read again the next time.
            stand = instelling_queries.read_stand(session)
            self._neem_over(instelling_queries.find_instellingen(session))
            self._stand = stand

    def _neem_over(self, alle: Mapping[str, Instelling]) -> None:
        for gemeente in self.werkgebied.gemeenten:
            contact, team = self.standaard_team(gemeente)
            rij = alle.get(team_sleutel(gemeente))
            if rij is not None and rij.waarde:
                try:
                    contact, team = as_team(rij.waarde)
                except (ValueError, KeyError, TypeError) as fout:
                    # Of another version, or changed by hand: the file is better than a door that stays shut.
                    log.warning("team van %s niet te lezen: %s", gemeente.code, type(fout).__name__)
            gemeente.richt_in(contact=contact, team=team)
        for soort in SOORTEN:
            rij = alle.get(bewaar_sleutel(soort))
            waarde = rij.waarde if rij is not None else None
            self._bewaren[soort] = as_bewaartermijn(waarde, standaard=self.standaard_dagen(soort))

    def bewaartermijn(self, soort: str) -> Bewaartermijn:
        """How long this kind is kept now."""
        return self._bewaren[soort]

    def dagen(self, soort: str) -> int:
        """How many days this kind is kept now, as it is told to who asks."""
        return self._bewaren[soort].dagen

    def standaard_dagen(self, soort: str) -> int:
        """How many days the settings of the installation say."""
        dagen: int = getattr(self._settings, f"bewaar_{soort}_dagen")
        return dagen

    def met_team(self, gemeente: Gemeente, waarde: Mapping[str, Any] | None) -> Werkgebied:
        """A werkgebied of its own in which this team counts (None: that of the file), to see what it would change."""
        straks = self.werkgebied.eigen()
        contact, team = as_team(waarde) if waarde else self.standaard_team(gemeente)
        next(g for g in straks.gemeenten if g.code == gemeente.code).richt_in(contact=contact, team=team)
        return straks

    @property
    def mailt(self) -> bool:
        """Whether mail goes out."""
        return bool(self._settings.smtp_url)

    @property
    def publieke_url(self) -> str:
        """Where the product is found, for what is mailed."""
        return self._settings.publieke_url

    def standaard_team(self, gemeente: Gemeente) -> tuple[Contact, Team]:
        """The team of this gemeente as the file has it."""
        return self._bestand[gemeente.code]
