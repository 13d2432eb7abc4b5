"""`voordeur train`: the triage model first, then Rasa's, each put in place whole or not at all.

Rasa trains in a process of its own: its import costs seconds and hundreds of megabytes
that a server must not keep, and what it prints must not reach the terminal.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from bot import triage_model
from bot.modelbestand import ModelFout, controleer, nieuwste_model
from settings import ROOT, Settings
from sociale_kaart.lezer import kies_tekstmodel
from taal.tekstmodel import TekstmodelFout

Voortgang = Callable[[str], None]
STEMPEL = "dialoog.sha256"
RASA_LOG = "rasa.log"
# Older models are kept for going back by hand; more only fill the disk.
BEWAAR_MODELLEN = 3


def _bronnen() -> list[Path]:
    return [
        ROOT / "config.yml",
        *(ROOT / "bot" / "domain").glob("*.yml"),
        *(ROOT / "data" / "rules").glob("*.yml"),
        *(ROOT / "data" / "stories").glob("*.yml"),
        *(ROOT / "bot" / "components").glob("*.py"),
        ROOT / "bot" / "importer.py",
        *triage_model.bronnen(),
    ]


def _som() -> str:
    som = hashlib.sha256()
    for pad in sorted(_bronnen()):
        som.update(str(pad.relative_to(ROOT)).encode() + b"\0" + pad.read_bytes())
    return som.hexdigest()


def is_vers(settings: Settings) -> bool:
    """Whether both models are there, whole, and made from the present source. Imports no Rasa."""
    map_ = settings.pad(settings.model_map)
    stempel = map_ / STEMPEL
    model = nieuwste_model(map_)
    if model is None or not stempel.is_file() or stempel.read_text() != _som():
        return False
    try:
        controleer(model)
    except ModelFout:
        return False
    return triage_model.is_vers(map_ / "triage", settings.tekstmodel)


def train(settings: Settings, voortgang: Voortgang | None = None) -> Path:
    """Train what is stale and return the path of the dialogue model.

    Raises ModelFout with a Dutch reason when training fails; the models in place then stay as they were.
    """
    meld = voortgang or (lambda _: None)
    map_ = settings.pad(settings.model_map)
    map_.mkdir(parents=True, exist_ok=True)
    from sociale_kaart.herkenner import herkenner

    som = _som()
    _ruim_resten_op(map_)
    with tempfile.TemporaryDirectory(prefix=".bezig-", dir=map_) as tijdelijk:
        _train_triage(map_, Path(tijdelijk), settings.tekstmodel, meld)
        meld("De dialoog wordt getraind, en het zoeken klaargezet.")
        # Each keeps one core busy for a minute, and neither needs the other.
        with _traint_dialoog(settings, Path(tijdelijk)) as dialoog:
            kies_tekstmodel(settings.tekstmodel)
            herkenner()
            model = _oogst_dialoog(dialoog, Path(tijdelijk))
        doel = map_ / f"voordeur-{time.strftime('%Y%m%d-%H%M%S')}.tar.gz"
        # Its time of change must be the newest also when the same second gave two.
        os.utime(model)
        model.replace(doel)
    (map_ / STEMPEL).write_text(som)
    _ruim_op(map_)
    meld("Klaar.")
    return doel


def _train_triage(map_: Path, tijdelijk: Path, tekstmodel: str, meld: Voortgang) -> None:
    doel = map_ / "triage"
    if triage_model.is_vers(doel, tekstmodel):
        meld("Het triagemodel is nog goed.")
        return
    meld("De triage wordt getraind.")
    try:
        nieuw = triage_model.train(tijdelijk / "triage", tekstmodel=tekstmodel, voortgang=meld)
    except TekstmodelFout as fout:
        raise ModelFout(str(fout)) from fout
    oud = tijdelijk / "oud"
    if doel.exists():
        doel.rename(oud)
    nieuw.rename(doel)
    shutil.rmtree(oud, ignore_errors=True)


@contextmanager
def _traint_dialoog(settings: Settings, tijdelijk: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Rasa training in a process of its own, which does not outlive this block."""
    omgeving = os.environ | {"RASA_TELEMETRY_ENABLED": "false", "MODEL_MAP": str(settings.pad(settings.model_map))}
    opdracht = [sys.executable, "-W", "ignore", "-m", "bot.rasa_train", str(tijdelijk)]
    with (tijdelijk / RASA_LOG).open("wb") as uitvoer:
        proces = subprocess.Popen(  # noqa: S603  (our own module)
            opdracht, cwd=ROOT, env=omgeving, stdout=uitvoer, stderr=subprocess.STDOUT
        )
    try:
        yield proces
    finally:
        proces.kill()
        proces.wait()


def _oogst_dialoog(proces: subprocess.Popen[bytes], tijdelijk: Path) -> Path:
    fout = proces.wait()
    model = nieuwste_model(tijdelijk)
    if fout or model is None:
        laatste = (tijdelijk / RASA_LOG).read_text(errors="replace").strip().splitlines()[-15:]
        raise ModelFout("Het trainen van de dialoog is mislukt.\n" + "\n".join(laatste))
    return controleer(model)


def _ruim_resten_op(map_: Path) -> None:
    """What a training that was killed left behind; one that still runs is never an hour old."""
    for rest in map_.glob(".bezig-*"):
        if time.time() - rest.stat().st_mtime > 3600:
            shutil.rmtree(rest, ignore_errors=True)


def _ruim_op(map_: Path) -> None:
    modellen = sorted(map_.glob("*.tar.gz"), key=lambda p: p.stat().st_mtime_ns, reverse=True)
    for oud in modellen[BEWAAR_MODELLEN:]:
        oud.unlink(missing_ok=True)
