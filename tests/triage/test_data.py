"""The labelled data: readable, with known labels, and test apart from train."""

from __future__ import annotations

from pathlib import Path

import pytest

from triage.data import DataFout, Voorbeeld, lees_voorbeelden
from triage.kenmerken import lees
from triage.lekken import check_lekken
from triage.lexicon import Lexicon, LexiconFout, Term, lees_lexicon, lees_termen

DATA = Path(__file__).resolve().parents[2] / "data"


def test_no_test_sentence_or_near_copy_stands_in_the_training_data(voorbeelden: list[Voorbeeld]) -> None:
    lekken = check_lekken(voorbeelden, lees_voorbeelden(DATA / "test"))
    assert not [f"{lek.gelijkenis:.2f} {lek.test} = {lek.train}" for lek in lekken]


def test_an_exact_and_a_near_copy_are_both_found() -> None:
    train = [Voorbeeld("ik durf de brievenbus niet meer open te maken", "hulpvraag", frozenset({"financien"}))]
    test = [
        Voorbeeld("Ik durf de brievenbus niet meer open te maken!", "hulpvraag"),
        Voorbeeld("ik durf de brievenbus nu niet meer open te maken", "hulpvraag"),
        Voorbeeld("waar kan ik leren zwemmen met mijn kinderen", "hulpvraag"),
    ]
    assert [lek.test for lek in check_lekken(train, test)] == [v.tekst for v in test[:2]]


def test_an_unknown_label_is_refused_with_the_name_of_the_file(tmp_path: Path) -> None:
    (tmp_path / "fout.yml").write_text(
        'version: "3.1"\nnlu:\n- intent: hulpvraag\n  examples:\n'
        "  - text: hallo\n    metadata: {leefgebieden: [onzin], zwaarte: geen, soort: vraag}\n",
        encoding="utf-8",
    )
    with pytest.raises(DataFout, match=r"fout\.yml.*onzin"):
        lees_voorbeelden(tmp_path)


def test_labels_keep_the_rules_of_the_guide(voorbeelden: list[Voorbeeld]) -> None:
    assert not [v.tekst for v in voorbeelden if (v.crisis is not None) != (v.zwaarte == "crisis")]
    assert not [v.tekst for v in voorbeelden if v.soort in {"gesprek", "buiten_bereik"} and v.zwaarte != "geen"]
    assert not [v.tekst for v in voorbeelden if v.leefgebieden & v.mag_erbij]


def test_the_lexicon_can_be_read_whole() -> None:
    assert len(lees_termen(DATA / "lexicon")) > 2000


@pytest.mark.parametrize(
    ("regel", "reden"),
    [("fiets,vervoer,1,", "leefgebied 'vervoer' bestaat niet"), ("fiets,financien,zwaar,", "geen getal"),
     ("fiets,financien,9,", "tussen -3 en 3")],
)  # fmt: skip
def test_a_wrong_lexicon_line_is_told_with_file_line_and_reason(regel: str, reden: str, tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_text(f"term,leefgebied,gewicht,opmerking\n{regel}\n", encoding="utf-8")
    with pytest.raises(LexiconFout, match=f"x.csv, regel 2.*{reden}"):
        lees_lexicon(tmp_path)


@pytest.mark.parametrize(
    "tekst",
    ["de deurwaarder", "twee deurwaarders", "een deurwaarderskantoor", "de deurwaader", "DEURWAARDER!"],
)
def test_a_term_is_found_in_every_form(tekst: str) -> None:
    lexicon = Lexicon.van([Term("deurwaarder", "financien", 3.0)])
    treffers = [t for zin in lees(tekst).per_zin for t in lexicon.zoek(zin)]
    assert [t.leefgebied for t in treffers] == ["financien"]


def test_a_denied_term_is_marked_and_the_longest_term_wins() -> None:
    lexicon = Lexicon.van([Term("schulden", "financien", 3.0), Term("op straat", "huisvesting", 2.0),
                           Term("straat", "maatschappelijke_participatie", 1.0)])  # fmt: skip
    tokens = lees("geen schulden maar ik sta op straat").per_zin[0]
    assert [(t.leefgebied, t.ontkend) for t in lexicon.zoek(tokens)] == [("financien", True), ("huisvesting", False)]
