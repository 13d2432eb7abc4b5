"""What must work without Rasa: the welcome, the emergency answer, the intents and the model file."""

from __future__ import annotations

import datetime as dt
import os
import subprocess
import sys
import tarfile
import uuid
from pathlib import Path
from typing import Any

import pytest

from bot.intent import kies_intent
from bot.modelbestand import ModelFout, bruikbaar_model, nieuwste_model
from bot.noodantwoord import antwoord_zonder_rasa
from bot.vraag import Vraag
from bot.welkom import welkom
from gesprek.antwoord import Antwoord
from opslag.db import Database
from settings import ROOT
from tests.actions.nep import NU, NepTriage, vul_kaart
from tests.bot.conftest import tekst_van
from triage.beoordeling import Beoordeling
from werkgebied import Werkgebied


def vraag(tekst: str = "", payload: str | None = None, **anders: Any) -> Vraag:
    velden = {"gemeente": "castricum", "kern": None, "nu": NU} | anders
    return Vraag(str(uuid.uuid4()), tekst, payload, **velden)


@pytest.fixture
def zonder(sqlite_db: Database, gebied: Werkgebied) -> Any:
    vul_kaart(sqlite_db)
    return lambda v: antwoord_zonder_rasa(v, NepTriage(), database=sqlite_db, werkgebied=gebied)


@pytest.mark.parametrize("module", ["bot.noodantwoord", "bot.welkom", "bot.assistent", "bot.train", "actions"])
def test_importing_it_imports_no_rasa(module: str) -> None:
    code = f"import sys, {module}; sys.exit(any(m.split('.')[0] in ('rasa', 'rasa_sdk') for m in sys.modules))"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0


def test_without_rasa_a_crisis_gets_its_text(zonder: Any) -> None:
    tekst = tekst_van(zonder(vraag("ik wil niet meer leven")))
    assert "112" in tekst
    assert "113" in tekst


def test_without_rasa_a_simple_question_is_answered_from_the_kaart(zonder: Any) -> None:
    antwoord: Antwoord = zonder(vraag("waar is de voedselbank"))
    assert antwoord.berichten[0].voorzieningen[0]["id"] == "voedselbank"
    assert antwoord.beoordeling is not None


def test_without_rasa_anything_else_leads_to_a_person(zonder: Any) -> None:
    assert "072 000 0103" in tekst_van(zonder(vraag("ik heb schulden en ik ben eenzaam")))


def test_without_rasa_a_person_can_be_asked_for(zonder: Any) -> None:
    assert zonder(vraag(payload="/medewerker", eerder=(NepTriage().beoordeel("schulden"),))).stap == "verslag"


def test_without_rasa_a_person_now_keeps_the_help_lines_of_this_crisis(zonder: Any) -> None:
    eerder = (NepTriage().beoordeel("ik wil niet meer leven"),)
    assert "0800-0113" in tekst_van(zonder(vraag(payload="/mens_nu", eerder=eerder)))


@pytest.mark.parametrize("payload", ["/vervolg_meer", "/onzin", "/kies_plaats{kapot", '/kies_plaats{"plaats":1}'])
def test_without_rasa_every_button_gets_an_answer(zonder: Any, payload: str) -> None:
    assert zonder(vraag(payload=payload)).berichten


def test_without_rasa_and_without_the_database_there_is_still_a_person(gebied: Werkgebied) -> None:
    class Weg:
        def lezen(self) -> None:
            raise OSError("weg")

    antwoord = antwoord_zonder_rasa(vraag("waar is de voedselbank"), NepTriage(), database=Weg(), werkgebied=gebied)
    assert "072 000 0103" in tekst_van(antwoord)


@pytest.mark.parametrize("gemeente", ["castricum", "Heiloo", None, "onbekend"])
def test_the_welcome_says_who_it_is_what_it_keeps_and_how_to_reach_a_person(
    gebied: Werkgebied, gemeente: str | None
) -> None:
    berichten = welkom(gebied, gemeente, dt.datetime.now(dt.UTC), bewaar_dagen=9)
    tekst = " ".join(b.tekst for b in berichten)
    assert "digitale assistent" in tekst
    assert "geen mens" in tekst
    assert "9 dagen" in tekst
    assert "112" in tekst
    assert "/medewerker" in [k.payload for k in berichten[-1].knoppen]


