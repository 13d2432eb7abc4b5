"""Rasa's import without what this product never runs: TensorFlow, the channels and the stores of others.

Rasa imports all of it at the top of its modules, whatever the pipeline in config.yml needs: four fifths of the
seconds until the assistant answers and two thirds of its memory. Here those packages are stand-ins while Rasa is
being imported: a class or function of them can be named, inherited from and used as a decorator, and none of it
does anything. Afterwards the stand-ins are forgotten, so that whoever imports one of those packages gets the real one.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from pathlib import Path
from types import ModuleType
from typing import Any

import yaml

# What only learning components need, and what only channels and stores need that nobody can choose here.
# None of them is imported by the product itself while it serves (a test looks).
BALLAST = frozenset(
    {
        "tensorflow",
        "tensorflow_addons",
        "tensorflow_hub",
        "tensorflow_text",
        "keras",
        "jax",
        "transformers",
        "matplotlib",
        "sanic",
        "sanic_cors",
        "sanic_jwt",
        "sanic_routing",
        "socketio",
        "engineio",
        "slack_sdk",
        "twilio",
        "webexteamssdk",
        "mattermostwrapper",
        "rocketchat_API",
        "fbmessenger",
        "aiogram",
        "boto3",
        "botocore",
        "pymongo",
        "confluent_kafka",
        "pika",
        "questionary",
        "prompt_toolkit",
    }
)
# The components of config.yml that are known to do without.
_ZONDER = ("bot.components.", "RulePolicy", "MemoizationPolicy", "AugmentedMemoizationPolicy")


class _Soort(type):
    """Any attribute of a stand-in is the stand-in; it is empty when looked into."""

    def __getattr__(cls, naam: str) -> Any:
        if naam.startswith("__"):
            raise AttributeError(naam)
        return Niets

    def __len__(cls) -> int:
        return 0

    def __iter__(cls) -> Iterator[Any]:
        return iter(())

    def __getitem__(cls, _: Any) -> Any:
        return cls


class Niets(metaclass=_Soort):
    """Stands for every class and function of a package that is not there."""

    def __new__(cls, *args: Any, **kwargs: Any) -> Any:
        if cls is not Niets:  # a class of Rasa's that inherits from it
            return super().__new__(cls)
        # As a decorator without arguments it leaves what it decorates; with arguments it is one.
        return args[0] if len(args) == 1 and not kwargs and callable(args[0]) else Niets


class _Leeg(ModuleType):
    def __getattr__(self, naam: str) -> Any:
        if naam.startswith("__"):
            raise AttributeError(naam)
        return Niets


class _Vinder(MetaPathFinder, Loader):
    """Finds an empty module for each of these names and everything below it."""

    def __init__(self, namen: frozenset[str]) -> None:
        self._namen = namen

    def find_spec(
        self, fullname: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        return ModuleSpec(fullname, self, is_package=True) if fullname.split(".")[0] in self._namen else None

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        return _Leeg(spec.name)

    def exec_module(self, module: ModuleType) -> None:
        """Nothing to run."""


def kan_licht(config: Path) -> bool:
    """Whether every component that this config.yml names does without what is left out."""
    inhoud = yaml.safe_load(config.read_text(encoding="utf-8"))
    namen = [str(deel["name"]) for soort in ("pipeline", "policies") for deel in inhoud.get(soort) or ()]
    return bool(namen) and all(naam.startswith(_ZONDER) for naam in namen)


@contextmanager
def rasa_licht(config: Path) -> Iterator[None]:
    """Import and load Rasa within this; a package that is imported already stays what it is.

    Without effect when config.yml asks for more.
    """
    if not kan_licht(config):
        yield
        return
    vinder = _Vinder(BALLAST - set(sys.modules))
    sys.meta_path.insert(0, vinder)
    try:
        yield
    finally:
        sys.meta_path.remove(vinder)
        for naam, module in list(sys.modules.items()):
            if isinstance(module, _Leeg):
                del sys.modules[naam]
