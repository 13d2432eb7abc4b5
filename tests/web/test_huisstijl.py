"""The look of a gemeente: readable or refused at the start, and served as custom properties."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from web.huisstijl import as_tokens, check_huisstijl, contrast
from web.tekstlinks import met_links
from werkgebied import Werkgebied, WerkgebiedFout, load_werkgebied

ROOT = Path(__file__).resolve().parents[2]


def met(huisstijl: dict[str, str]) -> Werkgebied:
    werkgebied = load_werkgebied(ROOT / "werkgebied.yml")
    eerste = dataclasses.replace(werkgebied.gemeenten[0], huisstijl=huisstijl)
    return dataclasses.replace(werkgebied, gemeenten=(eerste, *werkgebied.gemeenten[1:]))


def test_black_on_white_has_the_largest_contrast() -> None:
    assert contrast("#000", "#ffffff") == pytest.approx(21)
    assert contrast("#0b5394", "#0b5394") == 1


def test_readable_colours_and_design_tokens_are_taken() -> None:
    werkgebied = met({"kleur": "#2c6a35", "utrecht-button-border-radius": "0.5rem"})
    check_huisstijl(werkgebied)
    assert as_tokens(werkgebied.gemeenten[0]) == {"--vd-kleur": "#2c6a35", "--utrecht-button-border-radius": "0.5rem"}


@pytest.mark.parametrize(
    ("huisstijl", "reden"),
    [
        ({"kleur": "#ffcc00"}, "slecht te lezen"),
        ({"kleur_op": "#0b5394"}, "slecht te lezen"),
        ({"kleur": "rood"}, "moet een kleur zijn"),
        ({"logo": "x.png"}, "is onbekend"),
        ({"utrecht-link-color": "red;} body{display:none"}, "kan niet in een stijlblad"),
        ({"utrecht-link-color": "url(https://elders.example)"}, "kan niet in een stijlblad"),
    ],
)
def test_what_cannot_be_read_or_trusted_stops_the_start_with_its_reason(huisstijl: dict[str, str], reden: str) -> None:
    with pytest.raises(WerkgebiedFout, match=reden) as fout:
        check_huisstijl(met(huisstijl))
    assert "Bergen" in str(fout.value)


def test_numbers_and_addresses_in_a_text_become_links_and_the_rest_stays_text() -> None:
    html = met_links("Bel 112, 0800-0113 of 072 000 0103. Mail <b>x@example.nl</b> op 09-11-2025.")
    assert 'href="tel:112"' in html
    assert 'href="tel:08000113"' in html
    assert 'href="tel:0720000103"' in html
    assert 'href="mailto:x@example.nl"' in html
    assert "&lt;b&gt;" in html
    assert html.count("<a ") == 4
