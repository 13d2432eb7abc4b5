"""The trained model as a file: the newest one that is whole. No Rasa here.

A model is written under a temporary name and moved into place, so a half-written one is
never the newest; one that is broken all the same is refused by name instead of loaded.
"""

from __future__ import annotations

import tarfile
from pathlib import Path

METADATA = "metadata.json"


class ModelFout(Exception):
    """There is no model that can be used; the text says why and what to do, in Dutch."""


def nieuwste_model(map_: Path) -> Path | None:
    """The newest model in this directory, by time of writing; None when there is none."""
    modellen = [p for p in map_.glob("*.tar.gz") if p.is_file()]
    return max(modellen, key=lambda p: (p.stat().st_mtime_ns, p.name), default=None)


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


def bruikbaar_model(map_: Path) -> Path:
    """The newest model, checked. Raises ModelFout when there is none or it is broken."""
    pad = nieuwste_model(map_)
    if pad is None:
        raise ModelFout(f"Er is nog geen model in {map_.name}/. Train er een met: voordeur train")
    return controleer(pad)
