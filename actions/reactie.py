"""What an action wants said and remembered: a plain value, so that it can be tested and used without Rasa."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Knopje:
    """A shortcut: what it says and the payload it sends."""

    tekst: str
    payload: str


@dataclass
class Bericht:
    """One message to the resident. vraag: the question of the breed gesprek that it asks."""

    tekst: str
    knoppen: list[Knopje] = field(default_factory=list)
    voorzieningen: list[dict[str, Any]] = field(default_factory=list)
    vraag: str | None = None


@dataclass
class Reactie:
    """The outcome of one action.

    slots: what must be remembered. stap, data, onbeantwoord: see gesprek.antwoord.Antwoord.
    volgende: the action or form that goes on at once. sluit_lus: ends the breed gesprek.
    """

    berichten: list[Bericht] = field(default_factory=list)
    slots: dict[str, Any] = field(default_factory=dict)
    stap: str | None = None
    data: dict[str, Any] = field(default_factory=dict)
    onbeantwoord: bool = False
    volgende: str | None = None
    sluit_lus: bool = False

    def plus(self, ander: Reactie) -> Reactie:
        """This one followed by another: its messages after, its decisions on top."""
        return Reactie(
            berichten=self.berichten + ander.berichten,
            slots=self.slots | ander.slots,
            stap=ander.stap or self.stap,
            data=self.data | ander.data,
            onbeantwoord=self.onbeantwoord or ander.onbeantwoord,
            volgende=ander.volgende or self.volgende,
            sluit_lus=self.sluit_lus or ander.sluit_lus,
        )


def zeg(tekst: str, *knoppen: Knopje, **slots: Any) -> Reactie:
    """The common case: one message with buttons, and slots to remember."""
    return Reactie([Bericht(tekst, list(knoppen))], slots)
