"""Heads of which one holds are learnt in one go, and say what each would say when learnt by itself."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.svm import LinearSVC

from triage.data import Voorbeeld
from triage.eerste_laag import C_EERSTE, leer_eerste_laag
from triage.gewichten import Laag
from triage.leerstof import Leerstof, Stelsel, maak_kennis, maak_leerstof, maak_stelsel
from triage.lexicon import Lexicon

ZINNEN = {
    "vraag": ("ik kan de huur niet betalen", "wie helpt mij met schulden", "mijn moeder valt steeds"),
    "klacht": ("schandalig hoe u mij behandelt", "ik ben boos op het loket", "wat een slechte dienst"),
    "status": ("waar blijft mijn aanvraag", "hoe lang duurt het besluit nog", "is er al nieuws over de brief"),
}


def _geleerd(voorbeelden: list[Voorbeeld]) -> tuple[Leerstof, Stelsel, Laag]:
    stof, kennis = maak_leerstof(voorbeelden, Lexicon()), maak_kennis(Lexicon())
    stelsel = maak_stelsel(stof, kennis)
    return stof, stelsel, leer_eerste_laag(stelsel, stof, kennis, np.arange(len(voorbeelden)))


@pytest.fixture
def voorbeelden() -> list[Voorbeeld]:
    return [
        Voorbeeld(zin, "hulpvraag" if soort == "vraag" else soort, zwaarte="geen", soort=soort)
        for soort, zinnen in ZINNEN.items()
        for zin in zinnen
    ]


@pytest.mark.parametrize("soort", ZINNEN)
def test_a_head_learnt_with_others_says_what_it_says_alone(voorbeelden: list[Voorbeeld], soort: str) -> None:
    stof, stelsel, laag = _geleerd(voorbeelden)
    k = stof.koppen.namen.index(f"soort:{soort}")
    x = stelsel.x[:, : stelsel.ruimte.omvang_zonder_stam]
    alleen = LinearSVC(C=C_EERSTE, tol=1e-4, random_state=0).fit(x, stof.labels[:, k])
    samen = np.asarray(stelsel.x @ laag.w[:, k] + laag.b[k])
    assert samen == pytest.approx(alleen.decision_function(x), abs=0.1)
    # With so few examples the line lies beside most of them; their order tells them apart.
    assert samen[stof.labels[:, k]].min() > samen[~stof.labels[:, k]].max()


def test_of_a_label_with_one_example_nothing_is_learnt_and_the_others_are(voorbeelden: list[Voorbeeld]) -> None:
    stof, _, laag = _geleerd([*voorbeelden, Voorbeeld("moi", "groet", zwaarte="geen", soort="gesprek")])
    namen = stof.koppen.namen
    assert not laag.w[:, namen.index("soort:gesprek")].any()
    assert laag.w[:, namen.index("soort:klacht")].any()


def test_a_label_that_every_message_has_gives_nothing_to_tell_apart(voorbeelden: list[Voorbeeld]) -> None:
    stof, _, laag = _geleerd(voorbeelden)
    geen = stof.koppen.namen.index("zwaarte:geen")
    assert not laag.w[:, geen].any()


def test_of_two_labels_each_lies_on_its_own_side(voorbeelden: list[Voorbeeld]) -> None:
    stof, stelsel, laag = _geleerd([v for v in voorbeelden if v.soort != "status"])
    een, ander = (stof.koppen.namen.index(f"soort:{s}") for s in ("vraag", "klacht"))
    assert laag.w[:, een] == pytest.approx(-laag.w[:, ander])
    gezegd = np.asarray(stelsel.x @ laag.w[:, een] + laag.b[een])
    assert ((gezegd > 0) == stof.labels[:, een]).all()
