"""The channel between Rasa and a gesprek: actions' messages become one Antwoord."""

from __future__ import annotations

from typing import Any

from rasa.core.channels.channel import OutputChannel

from gesprek.antwoord import Antwoord, AntwoordBericht, Knop


def bericht_van(message: dict[str, Any]) -> AntwoordBericht:
    """One message as an action uttered it; `custom` carries what a plain channel has no place for."""
    extra = message.get("custom") or {}
    return AntwoordBericht(
        tekst=message.get("text") or "",
        knoppen=tuple(Knop(k["title"], k["payload"]) for k in message.get("buttons") or ()),
        voorzieningen=tuple(extra.get("voorzieningen") or ()),
        vraag=extra.get("vraag"),
    )


class AntwoordKanaal(OutputChannel):  # type: ignore[misc]
    """Collects whole messages; Rasa's own channels would take text, buttons and data apart."""

    def __init__(self) -> None:
        self._berichten: list[AntwoordBericht] = []
        self._stap: str | None = None
        self._onbeantwoord = False
        self._data: dict[str, Any] = {}

    @classmethod
    def name(cls) -> str:
        return "voordeur"

    async def send_response(self, recipient_id: str, message: dict[str, Any]) -> None:
        extra = message.get("custom") or {}
        self._stap = extra.get("stap") or self._stap
        self._onbeantwoord = self._onbeantwoord or bool(extra.get("onbeantwoord"))
        self._data.update(extra.get("data") or {})
        bericht = bericht_van(message)
        if bericht.tekst or bericht.voorzieningen:
            self._berichten.append(bericht)

    def antwoord(self, beoordeling: dict[str, Any] | None) -> Antwoord:
        """Everything that was said in this turn."""
        return Antwoord(
            berichten=tuple(self._berichten),
            stap=self._stap,
            beoordeling=beoordeling,
            onbeantwoord=self._onbeantwoord,
            data=self._data,
        )
