"""The second layer: pieces of a message, and small networks that learn what answers mean together."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from triage.data import Voorbeeld
from triage.gewichten import samen_een, samengevat, sigmoid
from triage.kenmerken import LANGE_ZIN, STUK, lees, stukken
from triage.koppen import Koppen
from triage.leerstof import maak_kennis, maak_leerstof, maak_stelsel
from triage.lexicon import Lexicon
from triage.netten_leren import Lessen, leer_netten

KOPPEN = Koppen(("hulpvraag",))
EEN = KOPPEN.plek("crisis").start
VOUW = np.arange(400) % 3


def _lessen(x: np.ndarray, ja: np.ndarray, weegt: float = 1.0) -> Lessen:
    labels = np.zeros((len(x), len(KOPPEN.namen)), dtype=bool)
    labels[:, EEN] = ja
    telt = np.zeros(labels.shape, dtype=np.float32)
    telt[:, EEN] = weegt
    return Lessen(x.astype(np.float32), labels, telt, KOPPEN)


@pytest.fixture(scope="module")
def x() -> np.ndarray:
    return np.random.default_rng(3).integers(0, 2, (400, 2)).astype(np.float32)


def test_what_two_answers_mean_only_together_is_learnt(x: np.ndarray) -> None:
    """One or the other, not both: no sum of the two tells that."""
    netten, _ = leer_netten(_lessen(x, x[:, 0] != x[:, 1]), VOUW)
    alle = np.array([[0, 0], [0, 1], [1, 0], [1, 1]], dtype=np.float32)
    assert (sigmoid(netten(alle)[:, EEN]) > 0.5).tolist() == [False, True, True, False]


def test_the_answer_about_an_example_comes_from_a_network_that_did_not_see_it(x: np.ndarray) -> None:
    ja = x[:, 0] != x[:, 1]
    anders = np.where(VOUW == 0, ~ja, ja)
    _, eerlijk = leer_netten(_lessen(x, ja), VOUW)
    _, verdraaid = leer_netten(_lessen(x, anders), VOUW)
    np.testing.assert_allclose(verdraaid[VOUW == 0], eerlijk[VOUW == 0], atol=1e-4)
    assert not np.allclose(verdraaid[VOUW == 1], eerlijk[VOUW == 1], atol=0.1)


def test_of_what_an_example_does_not_say_nothing_is_learnt(x: np.ndarray) -> None:
    stil = leer_netten(_lessen(x, x[:, 0] == 1, weegt=0.0), VOUW)[0]
    hoor = leer_netten(_lessen(x, x[:, 0] == 1), VOUW)[0]
    ja, nee = np.array([[1, 0]], dtype=np.float32), np.array([[0, 0]], dtype=np.float32)
    assert abs(float((stil(ja) - stil(nee))[0, EEN])) < 0.5 < float((hoor(ja) - hoor(nee))[0, EEN])


def test_networks_together_answer_the_mean_of_each(x: np.ndarray) -> None:
    een, ander = (leer_netten(_lessen(x, x[:, k] == 1), VOUW)[0] for k in (0, 1))
    np.testing.assert_allclose(samen_een([een, ander])(x), (een(x) + ander(x)) / 2, atol=1e-4)


def test_a_message_is_cut_at_its_sentences() -> None:
    assert stukken(lees("Ik heb schulden. Mijn man drinkt!")) == [
        ("ik", "heb", "schulden"),
        ("mijn", "man", "drinkt", "!"),
    ]


def test_a_story_without_full_stops_is_cut_into_pieces_that_overlap_and_leave_nothing_out() -> None:
    woorden = [f"woord{'a' * (i % 7)}{'b' * (i // 7)}" for i in range(3 * LANGE_ZIN)]
    lezing = lees(" ".join(woorden))
    delen = stukken(lezing)
    assert {w for deel in delen for w in deel} == set(lezing.tokens)
    assert max(map(len, delen)) == STUK
    assert all(set(een) & set(ander) for een, ander in pairwise(delen))


def test_the_loudest_piece_is_heard_however_long_the_rest() -> None:
    antwoorden = np.full((12, len(KOPPEN.namen)), -1.0, dtype=np.float32)
    antwoorden[7, EEN] = 2.0
    samen = samengevat(antwoorden, KOPPEN)
    hoogste = samen[: len(samen) // 2]
    assert hoogste.max() == 2.0
    assert np.count_nonzero(hoogste > 0) == 1


def test_learning_and_reading_see_the_same_pieces() -> None:
    tekst = "Er kwam een brief. Ik durf hem niet open te maken, en dan denk ik: het is klaar."
    stof = maak_leerstof([Voorbeeld(tekst, "hulpvraag"), Voorbeeld("kort", "hulpvraag")], Lexicon())
    stelsel = maak_stelsel(stof, maak_kennis(Lexicon()))
    gelezen = [stelsel.ruimte.vector(deel) for deel in stukken(lees(tekst))]
    assert stof.stuk_van.tolist() == [0] * len(gelezen)
    for rij, (plaats, waarde) in zip(stelsel.stukken, gelezen, strict=True):
        np.testing.assert_allclose(rij.toarray()[0, plaats], waarde, atol=1e-6)
