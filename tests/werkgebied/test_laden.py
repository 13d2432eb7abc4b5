"""A mistake in werkgebied.yml stops the start with the line and the reason in Dutch."""

from __future__ import annotations

import datetime as dt
import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from werkgebied import WerkgebiedFout, load_werkgebied

GOED = """\
naam: Proef
tijdzone: Europe/Amsterdam
feestdagen: nl
gemeenten:
  - code: proef
    naam: Proefstad
    kernen: [Proefstad, Proefdorp]
    contact:
      telefoon: "072 000 0101"
      email: team@example.nl
      adres: "Plein 1"
      inloop: "ma-vr 09:00-12:00"
    team:
      naam: Team Proef
      openingstijden: "ma-vr 08:30-17:00"
    huisstijl: {}
ligging:
  Proefdorp: [52.5, 4.7]
"""


@pytest.fixture
def pad(tmp_path: Path) -> Path:
    return tmp_path / "werkgebied.yml"


def test_the_file_in_the_repository_is_right() -> None:
    gebied = load_werkgebied(Path(__file__).parents[2] / "werkgebied.yml")
    assert [g.naam for g in gebied.gemeenten] == ["Bergen", "Uitgeest", "Castricum", "Heiloo"]
    for gemeente in gebied.gemeenten:
        assert gemeente.team.openingstijden.bekend
        assert gemeente.contact.telefoon
        for kern in gemeente.kernen:
            assert gebied.afstand(kern, gemeente.kernen[0]) is not None


def test_everything_in_a_file_is_read(pad: Path) -> None:
    pad.write_text(GOED, encoding="utf-8")
    gebied = load_werkgebied(pad)
    gemeente = gebied.gemeenten[0]
    assert (gebied.naam, gemeente.code, gemeente.kernen) == ("Proef", "proef", ("Proefstad", "Proefdorp"))
    assert gemeente.contact.inloop.als_tekst() == "maandag tot en met vrijdag van 9.00 tot 12.00 uur"
    moment = gebied.lokale_tijd(dt.datetime(2026, 7, 1, 12, 0, tzinfo=dt.UTC))
    assert moment.hour == 14


@pytest.mark.parametrize(
    ("was", "wordt", "regel", "noemt"),
    [
        ("Europe/Amsterdam", "Europa/Amsterdam", 2, "tijdzone"),
        ("feestdagen: nl", "feestdagen: xx", 3, "land"),
        ("    naam: Proefstad\n", "", 5, "'naam' ontbreekt"),
        ("[Proefstad, Proefdorp]", "Proefstad", 7, "lijst"),
        ("[Proefstad, Proefdorp]", "[]", 7, "lijst"),
        ('"072 000 0101"', "bel maar", 9, "telefoonnummer"),
        ("team@example.nl", "team apenstaart example", 10, "e-mailadres"),
        ("ma-vr 09:00-12:00", "ma-vr 9-12", 12, "tijden"),
        ("ma-vr 08:30-17:00", "mo-fr 08:30-17:00", 15, "'mo'"),
        ('      openingstijden: "ma-vr 08:30-17:00"\n', "", 14, "'openingstijden' ontbreekt"),
        ("code: proef", "code: Proef Stad", 5, "geen code"),
        ("      email:", "      emial:", 10, "'emial'"),
        ("naam: Proef\n", "naam: Proef\nnaam: Nog een\n", 2, "twee keer"),
        ("feestdagen: nl", "feestdag: nl", 3, "'feestdag'"),
        ("Proefdorp: [52.5, 4.7]", "Proefdorp: 52.5", 18, "breedte"),
        ("Proefdorp: [52.5, 4.7]", "Proefdrop: [52.5, 4.7]", 18, "'Proefdrop'"),
        ("gemeenten:", "gemeenten: geen\nx:", 5, "'x'"),
        ("    team:\n", "    team: [\n", 0, "YAML"),
    ],
)
def test_a_mistake_is_told_with_its_line(pad: Path, was: str, wordt: str, regel: int, noemt: str) -> None:
    assert was in GOED
    pad.write_text(GOED.replace(was, wordt, 1), encoding="utf-8")
    with pytest.raises(WerkgebiedFout) as fout:
        load_werkgebied(pad)
    melding = str(fout.value)
    assert "werkgebied.yml" in melding
    assert noemt in melding
    if regel:
        assert f"Regel {regel}:" in melding


def test_a_gemeente_stands_there_once(pad: Path) -> None:
    gemeente = GOED[GOED.index("  - code") : GOED.index("ligging")]
    pad.write_text(GOED.replace("ligging", gemeente + "ligging"), encoding="utf-8")
    with pytest.raises(WerkgebiedFout, match=r"Regel 17: .*twee keer"):
        load_werkgebied(pad)


def test_a_file_that_is_not_there_or_not_text_is_told(pad: Path) -> None:
    with pytest.raises(WerkgebiedFout, match="kan niet gelezen worden"):
        load_werkgebied(pad)
    pad.write_bytes(b"naam: Caf\xe9")
    with pytest.raises(WerkgebiedFout, match="UTF-8"):
        load_werkgebied(pad)


@pytest.mark.parametrize(
    "tekst", ["", "naam", "- a\n- b\n", "naam: [", "\t", "gemeenten:\n", "naam: x\ntijdzone: [a]\n"]
)
def test_a_file_of_another_form_is_told(pad: Path, tekst: str) -> None:
    pad.write_text(tekst, encoding="utf-8")
    with pytest.raises(WerkgebiedFout, match=r"werkgebied\.yml"):
        load_werkgebied(pad)


@given(st.integers(0, len(GOED) - 1), st.sampled_from(["", ":", "- ", "\n", "[", "null", "'", "&a ", "*a", "? "]))
def test_any_damage_is_told_or_harmless(plek: int, stuk: str) -> None:
    """No other error ever reaches whoever starts the program."""
    with tempfile.TemporaryDirectory() as map_naam:
        pad = Path(map_naam) / "werkgebied.yml"
        pad.write_text(GOED[:plek] + stuk + GOED[plek + 1 :], encoding="utf-8")
        try:
            load_werkgebied(pad)
        except WerkgebiedFout as fout:
            melding = str(fout)
        else:
            melding = "werkgebied.yml"
    assert "werkgebied.yml" in melding
