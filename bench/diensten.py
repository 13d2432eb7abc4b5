"""The two services that are compared: ours, and stock Rasa with its default pipeline on the same utterances."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parent.parent
_STIL = {"RASA_TELEMETRY_ENABLED": "false", "TF_CPP_MIN_LOG_LEVEL": "3"}
# Rasa's default pipeline and policies as `rasa init` suggests them, with DIET's epochs as a parameter:
# how long it trained changes neither its speed nor its size.
DIET_PIPELINE = """\
- name: WhitespaceTokenizer
- name: RegexFeaturizer
- name: LexicalSyntacticFeaturizer
- name: CountVectorsFeaturizer
- name: CountVectorsFeaturizer
  analyzer: char_wb
  min_ngram: 1
  max_ngram: 4
- name: DIETClassifier
  epochs: {epochs}
  constrain_similarities: true
"""
_PIPELINE = f"""
recipe: default.v1
language: nl
assistant_id: stock
pipeline:
{DIET_PIPELINE}- name: EntitySynonymMapper
- name: FallbackClassifier
  threshold: 0.3
  ambiguity_threshold: 0.1
policies:
- name: MemoizationPolicy
- name: RulePolicy
"""


@dataclass
class Dienst:
    """A running server with its moments, in seconds since it was started."""

    naam: str
    url: str
    proces: subprocess.Popen[bytes]
    sinds: float

    def geheugen_mb(self) -> float:
        """Resident memory of the process and its children, in MB."""
        totaal = 0
        for pid in self.familie():
            with contextlib.suppress(OSError):
                for regel in Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines():
                    if regel.startswith("VmRSS"):
                        totaal += int(regel.split()[1])
        return totaal / 1024

    def familie(self) -> list[int]:
        """The process and all that came from it."""
        return self._familie(self.proces.pid)

    def _familie(self, pid: int) -> list[int]:
        kinderen: list[int] = []
        with contextlib.suppress(OSError):
            tekst = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii")
            kinderen = [k for kind in tekst.split() for k in self._familie(int(kind))]
        return [pid, *kinderen]

    def wacht_op(self, pad: str, *, seconden: float = 300) -> float:
        """Seconds from the start until this path answers 200."""
        while time.monotonic() - self.sinds < seconden:
            if self.proces.poll() is not None:
                raise RuntimeError(f"{self.naam} is gestopt")
            if _is_ok(self.url + pad):
                return time.monotonic() - self.sinds
            time.sleep(0.05)
        raise RuntimeError(f"{self.naam} antwoordt niet op {pad}")


def _is_ok(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=5) as antwoord:  # noqa: S310  (localhost)
            return bool(antwoord.status == 200)
    except OSError:
        return False


def vrije_poort() -> int:
    """A port nobody listens on."""
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return int(s.getsockname()[1])


@contextlib.contextmanager
def _draai(naam: str, woorden: list[str], poort: int, omgeving: dict[str, str], map_: Path) -> Iterator[Dienst]:
    with (map_ / f"{naam}.log").open("wb") as log:
        proces = subprocess.Popen(
            woorden, cwd=map_, env=os.environ | omgeving, stdout=log, stderr=log, start_new_session=True
        )
        try:
            yield Dienst(naam, f"http://127.0.0.1:{poort}", proces, time.monotonic())
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(proces.pid, signal.SIGTERM)
            with contextlib.suppress(subprocess.TimeoutExpired):
                proces.wait(15)
            with contextlib.suppress(ProcessLookupError):
                os.killpg(proces.pid, signal.SIGKILL)


@contextlib.contextmanager
def voordeur(*, processen: int = 1, database_url: str = "", redis_url: str = "") -> Iterator[Dienst]:
    """Our own server on an empty database with the example kaart and the trained model."""
    poort = vrije_poort()
    with tempfile.TemporaryDirectory(prefix="voordeur-bench-") as naam:
        map_ = Path(naam)
        omgeving = {
            "DATABASE_URL": database_url or f"sqlite:///{map_}/bench.db",
            "VAR_MAP": str(map_),
            "MODEL_MAP": str(ROOT / "models"),
            "WERKGEBIED": str(ROOT / "werkgebied.yml"),
            "REDIS_URL": redis_url,
            "LIMIET_GESPREK": "0",
            "LIMIET_ADRES": "0",
            "LOG_NIVEAU": "WARNING",
            "PYTHONPATH": str(ROOT),
        }
        basis = [sys.executable, "-m", "cli.voordeur"]
        subprocess.run([*basis, "voorbereiden"], env=os.environ | omgeving, check=True, stdout=subprocess.DEVNULL)
        meer = ["--workers", str(processen)] if processen > 1 else []
        with _draai("voordeur", [*basis, "run", "--port", str(poort), *meer], poort, omgeving, map_) as dienst:
            yield dienst


def make_stock_project(map_: Path, *, epochs: int) -> None:
    """A project as a newcomer to Rasa makes it from our utterances: one fixed reply per intent."""
    per_intent: dict[str, list[str]] = defaultdict(list)
    for bron in sorted((ROOT / "data/nlu").glob("*.yml")):
        for blok in yaml.load(bron.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)["nlu"]:
            per_intent[blok["intent"]] += [voorbeeld["text"] for voorbeeld in blok["examples"]]
    (map_ / "data").mkdir(parents=True)
    write_stock_nlu(per_intent, map_ / "data/nlu.json")
    intents = sorted(per_intent)
    (map_ / "config.yml").write_text(_PIPELINE.format(epochs=epochs), encoding="utf-8")
    (map_ / "domain.yml").write_text(
        yaml.safe_dump(
            {
                "version": "3.1",
                "intents": intents,
                "responses": {f"utter_{i}": [{"text": f"Antwoord op {i}."}] for i in intents},
            }
        ),
        encoding="utf-8",
    )
    regels = [{"rule": i, "steps": [{"intent": i}, {"action": f"utter_{i}"}]} for i in intents]
    (map_ / "data/rules.yml").write_text(yaml.safe_dump({"version": "3.1", "rules": regels}), encoding="utf-8")
    (map_ / "credentials.yml").write_text("rest:\n", encoding="utf-8")


def write_stock_nlu(per_intent: Mapping[str, Sequence[str]], pad: Path) -> None:
    """Utterances in Rasa's form for programs: its reader of YAML takes minutes over so many, again for each step."""
    voorbeelden = [
        {"text": " ".join(tekst.split()), "intent": intent}
        for intent, teksten in per_intent.items()
        for tekst in teksten
    ]
    pad.write_text(json.dumps({"rasa_nlu_data": {"common_examples": voorbeelden}}), encoding="utf-8")


