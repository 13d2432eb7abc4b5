"""What is made ready leaves Python's translations behind, also where they may not be written while serving."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from cli import gecompileerd


@pytest.fixture
def boom(tmp_path: Path) -> Path:
    """A tree with a room, a room of tests and a folder that is no room."""
    for pad in ("kamer/__init__.py", "kamer/deel.py", "tests/__init__.py", "docs/los.py"):
        (tmp_path / pad).parent.mkdir(exist_ok=True)
        (tmp_path / pad).write_text("WAARDE = 1\n", encoding="utf-8")
    return tmp_path


def test_every_room_that_serves_is_translated(boom: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gecompileerd, "_is_klaar", lambda: True)
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    monkeypatch.setattr(sys, "pycache_prefix", None)
    gecompileerd.compileer(boom)
    assert {p.parent.parent.name for p in boom.rglob("*.pyc")} == {"kamer"}
    assert len(list(boom.rglob("*.pyc"))) == 2


def test_what_others_made_is_translated_once_and_without_the_prohibition(
    boom: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gedaan: list[dict[str, str]] = []
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    monkeypatch.setattr(gecompileerd, "_is_klaar", lambda: bool(gedaan))
    monkeypatch.setattr("subprocess.run", lambda *_, env, **__: gedaan.append(env))
    gecompileerd.compileer(boom)
    gecompileerd.compileer(boom)
    assert len(gedaan) == 1
    assert "PYTHONDONTWRITEBYTECODE" not in gedaan[0]
