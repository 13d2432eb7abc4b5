"""Rasa's action endpoint without a server: the actions run in this process, with what they need injected."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from rasa.core.actions.action import RemoteAction
from rasa.utils.endpoints import ClientResponseError, EndpointConfig
from rasa_sdk import Action
from rasa_sdk.executor import ActionExecutor
from rasa_sdk.interfaces import ActionExecutionRejection, ActionNotFoundException

from spoor import stap


def _zonder_schema() -> None:
    """Spare Rasa its check of our own actions' results.

    It compiles and checks a JSON schema against the meta-schema for every action: nine tenths of
    the time of a reply. Results of an action server over the network are still checked.
    """
    controle = RemoteAction._validate_action_result

    def controleer(actie: RemoteAction, uitkomst: dict[str, Any]) -> bool:
        return isinstance(actie.action_endpoint, ActiesInProces) or controle(actie, uitkomst)

    if controle.__name__ != controleer.__name__:  # once, however often a model is loaded
        RemoteAction._validate_action_result = controleer


class ActiesInProces(EndpointConfig):  # type: ignore[misc]
    """An endpoint whose request is a call of rasa_sdk's executor."""

    def __init__(self, acties: Iterable[Action]) -> None:
        super().__init__(url="in-process")
        _zonder_schema()
        self._executor = ActionExecutor()
        for actie in acties:
            self._executor.register_action(actie)

    async def request(
        self,
        method: str = "post",
        subpath: str | None = None,
        content_type: str | None = "application/json",
        compress: bool = False,
        **kwargs: Any,
    ) -> dict[str, Any] | None:
        """Run the action that Rasa asks for.

        A rejection must look like the one of an action server, because Rasa tells it apart by status 400.
        """
        aanroep: dict[str, Any] = kwargs.get("json") or {}
        try:
            with stap("actie", actie=str(aanroep.get("next_action", ""))):
                antwoord: dict[str, Any] | None = await self._executor.run(aanroep)
        except ActionExecutionRejection as afwijzing:
            tekst = json.dumps({"error": str(afwijzing), "action_name": afwijzing.action_name})
            raise ClientResponseError(400, str(afwijzing), tekst) from afwijzing
        except ActionNotFoundException as fout:
            raise ClientResponseError(404, str(fout), "") from fout
        return antwoord
