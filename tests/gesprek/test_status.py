"""The table of transitions is the only way from one status to another."""

from __future__ import annotations

import itertools

import pytest

from gesprek import status
from gesprek.models import Gesprek


@pytest.mark.parametrize(("van", "naar"), itertools.product(status.STATUSSEN, repeat=2))
def test_only_transitions_of_the_table_happen(van: str, naar: str) -> None:
    gesprek = Gesprek(id="g", token_hash="", status=van)
    if van == naar:
        assert status.change_status(gesprek, naar) is False
    elif naar in status.OVERGANGEN[van]:
        assert status.change_status(gesprek, naar) is True
        assert gesprek.status == naar
    else:
        with pytest.raises(status.OngeldigeOvergang):
            status.change_status(gesprek, naar)
        assert gesprek.status == van


def test_every_status_can_be_reached_and_left() -> None:
    assert set(status.OVERGANGEN) == set(status.STATUSSEN)
    assert set().union(*status.OVERGANGEN.values()) == set(status.STATUSSEN)
    assert all(status.OVERGANGEN.values())