def stock_model(bewaar: Path, *, epochs: int, per_intent: int) -> Path:
    """A folder with the stock project and its trained model; trained once for these utterances and epochs.

    All words and intents are in it, and DIET learns from `per_intent` examples of each intent (0: all): that makes it
    no smaller or quicker, only less clever. One epoch over all of them takes half an hour and 12 GB. The model is
    kept under `bewaar`.
    """
    with tempfile.TemporaryDirectory(prefix="voordeur-stock-") as naam:
        proef = Path(naam) / "project"
        make_stock_project(proef, epochs=epochs)
        bronnen = sorted(p for p in proef.rglob("*") if p.suffix in (".yml", ".json"))
        kern = hashlib.sha256(b"".join(p.read_bytes() for p in bronnen)).hexdigest()[:12]
        map_ = bewaar / f"stock-{kern}-{per_intent}"
        if any(map_.glob("models/*.tar.gz")):
            return map_
        print("Stock Rasa wordt getraind. Dat duurt lang, maar gebeurt één keer.", file=sys.stderr, flush=True)
        with (Path(naam) / "train.log").open("wb") as log:
            subprocess.run(
                [sys.executable, str(ROOT / "bench/stock_train.py"), str(per_intent)],
                cwd=proef, env=os.environ | _STIL, check=True, stdout=log, stderr=log,
            )  # fmt: skip
        bewaar.mkdir(parents=True, exist_ok=True)
        shutil.rmtree(map_, ignore_errors=True)
        shutil.move(proef, map_)
        return map_


@contextlib.contextmanager
def stock_rasa(*, epochs: int, per_intent: int) -> Iterator[Dienst]:
    """`rasa run` with its default pipeline, trained on the same utterances, behind its REST channel."""
    poort = vrije_poort()
    map_ = stock_model(ROOT / "var/bench", epochs=epochs, per_intent=per_intent)
    woorden = [sys.executable, "-m", "rasa", "run", "--port", str(poort), "--interface", "127.0.0.1"]
    with _draai("rasa", woorden, poort, _STIL, map_) as dienst:
        yield dienst
