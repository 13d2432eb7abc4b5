"""From what an action wants said to what a gesprek stores; used where Rasa is not."""

from __future__ import annotations

from typing import Any

from actions.reactie import Bericht, Reactie
from gesprek.antwoord import Antwoord, AntwoordBericht, Knop


def bericht_vorm(bericht: Bericht) -> AntwoordBericht:
    """One message."""
    return AntwoordBericht(
        tekst=bericht.tekst,
        knoppen=tuple(Knop(k.tekst, k.payload) for k in bericht.knoppen),
        voorzieningen=tuple(bericht.voorzieningen),
        vraag=bericht.vraag,
    )


def antwoord_vorm(reactie: Reactie, beoordeling: dict[str, Any] | None) -> Antwoord:
    """The whole reply; what only Rasa remembers (slots, what goes on) is left out."""
    return Antwoord(
        berichten=tuple(bericht_vorm(b) for b in reactie.berichten),
        stap=reactie.stap,
        beoordeling=beoordeling,
        onbeantwoord=reactie.onbeantwoord,
        data=reactie.data,
    )
