"""What the assistant is asked, and how it says that it cannot answer. No Rasa here."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from triage.beoordeling import Beoordeling


class AssistentNietKlaar(Exception):
    """Rasa is still loading, or could not be loaded; the way without Rasa answers meanwhile."""


class AssistentFout(Exception):
    """The dialogue raised or took too long; never carries a resident's words."""


@dataclass(frozen=True)
class Geheugen:
    """Where the dialogue is, read together with the message; None at its beginning."""

    stand: Mapping[str, Any] | None


@dataclass(frozen=True)
class Vraag:
    """One message of a resident with what is known of its gesprek.

    payload: what a button sends (an intent payload such as "/medewerker"), instead of words.
    eerder: the findings on the messages before, oldest first, as far as they count.
    geheugen: with it the assistant reads and writes nothing of the dialogue itself, and tells in `Antwoord.dialoog`
    where it ended; None for who keeps nothing of his own.
    """

    gesprek_id: str
    tekst: str
    payload: str | None
    gemeente: str | None
    kern: str | None
    nu: dt.datetime
    status: str = "assistent"
    beoordeling: Beoordeling | None = None
    eerder: tuple[Beoordeling, ...] = ()
    geheugen: Geheugen | None = None
