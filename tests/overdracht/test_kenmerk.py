"""A kenmerk and a code are read aloud and typed again, with or without the hyphens."""

from __future__ import annotations

import pytest

from overdracht.kenmerk import make_code, new_kenmerk, schoon


@pytest.mark.parametrize("typ", [str.lower, lambda s: s.replace("-", ""), lambda s: f" {s.replace('-', ' ')} ",
                                 lambda s: s.replace("-", "."), lambda s: s.replace("-", "–")])  # fmt: skip
def test_however_it_is_typed_it_is_the_same(typ: object) -> None:
    kenmerk = new_kenmerk()
    for goed in (kenmerk, make_code("geheim", kenmerk)):
        assert schoon(typ(goed)) == goed  # type: ignore[operator]


@pytest.mark.parametrize("tekst", ["", "VD", "VD-123", "DROP TABLE", "é" * 8, "VD-7K3Q-9XMP-EXTRA", "x" * 200])
def test_what_is_no_kenmerk_becomes_none(tekst: str) -> None:
    assert schoon(schoon(tekst)) == schoon(tekst)
    assert schoon(tekst) == tekst.upper().replace(" ", "-")
