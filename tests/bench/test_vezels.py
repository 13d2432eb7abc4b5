"""Fuzzing in its short form: what reads another's bytes raises only what it says, and a finding is noticed.

The long form, a million cases, is `python -m bench.vezels`.
"""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.vezel.doelen import DOELEN
from bench.vezel.zaden import ZADEN
from bench.vezels import vezel


@pytest.mark.parametrize("doel", DOELEN)
def test_bytes_of_any_kind_are_read_or_refused(doel: str) -> None:
    @settings(max_examples=40, deadline=None, derandomize=True)
    @given(st.one_of(st.binary(max_size=120), st.text(max_size=80).map(lambda t: t.encode("utf-8", "ignore"))))
    def probeer(data: bytes) -> None:
        DOELEN[doel](data)

    probeer()


@pytest.mark.parametrize("doel", DOELEN)
def test_good_input_with_something_done_to_it_is_read_or_refused(doel: str) -> None:
    assert vezel(doel, DOELEN[doel], aantal=60, zaad=7) == {}


def test_every_target_has_something_to_start_from() -> None:
    assert set(ZADEN) == set(DOELEN)


def test_a_mistake_is_found_and_told_once_by_its_place() -> None:
    def kapot(data: bytes) -> None:
        if b"e" in data:
            raise ZeroDivisionError

    gevonden = vezel("bericht", kapot, aantal=50, zaad=1)
    assert len(gevonden) == 1
    assert "ZeroDivisionError" in next(iter(gevonden))
