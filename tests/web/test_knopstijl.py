"""The rules that the widget's button is drawn with: those it can match, and none of the window."""

from __future__ import annotations

import pytest

from web.widget.build import KNOP, only_for


@pytest.mark.parametrize(
    ("css", "blijft"),
    [
        (".vd-opener{color:red}", ".vd-opener{color:red}"),
        (".vd-paneel{color:red}", ""),
        (".vd-paneel,.vd-opener{color:red}", ".vd-opener{color:red}"),
        (".utrecht-button:not(:disabled,[aria-disabled]){a:b}", ".utrecht-button:not(:disabled,[aria-disabled]){a:b}"),
        ("@media print{.vd-paneel{a:b}.vd-wortel{a:b}}", "@media print{.vd-wortel{a:b}}"),
        ("@media print{.vd-paneel{a:b}}", ""),
        (":host{all:initial}", ":host{all:initial}"),
        (".vd-wortel textarea{a:b}", ""),
    ],
)
def test_only_what_the_button_can_match_stays(css: str, blijft: str) -> None:
    assert only_for(css, KNOP) == blijft
