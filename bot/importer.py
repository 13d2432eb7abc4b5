"""Where Rasa finds its data: the domain in bot/domain, whatever path the command line gives.

So `rasa train`, `rasa shell` and `rasa data validate` work from the repository root with
their defaults. The test split in data/test has the form of training data but must never
be trained on; only a command that names it (`rasa test nlu --nlu data/test`) reads it.

The examples are read with libyaml: Rasa's own reader parses and checks each file several
times in plain Python, which takes minutes for thousands of examples.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

import rasa.shared.data
import yaml
from rasa.shared.core.domain import Domain
from rasa.shared.core.training_data.story_reader.yaml_story_reader import YAMLStoryReader
from rasa.shared.importers.rasa import RasaFileImporter
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

ROOT = Path(__file__).resolve().parent.parent
DOMAIN = ROOT / "bot" / "domain"
TEST = ROOT / "data" / "test"
_Lader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def _bestanden(paden: list[str]) -> list[Path]:
    """The YAML files below these paths; the test split only when it is named."""
    gevonden: dict[Path, None] = {}
    for pad in map(Path, paden):
        for bestand in sorted(pad.rglob("*.yml")) if pad.is_dir() else [pad]:
            if not bestand.resolve().is_relative_to(TEST) or pad.resolve().is_relative_to(TEST):
                gevonden[bestand] = None
    return list(gevonden)


def _is_nlu(bestand: Path) -> bool:
    """Whether the file holds examples: the key stands at the top, so its first lines tell."""
    with bestand.open(encoding="utf-8") as regels:
        return any(regel.startswith("nlu:") for _, regel in zip(range(40), regels, strict=False))


class VoordeurImporter(RasaFileImporter):  # type: ignore[misc]
    """Reads the files of this repository."""

    def __init__(
        self,
        config_file: str | None = None,
        domain_path: str | None = None,
        training_data_paths: list[str] | str | None = None,
    ) -> None:
        paden = [training_data_paths] if isinstance(training_data_paths, str) else list(training_data_paths or [])
        alle = _bestanden(paden)
        self.config_file = config_file
        self._domain_path = domain_path
        self._nlu_files = [str(b) for b in alle if _is_nlu(b)]
        anders = [str(b) for b in alle if str(b) not in self._nlu_files]
        self._story_files = rasa.shared.data.get_data_files(anders, YAMLStoryReader.is_stories_file)
        self._conversation_test_files = rasa.shared.data.get_data_files(anders, YAMLStoryReader.is_test_stories_file)

    def get_domain(self) -> Domain:
        return Domain.load(str(DOMAIN))

    def get_nlu_data(self, language: str | None = "nl") -> TrainingData:
        bestanden = tuple((pad, Path(pad).stat().st_mtime_ns) for pad in self._nlu_files)
        return TrainingData(list(_berichten(bestanden)))


@lru_cache(maxsize=4)
def _berichten(bestanden: tuple[tuple[str, int], ...]) -> tuple[Message, ...]:
    """The examples of these files (path and time of change); Rasa asks for them several times."""
    return tuple(Message.build(text=t, intent=intent) for pad, _ in bestanden for intent, t in _voorbeelden(Path(pad)))


def _voorbeelden(bestand: Path) -> Iterator[tuple[str, str]]:
    data: dict[str, Any] = yaml.load(bestand.read_text(encoding="utf-8"), Loader=_Lader) or {}  # noqa: S506
    for blok in data.get("nlu") or ():
        voorbeelden = blok.get("examples") or ()
        if isinstance(voorbeelden, str):
            voorbeelden = [regel.strip().removeprefix("-") for regel in voorbeelden.splitlines()]
        for voorbeeld in voorbeelden:
            tekst = voorbeeld if isinstance(voorbeeld, str) else voorbeeld["text"]
            if tekst.strip() and "intent" in blok:
                yield str(blok["intent"]), tekst.strip().removeprefix("- ")
