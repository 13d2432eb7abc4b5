"""Python's own translation of every module that serves, left behind when everything is made ready.

A start imports two thousand modules. Translating them anew took half of the time until the first page. Python keeps
its translations by itself, but not where PYTHONDONTWRITEBYTECODE is set or the disk may not be written, and containers
that serve are like that.
"""

from __future__ import annotations

import compileall
import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

from settings import ROOT

# One of the last modules that a start imports.
_LAATSTE = "core/__pycache__/agent.*.pyc"


def compileer(map_: Path = ROOT) -> None:
    """Translate our own rooms, and what they import where that was not done before. Never a reason to stop."""
    for kamer in sorted(map_.iterdir()):
        if (kamer / "__init__.py").is_file() and kamer.name not in ("tests", "bench"):
            compileall.compile_dir(kamer, quiet=2)
    if not _is_klaar():
        omgeving = {naam: waarde for naam, waarde in os.environ.items() if naam != "PYTHONDONTWRITEBYTECODE"}
        subprocess.run(
            [sys.executable, "-m", "cli.gecompileerd"],
            cwd=ROOT, env=omgeving, check=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip


def _is_klaar() -> bool:
    rasa = find_spec("rasa")
    return rasa is not None and rasa.origin is not None and any(Path(rasa.origin).parent.glob(_LAATSTE))


def importeer() -> None:
    """Import what a server imports; Python leaves the translations behind."""
    from bot.rasa_licht import rasa_licht
    from settings import read_settings
    from taal.tekstmodel import eigen_tekstmodel
    from web.app import load_triage
    from web.routes import all_routes
    from werkgebied import load_werkgebied

    settings = read_settings()
    load_werkgebied(settings.pad(settings.werkgebied))
    all_routes(settings)
    load_triage(settings)
    eigen_tekstmodel()
    with rasa_licht(ROOT / "config.yml"):
        import bot.dialoog  # noqa: F401


if __name__ == "__main__":
    importeer()