@pytest.mark.parametrize(
    ("tekst", "intent"),
    [
        ("stop", "stop"),
        ("sla maar over", "overslaan"),
        ("wat kost dat?", "vervolg_kosten"),
        ("tot hoe laat zijn ze open", "vervolg_openingstijden"),
        ("verwijder mijn gegevens", "over_assistent"),
        ("ik zei Limmen", "corrigeren"),
        ("een mens aub", "hulpvraag"),
        ("mens", "medewerker"),
        ("wat kost een paspoort", "hulpvraag"),
        ("🙂", "leeg"),
        ("", "leeg"),
        ("Do you speak English? I need help", "andere_taal"),
    ],
)
def test_plain_acts_are_read_from_the_words(tekst: str, intent: str) -> None:
    assert kies_intent(tekst, Beoordeling(zwaarte="geen", soort="vraag"))[0] == intent


def test_danger_goes_before_every_other_act() -> None:
    assert kies_intent("stop", Beoordeling(zwaarte="crisis", soort="vraag", crisis="suicide"))[0] == "crisis"


def test_an_act_the_model_guesses_at_is_weighed_as_a_question() -> None:
    onzeker = Beoordeling(zwaarte="geen", soort="gesprek", intent="klacht", intent_score=0.12)
    assert kies_intent("blauwe lucht", onzeker)[0] == "hulpvraag"


@pytest.mark.parametrize(
    ("tekst", "intent"),
    [
        ("hallo", "groet"),
        ("Goedemorgen!", "groet"),
        ("hoi daar", "groet"),
        ("doei", "afscheid"),
        ("Fijne dag nog.", "afscheid"),
        ("goedemorgen, ik heb schulden", "hulpvraag"),
        ("hallo is er een voedselbank", "hulpvraag"),
    ],
)
def test_a_greeting_is_heard_whatever_the_model_makes_of_it_and_a_question_behind_it_stays_one(
    tekst: str, intent: str
) -> None:
    onzeker = Beoordeling(zwaarte="geen", soort="gesprek", intent="hulpvraag", intent_score=0.289)
    assert kies_intent(tekst, onzeker)[0] == intent


def test_without_a_model_the_reason_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(ModelFout, match="voordeur train"):
        bruikbaar_model(tmp_path)


@pytest.mark.parametrize("inhoud", [b"", b"\x1f\x8b\x08\x00half", b"geen archief"])
def test_a_half_written_model_is_refused_by_name(tmp_path: Path, inhoud: bytes) -> None:
    (tmp_path / "stuk.tar.gz").write_bytes(inhoud)
    with pytest.raises(ModelFout, match="stuk"):
        bruikbaar_model(tmp_path)


def test_a_cut_off_model_is_refused(tmp_path: Path) -> None:
    pad = tmp_path / "model.tar.gz"
    (tmp_path / "metadata.json").write_text("{}" * 50_000)
    with tarfile.open(pad, "w:gz") as archief:
        archief.add(tmp_path / "metadata.json", "metadata.json")
    assert bruikbaar_model(tmp_path) == pad
    pad.write_bytes(pad.read_bytes()[:-40])
    with pytest.raises(ModelFout):
        bruikbaar_model(tmp_path)


def test_another_archive_is_no_model(tmp_path: Path) -> None:
    (tmp_path / "x.txt").write_text("x")
    with tarfile.open(tmp_path / "anders.tar.gz", "w:gz") as archief:
        archief.add(tmp_path / "x.txt", "x.txt")
    with pytest.raises(ModelFout, match="geen model"):
        bruikbaar_model(tmp_path)


def _model(pad: Path, nummer: int) -> Path:
    (pad.parent / "metadata.json").write_text("{}")
    with tarfile.open(pad, "w:gz") as archief:
        archief.add(pad.parent / "metadata.json", "metadata.json")
    os.utime(pad, (nummer, nummer))
    return pad


def test_a_start_beside_a_half_written_model_takes_the_one_before_it(tmp_path: Path) -> None:
    _model(tmp_path / "een.tar.gz", 1)
    twee = _model(tmp_path / "twee.tar.gz", 2)
    (tmp_path / "drie.tar.gz").write_bytes(twee.read_bytes()[:40])
    assert bruikbaar_model(tmp_path, ook_oudere=True) == twee
    with pytest.raises(ModelFout, match="drie"):
        bruikbaar_model(tmp_path)


def test_a_model_that_would_not_load_is_passed_over(tmp_path: Path) -> None:
    een, twee = _model(tmp_path / "een.tar.gz", 1), _model(tmp_path / "twee.tar.gz", 2)
    assert bruikbaar_model(tmp_path, behalve={twee}, ook_oudere=True) == een


def test_a_model_in_the_making_is_not_the_newest(tmp_path: Path) -> None:
    (tmp_path / ".bezig-1").mkdir()
    (tmp_path / ".bezig-1" / "model.tar.gz").write_bytes(b"x")
    assert nieuwste_model(tmp_path) is None
