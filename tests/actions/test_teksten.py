"""The product's voice: every text can be said, at B1, and nothing points to what is not there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from actions import teksten
from settings import ROOT
from taal.leesbaarheid import meet

TEKSTEN = yaml.safe_load(teksten.BESTAND.read_text(encoding="utf-8"))
NEDERLANDS = {k: v for k, v in TEKSTEN.items() if k not in ("talen", "taal_knop", "knoppen")}
# Formal and bureaucratic words that residents asked not to hear.
VERMIJD = ("middels", "teneinde", "dienen te", "derhalve", "indien ", "betreffende", "cliënt", "indicatie", "je ")


def zinnen(waarde: Any, pad: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(waarde, dict):
        for sleutel, deel in waarde.items():
            yield from zinnen(deel, f"{pad}.{sleutel}" if pad else str(sleutel))
    elif isinstance(waarde, list):
        for deel in waarde:
            yield from zinnen(deel, pad)
    else:
        yield pad, str(waarde)


ALLES = list(zinnen(NEDERLANDS))


@pytest.mark.parametrize(("pad", "tekst"), ALLES, ids=[pad for pad, _ in ALLES])
def test_no_sentence_is_longer_than_twenty_words(pad: str, tekst: str) -> None:
    for zin in re.split(r"(?<=[.!?])\s+", tekst):
        assert len(zin.split()) <= 20, zin


@pytest.mark.parametrize(("pad", "tekst"), ALLES, ids=[pad for pad, _ in ALLES])
def test_residents_are_addressed_with_u_and_without_office_words(pad: str, tekst: str) -> None:
    assert not [woord for woord in VERMIJD if f" {woord}" in f" {tekst.lower()}"]


def test_the_texts_together_are_easy_to_read() -> None:
    alles = " ".join(tekst for pad, tekst in ALLES if tekst.endswith((".", "?")))
    assert meet(re.sub(r"\{\w+\}", "Limmen", alles)).score >= 70


def test_every_text_that_the_code_names_is_there() -> None:
    bron = "\n".join(
        p.read_text(encoding="utf-8") for kamer in ("actions", "bot") for p in Path(ROOT / kamer).glob("*.py")
    )
    genoemd = re.findall(r'\btekst\(\s*"([a-z_.]+)"', bron)
    assert genoemd
    assert [pad for pad in genoemd if not teksten.heeft(pad)] == []


def test_every_button_that_the_code_names_is_there() -> None:
    bron = "\n".join(p.read_text(encoding="utf-8") for p in Path(ROOT / "actions").glob("*.py"))
    for naam in re.findall(r'\bknop\("([a-z_]+)"', bron):
        assert naam in TEKSTEN["knoppen"]


def test_every_button_sends_an_intent_of_the_domain() -> None:
    data = yaml.safe_load((ROOT / "bot" / "domain" / "intents.yml").read_text(encoding="utf-8"))
    intents = {next(iter(i)) for i in data["intents"]}
    for knop in TEKSTEN["knoppen"].values():
        assert re.match(r"/([a-z_]+)", knop["payload"])[1] in intents  # type: ignore[index]


def test_nothing_is_promised() -> None:
    for _, tekst in ALLES:
        assert not re.search(
            r"\bu (krijgt|heeft recht op) (een |de )?(uitkering|vergoeding|indicatie|hulp)\b", tekst.lower()
        )


@pytest.mark.parametrize("code", ["en", "uk", "tr", "pl", "ar", "de", "fr", "es"])
def test_every_language_names_a_person_and_112(code: str) -> None:
    assert "{contact}" in TEKSTEN["talen"][code]
    assert "{nood}" in TEKSTEN["talen"][code]
