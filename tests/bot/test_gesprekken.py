"""Written-out gesprekken through the real assistant: Rasa, the triage model and the example kaart."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.assistent import Assistent
from gesprek.antwoord import Antwoord
from opslag.db import Database
from tests.bot.conftest import Inwoner, tekst_van
from triage.model import Triage

pytestmark = pytest.mark.rasa
GESPREKKEN = [
    gesprek
    for pad in sorted(Path(__file__).with_name("gesprekken").glob("*.yml"))
    for gesprek in yaml.safe_load(pad.read_text(encoding="utf-8"))
]


def _mist(antwoord: Antwoord, verwacht: dict[str, Any]) -> list[str]:
    """What was expected of this reply and is not there."""
    tekst = tekst_van(antwoord)
    payloads = [k.payload for b in antwoord.berichten for k in b.knoppen]
    aantal = sum(len(b.voorzieningen) for b in antwoord.berichten)
    fout = [f"zegt niet: {deel}" for deel in verwacht.get("bevat", ()) if deel not in tekst]
    fout += [f"zegt toch: {deel}" for deel in verwacht.get("niet", ()) if deel in tekst]
    fout += [f"knop {k}" for k in verwacht.get("knoppen", ()) if not any(p.startswith(k) for p in payloads)]
    fout += [f"data {k}" for k, v in verwacht.get("data", {}).items() if antwoord.data.get(k) != v]
    if aantal < verwacht.get("kaart", 0):
        fout.append("geen voorzieningen")
    if "stap" in verwacht and (antwoord.stap or "geen") != verwacht["stap"]:
        fout.append(f"stap is {antwoord.stap}")
    if "vraag" in verwacht and antwoord.berichten[-1].vraag != verwacht["vraag"]:
        fout.append(f"vraagt {antwoord.berichten[-1].vraag}")
    return fout


@pytest.mark.parametrize("gesprek", GESPREKKEN, ids=[g["naam"] for g in GESPREKKEN])
async def test_the_gesprek_goes_as_written(
    gesprek: dict[str, Any], assistent: Assistent, kaart: Database, triage: Triage
) -> None:
    inwoner = Inwoner(
        assistent, kaart, triage, gesprek.get("gemeente"), gesprek.get("kern"), gesprek.get("status", "assistent")
    )
    for beurt in gesprek["beurten"]:
        antwoord = await inwoner.zeg(beurt["inwoner"])
        assert antwoord.berichten, beurt["inwoner"]
        assert not _mist(antwoord, beurt), f"na '{beurt['inwoner']}': {tekst_van(antwoord)}"
