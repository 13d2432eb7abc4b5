"""The product with faults that can be switched on from outside: an assistant that raises or hangs, a clock that jumps.

    python -m bench.storing.dienst run --workers 2

Everything is the product itself; only these two are wrapped, and only in this program. What is on stands in
the JSON file of $STORING_BESTUUR: {"assistent": "goed"|"werpt"|"hangt", "klok": seconds}. With
$STORING_ASSISTENT=eenvoudig a plain assistant takes the place of Rasa, so that a process that was killed is
whole again in seconds: what is under test then is all that stands around the dialogue.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import json
import os
import sys
import time
from pathlib import Path
from typing import Any

import opslag.db

_BESTUUR = Path(os.environ.get("STORING_BESTUUR", os.devnull))


def _stand(naam: str, standaard: Any) -> Any:
    try:
        return json.loads(_BESTUUR.read_text(encoding="ascii")).get(naam, standaard)
    except (OSError, ValueError):
        return standaard


def _verzet_klok() -> None:
    """Before any other room is imported, since each takes the name `now` along."""
    echt = opslag.db.now
    opslag.db.now = lambda: echt() + dt.timedelta(seconds=_stand("klok", 0))


class Eenvoudig:
    """An assistant that says what it heard, and makes a verslag when a person is asked for."""

    def __init__(self, *_: Any, **__: Any) -> None:
        self.klaar, self.fout = True, ""

    def start(self) -> None: ...

    def stop(self) -> None: ...

    async def antwoord(self, vraag: Any) -> Any:
        from gesprek.antwoord import Antwoord, AntwoordBericht

        beoordeling = vraag.beoordeling.as_dict() if vraag.beoordeling else None
        zin = AntwoordBericht(f"Gehoord: {vraag.tekst or vraag.payload}")
        if vraag.beoordeling is not None and vraag.beoordeling.crisis:
            zin = AntwoordBericht("Bel 112 als er nu gevaar is. Praten over zelfdoding kan via 113.")
        stap = "verslag" if vraag.payload == "/medewerker" else None
        return Antwoord(berichten=(zin,), stap=stap, beoordeling=beoordeling)


def _in_de_war(soort: Any) -> Any:
    """The same assistant, that raises or hangs when it is told to."""

    class InDeWar(soort):  # type: ignore[misc]
        async def antwoord(self, vraag: Any) -> Any:
            stand = _stand("assistent", "goed")
            if stand == "werpt":
                raise RuntimeError("an action that raises")
            while stand == "hangt":
                await asyncio.sleep(0.1)
                stand = _stand("assistent", "goed")
            return await super().antwoord(vraag)

    return InDeWar


def _wikkel_dialoog() -> None:
    """Raise in Rasa's thread, or let it stand still as for an action that waits without a time limit."""
    from bot.dialoog import Dialoog

    echt = Dialoog.antwoord

    async def antwoord(self: Any, vraag: Any) -> Any:
        if _stand("assistent", "goed") == "werpt":
            raise RuntimeError("an action that raises")
        while _stand("assistent", "goed") == "hangt":
            time.sleep(0.1)  # noqa: ASYNC251  (to stand still is the point)
        return await echt(self, vraag)

    Dialoog.antwoord = antwoord


def main() -> int:
    _verzet_klok()
    import bot.assistent
    import cli.run
    from cli.voordeur import main as voordeur

    if os.environ.get("STORING_ASSISTENT") == "eenvoudig":
        bot.assistent.Assistent = _in_de_war(Eenvoudig)  # type: ignore[misc]
    else:
        laad = bot.assistent.Assistent._laad

        gewikkeld: list[bool] = []

        def laad_en_wikkel(self: Any) -> Any:
            uit = laad(self)
            if not gewikkeld:
                gewikkeld.append(True)
                _wikkel_dialoog()
            return uit

        bot.assistent.Assistent._laad = laad_en_wikkel  # type: ignore[method-assign]
    cli.run.INGANG = ("-m", "bench.storing.dienst")
    return voordeur()


if __name__ == "__main__":
    sys.exit(main())
