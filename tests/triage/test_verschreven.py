"""A misspelt word between two terms is always read as the same one, whichever process reads it."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

# Each word is one letter away from two terms, along different letters.
_LEES = """
from triage.lexicon import Lexicon, Term
woorden = ["verslavingzorg", "huurtoeslog", "schuldhulq", "mantelzorh"]
termen = [Term(w[:i] + "x" + w[i + 1:], g, 1.0) for w in woorden for i, g in ((2, "financien"), (5, "huisvesting"))]
lexicon = Lexicon.van(termen)
print([[t.leefgebied for t in lexicon.zoek([w])] for w in woorden])
"""


@pytest.fixture(scope="module")
def lezingen() -> set[str]:
    return {
        subprocess.run(
            [sys.executable, "-c", _LEES],
            env={**os.environ, "PYTHONHASHSEED": zaad},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for zaad in ("1", "2", "3")
    }


def test_a_word_between_two_terms_is_read_alike_in_every_process(lezingen: set[str]) -> None:
    assert len(lezingen) == 1


def test_such_a_word_is_read_at_all(lezingen: set[str]) -> None:
    assert "financien" in next(iter(lezingen)) or "huisvesting" in next(iter(lezingen))
