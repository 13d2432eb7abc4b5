"""What the assistant hands to a gesprek: a plain value, so that this room never imports the bot."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Knop:
    """A shortcut under a message: what it says and what it sends."""

    tekst: str
    payload: str


@dataclass(frozen=True)
class AntwoordBericht:
    """One message of the assistant, complete: text, shortcuts and the entries it rests on.

    `vraag` names the question of the breed gesprek that this message asks (`urgentie`, `wie`,
    `geprobeerd`, `betrokken`, `wens`), so that the next message of the resident can be read as its answer.
    """

    tekst: str
    knoppen: tuple[Knop, ...] = ()
    voorzieningen: tuple[Mapping[str, Any], ...] = ()
    vraag: str | None = None


@dataclass(frozen=True)
class Antwoord:
    """The reply to one message of a resident, with what must happen around it.

    stap: None, `verslag` (make the concept-verslag and ask for approval), `mens` (a person now,
    without a breed gesprek: crisis or the resident's explicit wish), `verwijder` (the resident
    wants the gesprek deleted) or `opnieuw` (findings start over).
    beoordeling: what triage heard in this one message, as JSON data; stored beside the message.
    onbeantwoord: the kaart had nothing that fits; counted for the redactie.
    dialoog: where the dialogue is after this, kept together with the reply; None when it stays where it was.
    """

    berichten: tuple[AntwoordBericht, ...] = ()
    stap: str | None = None
    beoordeling: Mapping[str, Any] | None = None
    onbeantwoord: bool = False
    data: Mapping[str, Any] = field(default_factory=dict)
    dialoog: Mapping[str, Any] | None = None
