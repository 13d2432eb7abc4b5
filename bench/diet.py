"""Stock Rasa on the same examples: its default pipeline, with several leefgebieden packed into one intent ("a+b").

Rasa runs in a process of its own in a temporary folder, so that neither its imports nor its files touch ours.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

from bench.diensten import DIET_PIPELINE, write_stock_nlu
from triage.data import Voorbeeld

GEEN = "geen"
EPOCHS = 60
_CONFIG = f"""recipe: default.v1
language: nl
pipeline:
{DIET_PIPELINE.format(epochs=EPOCHS)}  random_seed: 0
policies:
- name: RulePolicy
assistant_id: vergelijking
"""
_LEES = """
import asyncio, json, os, sys
os.environ["RASA_TELEMETRY_ENABLED"] = "false"
from rasa.core.agent import Agent
agent = Agent.load(sys.argv[1])
async def lees():
    uit = []
    for tekst in json.load(open(sys.argv[2], encoding="utf-8")):
        uit.append((await agent.parse_message(tekst))["intent"]["name"])
    json.dump(uit, open(sys.argv[3], "w"))
asyncio.run(lees())
"""


def _naam(v: Voorbeeld) -> str:
    return "+".join(sorted(v.leefgebieden)) or GEEN


def _schrijf(train: Sequence[Voorbeeld], map_: Path) -> None:
    per_intent: dict[str, list[str]] = defaultdict(list)
    for v in train:
        per_intent[_naam(v)].append(v.tekst)
    # An intent needs two examples; a rarer combination counts as its first leefgebied.
    for naam in [n for n, teksten in per_intent.items() if len(teksten) < 2]:
        per_intent[naam.split("+", maxsplit=1)[0]] += per_intent.pop(naam)
    domein = {"version": "3.1", "intents": sorted(per_intent)}
    write_stock_nlu(per_intent, map_ / "nlu.json")
    (map_ / "domain.yml").write_text(json.dumps(domein), encoding="utf-8")
    (map_ / "config.yml").write_text(_CONFIG, encoding="utf-8")


def diet(train: Sequence[Voorbeeld], test: Sequence[Voorbeeld]) -> list[frozenset[str]]:
    """The leefgebieden stock Rasa finds; raises subprocess.CalledProcessError when Rasa fails."""
    with tempfile.TemporaryDirectory(prefix="diet-") as tijdelijk:
        map_ = Path(tijdelijk)
        _schrijf(train, map_)
        omgeving = {**os.environ, "RASA_TELEMETRY_ENABLED": "false", "TF_CPP_MIN_LOG_LEVEL": "3"}
        opdracht = [sys.executable, "-m", "rasa", "train", "nlu", "--nlu", "nlu.json", "--config", "config.yml"]
        opdracht += ["--domain", "domain.yml", "--out", "model", "--fixed-model-name", "diet"]
        subprocess.run(opdracht, cwd=map_, env=omgeving, check=True, capture_output=True)
        (map_ / "in.json").write_text(json.dumps([v.tekst for v in test], ensure_ascii=False), encoding="utf-8")
        lees = [sys.executable, "-c", _LEES, "model/diet.tar.gz", "in.json", "uit.json"]
        subprocess.run(lees, cwd=map_, env=omgeving, check=True, capture_output=True)
        namen = json.loads((map_ / "uit.json").read_text(encoding="utf-8"))
    return [frozenset(n.split("+")) - {GEEN} if n else frozenset() for n in namen]
