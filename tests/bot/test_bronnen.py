"""What makes the triage model stale: all it is trained with, and nothing beside it."""

from __future__ import annotations

from bot.triage_model import ROOT, bronnen
from tests.test_huis import imports


def _gelezen() -> set[str]:
    """Every module of taal that triage reaches, by itself or through another."""
    te_lezen = list((ROOT / "triage").glob("*.py"))
    gezien: set[str] = set()
    while te_lezen:
        for naam, _ in imports(te_lezen.pop()):
            pad = ROOT / (naam.replace(".", "/") + ".py")
            if naam.startswith("taal.") and naam not in gezien and pad.is_file():
                gezien.add(naam)
                te_lezen.append(pad)
    return gezien


def test_the_language_that_training_reads_makes_the_model_stale() -> None:
    namen = {p.relative_to(ROOT).as_posix() for p in bronnen()}
    gelezen = {naam.replace(".", "/") + ".py" for naam in _gelezen()}
    assert gelezen
    assert gelezen <= namen
    assert "taal/woordenlijst.txt" in namen


def test_the_hiding_of_secrets_does_not_make_the_model_stale() -> None:
    namen = {p.name for p in bronnen()}
    assert not namen & {"persoonsgegevens.py", "geheime_codes.py", "wachtwoord_nabij.py", "gewone_woorden.txt"}
