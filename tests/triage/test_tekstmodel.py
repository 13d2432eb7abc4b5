"""With a stronger reader the triage learns from meaning beside words; without it nothing changes."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from triage.data import Voorbeeld
from triage.gewichten import Gewichten, ModelFout, load, save
from triage.lexicon import Lexicon
from triage.model import Triage
from triage.training import leer

# Words without a letter in common; the reader knows which of them mean money.
GELD = ["gup", "vlim", "hosk", "brend", "jalp", "wuft"]
ANDERS = ["koza", "tiri", "nexo", "dabi", "yuma", "cuco"]
NIEUW_GELD = "fnrs"


class Kenner:
    """Knows two meanings."""

    breedte = 2

    def vectoren(self, teksten: Sequence[str]) -> np.ndarray:
        rijen = [[1.0, 0.0] if t.split()[0] in (*GELD, NIEUW_GELD) else [0.0, 1.0] for t in teksten]
        return np.array(rijen, dtype=np.float32).reshape(-1, 2)


def stof() -> list[Voorbeeld]:
    geld = [
        Voorbeeld(f"{w} {n}", "hulpvraag", frozenset({"financien"}), zwaarte="enkelvoudig", soort="vraag")
        for w in GELD
        for n in ("", "nu", "graag", "straks")
    ]
    anders = [Voorbeeld(f"{w} {n}", "groet") for w in ANDERS for n in ("", "nu", "graag", "straks")]
    return geld + anders


@pytest.fixture(scope="module")
def zonder_lezer() -> Gewichten:
    return leer(stof(), Lexicon())


@pytest.fixture(scope="module")
def met_lezer() -> Gewichten:
    return leer(stof(), Lexicon(), tekstmodel=Kenner())


def test_a_word_never_seen_is_understood_by_its_meaning(zonder_lezer: Gewichten, met_lezer: Gewichten) -> None:
    zonder, met = Triage(zonder_lezer), Triage(met_lezer, tekstmodel=Kenner())
    nieuw = f"{NIEUW_GELD} nu"
    kans_zonder, kans_met = zonder.kansen(nieuw), met.kansen(nieuw)
    assert kans_zonder is not None
    assert kans_met is not None
    assert kans_met.gebied[0] > kans_zonder.gebied[0] + 0.1


def test_a_saved_model_says_the_same_after_loading(met_lezer: Gewichten, tmp_path: Path) -> None:
    save(met_lezer, tmp_path)
    voor, na = Triage(met_lezer, tekstmodel=Kenner()), Triage(load(tmp_path), tekstmodel=Kenner())
    een, twee = voor.kansen("gup nu"), na.kansen("gup nu")
    assert een is not None
    assert twee is not None
    assert np.allclose(een.gebied, twee.gebied, atol=0.01)


def test_a_model_made_with_a_reader_is_refused_without_it(met_lezer: Gewichten, tmp_path: Path) -> None:
    save(met_lezer, tmp_path)
    with pytest.raises(ModelFout, match="ander tekstmodel"):
        Triage.load(tmp_path)


def test_a_model_made_without_needs_none(zonder_lezer: Gewichten, tmp_path: Path) -> None:
    save(zonder_lezer, tmp_path)
    assert Triage.load(tmp_path, tekstmodel="/bestaat/niet").tekstmodel is None
