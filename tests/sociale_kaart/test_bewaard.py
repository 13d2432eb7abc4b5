"""What takes long to work out is kept whole or not at all, and never stops anything."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from sociale_kaart.bewaard import read_bewaard, write_bewaard

RIJEN = {"een": np.arange(3), "twee": np.ones((2, 2))}


def test_what_is_kept_comes_back_and_the_earlier_one_of_its_kind_goes(tmp_path: Path) -> None:
    for naam in ("a.soort.npz", "b.ander.npz"):
        write_bewaard(tmp_path / naam, RIJEN, eerdere="*.niets")
    write_bewaard(tmp_path / "nieuw" / "x.soort.npz", RIJEN, eerdere="*.soort.npz")
    write_bewaard(tmp_path / "c.soort.npz", RIJEN, eerdere="*.soort.npz")
    assert sorted(p.name for p in tmp_path.glob("*.npz")) == ["b.ander.npz", "c.soort.npz"]
    terug = read_bewaard(tmp_path / "c.soort.npz", ("een", "twee"))
    assert terug is not None
    assert all((terug[n] == RIJEN[n]).all() for n in RIJEN)


@pytest.mark.parametrize("inhoud", [b"", b"half", b"PK\x03\x04 begun and broken off"])
def test_a_damaged_file_counts_as_none(tmp_path: Path, inhoud: bytes) -> None:
    (tmp_path / "x.npz").write_bytes(inhoud)
    assert read_bewaard(tmp_path / "x.npz", ("een",)) is None


def test_a_file_of_an_older_form_counts_as_none(tmp_path: Path) -> None:
    write_bewaard(tmp_path / "x.npz", {"een": RIJEN["een"]}, eerdere="*.npz")
    assert read_bewaard(tmp_path / "x.npz", ("een", "twee")) is None
    assert read_bewaard(None, ("een",)) is None


def test_a_folder_that_cannot_be_written_is_no_reason_to_stop(tmp_path: Path) -> None:
    (tmp_path / "map").write_text("this is a file")
    write_bewaard(tmp_path / "map" / "x.npz", RIJEN, eerdere="*.npz")
    write_bewaard(None, RIJEN, eerdere="*.npz")
    assert read_bewaard(tmp_path / "map" / "x.npz", ("een",)) is None


def test_another_account_can_read_what_one_made_ready(tmp_path: Path) -> None:
    write_bewaard(tmp_path / "x.npz", RIJEN, eerdere="*.npz")
    assert (tmp_path / "x.npz").stat().st_mode & 0o044 == 0o044
