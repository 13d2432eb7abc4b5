"""Berichten in the making, per sender; not yet stored and without volgnummer."""

from __future__ import annotations

from collections.abc import Sequence

from gesprek.antwoord import AntwoordBericht, Knop
from gesprek.models import Bericht
from gesprek.teksten import teksten

INWONER, ASSISTENT, MEDEWERKER, SYSTEEM = "inwoner", "assistent", "medewerker", "systeem"


def knoppen_as_data(knoppen: Sequence[Knop]) -> list[dict[str, str]]:
    """Buttons as JSON data."""
    return [{"tekst": k.tekst, "payload": k.payload} for k in knoppen]


def van_assistent(gesprek_id: str, antwoord: AntwoordBericht, *, antwoord_op: int | None = None) -> Bericht:
    """A bericht of the assistant, which says in its name that it is no person (AI Act, art. 50)."""
    return Bericht(
        gesprek_id=gesprek_id,
        afzender=ASSISTENT,
        naam=teksten()["naam_assistent"],
        tekst=antwoord.tekst,
        knoppen=knoppen_as_data(antwoord.knoppen),
        voorzieningen=[dict(v) for v in antwoord.voorzieningen],
        vraag=antwoord.vraag,
        antwoord_op=antwoord_op,
    )


def van_systeem(
    gesprek_id: str, tekst: str, *, knoppen: Sequence[Knop] = (), antwoord_op: int | None = None
) -> Bericht:
    """A bericht about the gesprek itself."""
    return Bericht(
        gesprek_id=gesprek_id,
        afzender=SYSTEEM,
        naam=teksten()["naam_systeem"],
        tekst=tekst,
        knoppen=knoppen_as_data(knoppen),
        antwoord_op=antwoord_op,
    )
