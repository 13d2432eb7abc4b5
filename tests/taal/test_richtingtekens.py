"""Marks of direction that a resident pastes back are no part of what they say."""

from __future__ import annotations

import pytest

from taal.normaliseren import schoon


@pytest.mark.parametrize("teken", ["\u2060", "\u2066", "\u2067", "\u2068", "\u2069", "\u202b"])
def test_an_invisible_mark_is_taken_out(teken: str) -> None:
    assert schoon(f"Bel{teken}112") == "Bel 112"
