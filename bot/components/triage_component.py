"""The triage room as a component of Rasa's pipeline: intent, entities and the finding itself.

Rasa's intents and the triage come from one model, trained from one source (data/nlu), so
that they can never disagree. The finding is set on the message under `triage` and so
reaches the tracker's latest message, the actions and the stored message.
"""

from __future__ import annotations

import datetime as dt
import logging
import shutil
import tempfile
from functools import cached_property
from pathlib import Path
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.nlu.extractors.extractor import EntityExtractorMixin
from rasa.shared.nlu.constants import ENTITIES, INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot import gedeelde_triage, triage_model
from bot.intent import kies_intent
from kalender.tijdvraag import vind_tijd
from settings import read_settings
from triage.beoordeling import Beoordeling, beoordeling_from_dict
from triage.model import Triage
from werkgebied import Werkgebied, WerkgebiedFout, load_werkgebied

logger = logging.getLogger(__name__)


def _laad(map_: Path) -> Triage:
    return Triage.load(map_, tekstmodel=read_settings().tekstmodel)


@DefaultV1Recipe.register(
    [DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR],
    is_trainable=True,
)
class TriageComponent(GraphComponent, IntentClassifier, EntityExtractorMixin):  # type: ignore[misc]
    """Hears what a message is about and which dialogue act it is."""

    def __init__(self, model_storage: ModelStorage, resource: Resource, triage: Any = None) -> None:
        self._model_storage = model_storage
        self._resource = resource
        self._triage = triage

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> TriageComponent:
        return cls(model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> TriageComponent:
        with model_storage.read_from(resource) as map_:
            triage = gedeelde_triage.neem(map_, _laad)
        return cls(model_storage, resource, triage)

    @staticmethod
    def required_packages() -> list[str]:
        return ["spacy"]

    def train(self, training_data: TrainingData) -> Resource:
        """Put a copy of the triage model in Rasa's model; train it first when it is absent or stale."""
        settings = read_settings()
        bron = settings.pad(settings.model_map) / "triage"
        with tempfile.TemporaryDirectory() as tijdelijk:
            if not triage_model.is_vers(bron, settings.tekstmodel):
                bron = triage_model.train(Path(tijdelijk) / "triage", tekstmodel=settings.tekstmodel)
            with self._model_storage.write_to(self._resource) as map_:
                shutil.copytree(bron, map_, dirs_exist_ok=True)
            self._triage = gedeelde_triage.neem(bron, _laad)
        return self._resource

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        # The policies learn from rules alone and need nothing of the examples.
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            self._beoordeel(message)
        return messages

    def _beoordeel(self, message: Message) -> None:
        tekst = message.get(TEXT) or ""
        meta = message.get("metadata") or {}
        beoordeling = self._beoordeling(tekst, meta)
        naam, score = kies_intent(tekst, beoordeling)
        intent = {"name": naam, "confidence": score}
        message.set("triage", beoordeling.as_dict(), add_to_output=True)
        message.set(INTENT, intent, add_to_output=True)
        message.set("intent_ranking", [intent], add_to_output=True)
        # For `rasa shell` and `rasa test nlu`. No rule and no action reads them: those ask the text itself.
        gevonden = [] if meta.get("beoordeling") else self._entiteiten(tekst, meta)
        message.set(ENTITIES, message.get(ENTITIES, []) + gevonden, add_to_output=True)

    def _beoordeling(self, tekst: str, meta: dict[str, Any]) -> Beoordeling:
        # Who sends the message may have judged it already (the chat does, so that it also works without Rasa).
        gegeven = meta.get("beoordeling")
        if gegeven:
            return beoordeling_from_dict(gegeven)
        oordeel: Beoordeling = self._triage.beoordeel(tekst)
        return oordeel

    @cached_property
    def _werkgebied(self) -> Werkgebied | None:
        settings = read_settings()
        try:
            return load_werkgebied(settings.pad(settings.werkgebied))
        except WerkgebiedFout:
            logger.warning("werkgebied is not readable: places in messages are not recognised")
            return None

    def _entiteiten(self, tekst: str, meta: dict[str, Any]) -> list[dict[str, Any]]:
        werkgebied = self._werkgebied
        if werkgebied is None:
            return []
        gevonden: list[tuple[str, str]] = []
        plaats = werkgebied.vind_plaats(tekst)
        if plaats is not None:
            gevonden += [("plaats", plaats.naam), ("gemeente", plaats.gemeente.naam)]
            gevonden += [("kern", plaats.kern)] if plaats.kern else []
        nu = dt.datetime.fromisoformat(meta["nu"]) if meta.get("nu") else dt.datetime.now(werkgebied.tijdzone)
        tijd = vind_tijd(tekst, werkgebied.lokale_tijd(nu))
        gevonden += [("tijd", tijd.tekst)] if tijd else []
        return [
            {"entity": soort, "value": waarde, "start": 0, "end": 0, "extractor": "TriageComponent"}
            for soort, waarde in gevonden
        ]
