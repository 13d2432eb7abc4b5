"""Rasa without the packages that nothing here runs: what is left out, for whom, and that nobody else notices."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from bot.rasa_licht import BALLAST, kan_licht, rasa_licht
from settings import ROOT

KAMERS = "actions bot cli gesprek kalender netwerk opslag overdracht sociale_kaart spoor taal triage web werkgebied"


def config(map_: Path, *namen: str) -> Path:
    pad = map_ / "config.yml"
    pad.write_text("pipeline:\n" + "".join(f"  - name: {naam}\n" for naam in namen), encoding="utf-8")
    return pad


def test_the_product_imports_none_of_what_is_left_out() -> None:
    for pad in (p for kamer in KAMERS.split() for p in (ROOT / kamer).rglob("*.py")):
        if "node_modules" in pad.parts:
            continue
        for knoop in ast.walk(ast.parse(pad.read_text(encoding="utf-8"))):
            namen = [a.name for a in knoop.names] if isinstance(knoop, ast.Import) else []
            namen += [knoop.module or ""] if isinstance(knoop, ast.ImportFrom) else []
            assert not {n.split(".")[0] for n in namen} & BALLAST, pad


def test_the_config_of_the_product_needs_none_of_it() -> None:
    assert kan_licht(ROOT / "config.yml")


@pytest.mark.parametrize("naam", ["DIETClassifier", "TEDPolicy", "mijn_pakket.Onderdeel"])
def test_a_config_with_a_component_that_is_not_known_to_do_without_gets_everything(tmp_path: Path, naam: str) -> None:
    pad = config(tmp_path, "RulePolicy", naam)
    assert not kan_licht(pad)
    with rasa_licht(pad):
        assert not any(type(vinder).__module__ == "bot.rasa_licht" for vinder in sys.meta_path)


def _draai(code: str) -> str:
    uit = subprocess.run([sys.executable, "-W", "ignore", "-c", code], cwd=ROOT, check=True, capture_output=True)
    return uit.stdout.decode().strip()


def test_what_is_left_out_can_be_named_inherited_from_and_used_as_a_decorator_and_is_forgotten_afterwards() -> None:
    code = """
import sys
from pathlib import Path
from bot.rasa_licht import rasa_licht
with rasa_licht(Path("config.yml")):
    import tensorflow as tf
    import pymongo.errors
    from boto3.dynamodb.conditions import Key

    class Laag(tf.keras.layers.Layer):
        @tf.function
        def een(self): return 1

        @tf.function(experimental=True)
        def twee(self): return 2

    print(Laag().een())
print("tensorflow" in sys.modules, "boto3" in sys.modules, "pymongo.errors" in sys.modules)
"""
    assert _draai(code).split() == ["1", "False", "False", "False"]


def test_a_package_that_is_there_already_stays_what_it_is() -> None:
    code = """
import pymongo, sys
from pathlib import Path
from bot.rasa_licht import rasa_licht
with rasa_licht(Path("config.yml")):
    import pymongo.errors
    from pymongo import MongoClient
print(MongoClient.__module__.split(".")[0], sys.modules["pymongo"] is pymongo)
print(issubclass(pymongo.errors.PyMongoError, Exception))
"""
    assert _draai(code).split() == ["pymongo", "True", "True"]
