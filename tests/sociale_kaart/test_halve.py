"""Numbers in half the precision come back exactly as they are, so that what is kept small answers the same."""

from __future__ import annotations

import numpy as np
import pytest

from sociale_kaart.halve import lang


def _alle() -> np.ndarray:
    """Every finite number there is in half the precision."""
    alle = np.arange(1 << 16, dtype=np.uint16).view(np.float16)
    return alle[np.isfinite(alle)]


def test_every_number_is_exactly_itself_again() -> None:
    alle = _alle()
    assert np.array_equal(lang(alle).view(np.int32), alle.astype(np.float32).view(np.int32))


@pytest.mark.parametrize("vorm", [(0, 512), (3, 5), (7, 512)])
def test_rows_keep_their_shape_and_go_where_they_are_asked(vorm: tuple[int, int]) -> None:
    rijen = np.random.default_rng(1).normal(size=vorm).astype(np.float16)
    uit = np.empty(vorm, dtype=np.float32)
    assert lang(rijen, uit) is uit
    assert np.array_equal(uit, rijen.astype(np.float32))


def test_rows_that_do_not_lie_next_to_one_another_are_read_as_well() -> None:
    rijen = _alle()[:4096].reshape(64, 64)
    assert np.array_equal(lang(rijen[::3, ::2]), rijen[::3, ::2].astype(np.float32))
