"""The trained model as a file: the newest one that is whole. No Rasa here.

A model is written under a temporary name and moved into place, so a half-written one is
never the newest; one that is broken all the same is refused by name instead of loaded.
"""

from __future__ import annotations

import tarfile
from collections.abc import Collection
from pathlib import Path

METADATA = "metadata.json"


class ModelFout(Exception):
    """There is no model that can be used; the text says why and what to do, in Dutch."""


def modellen(map_: Path) -> list[Path]:
    """The models in this directory by time of writing, newest first."""
    gevonden = [p for p in map_.glob("*.tar.gz") if p.is_file()]
    return sorted(gevonden, key=lambda p: (p.stat().st_mtime_ns, p.name), reverse=True)


def nieuwste_model(map_: Path) -> Path | None:
    """The newest model in this directory; None when there is none."""
    return next(iter(modellen(map_)), None)


def controleer(pad: Path) -> Path:
    """Read the whole archive once.

    Raises ModelFout when it is cut off, damaged or no model at all.
    """
    advies = "Train opnieuw met: voordeur train"
    try:
        with tarfile.open(pad, "r:gz") as archief:
            namen = [lid.name for lid in archief]
    except (OSError, EOFError, tarfile.TarError) as fout:
        reden = f"Het model {pad.name} is beschadigd of niet helemaal geschreven ({type(fout).__name__}). {advies}"
        raise ModelFout(reden) from fout
    if not any(Path(naam).name == METADATA for naam in namen):
        raise ModelFout(f"Het bestand {pad.name} is geen model van Rasa. {advies}")
    return pad


def bruikbaar_model(map_: Path, *, behalve: Collection[Path] = (), ook_oudere: bool = False) -> Path:
    """The newest model, checked; with `ook_oudere` the newest one that is whole.

    Raises ModelFout when there is none, or with the reason why the newest is broken.
    """
    rij = [p for p in modellen(map_) if p not in behalve]
    if not rij:
        raise ModelFout(f"Er is nog geen model in {map_.name}/. Train er een met: voordeur train")
    redenen: list[ModelFout] = []
    for pad in rij if ook_oudere else rij[:1]:
        try:
            return controleer(pad)
        except ModelFout as fout:
            redenen.append(fout)
    raise redenen[0]
