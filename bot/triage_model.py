"""Whether the triage model still fits its source, and training it: shared by `voordeur train` and `rasa train`."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DATA = ROOT / "data" / "nlu"
STEMPEL = "bron.sha256"
# The hiding of numbers and secrets stands beside the language the model reads; training never sees it.
_VERBERGEN = ("persoonsgegevens", "controlegetallen", "geheime_", "wachtwoord_nabij", "cijfers_nabij", "gewone_woorden")


def _som(paden: Iterable[Path]) -> str:
    som = hashlib.sha256()
    for pad in sorted(paden):
        som.update(str(pad.relative_to(ROOT)).encode() + b"\0" + pad.read_bytes())
    return som.hexdigest()


def bronnen() -> list[Path]:
    """Everything the triage model is made from: examples, lexicon, rules, word lists and the code itself."""
    return [
        *DATA.glob("*.yml"),
        *(ROOT / "data" / "lexicon").glob("*.csv"),
        *(ROOT / "triage").glob("*.yml"),
        *(ROOT / "triage").glob("*.py"),
        *(p for p in (ROOT / "taal").glob("*") if p.suffix in (".py", ".txt") and not p.name.startswith(_VERBERGEN)),
    ]


def _stempel(tekstmodel: str) -> str:
    return f"{_som(bronnen())} {tekstmodel}".strip()


def is_vers(model_map: Path, tekstmodel: str = "") -> bool:
    """Whether the model in this directory was made from the present source and with this text model."""
    stempel = model_map / STEMPEL
    return stempel.is_file() and stempel.read_text() == _stempel(tekstmodel)


def train(model_map: Path, *, tekstmodel: str = "", voortgang: Callable[[str], None] | None = None) -> Path:
    """Train the triage model into this directory and stamp it with its source. Raises TekstmodelFout."""
    from triage import training

    stempel = _stempel(tekstmodel)
    training.train(DATA, model_map, tekstmodel=tekstmodel, voortgang=voortgang or (lambda _: None))
    (model_map / STEMPEL).write_text(stempel)
    return model_map
