"""What sets the kinds apart: learnt from all examples together, kept for the next start, fair to kinds added later."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy import sparse

from sociale_kaart.geleerd import Geleerd, Lessen, weegt
from sociale_kaart.herkenner import Herkenner, is_klaargezet
from sociale_kaart.soorten import Soort

# Three kinds over four words; the first word is said for all of them.
RIJEN = sparse.csr_matrix(
    np.array([[1, 1, 0, 0], [1, 0.9, 0, 0], [1, 0, 1, 0], [1, 0, 0.8, 0], [1, 0, 0, 1], [1, 0, 0, 0.9]]) / np.sqrt(2)
)
SOORT = np.array([0, 0, 1, 1, 2, 2])
TELT = weegt([True] * 6)


def _soort(code: str, *vragen: str) -> Soort:
    return Soort(code, code.title(), ("financien",), f"Hulp bij {code}.", (code,), vragen)


def _lessen(rijen: Any = RIJEN, vectoren: NDArray[np.float32] | None = None, soort: Any = SOORT) -> Lessen:
    lees = np.zeros((len(soort), 0), dtype=np.float32) if vectoren is None else vectoren
    return Lessen(rijen=rijen, vectoren=lees, soort=np.asarray(soort), telt=TELT, soorten=3)


def _rij(*getallen: float) -> Any:
    return sparse.csr_matrix([getallen])


def test_a_word_that_is_said_for_every_kind_speaks_for_none() -> None:
    geleerd = Geleerd(_lessen())
    assert geleerd(_rij(0.7, 0, 0.7, 0), None)[0].argmax() == 1
    assert np.ptp(geleerd.kansen(_rij(1.0, 0, 0, 0), None)[:3]) < 0.3


def test_the_vectors_of_the_reader_set_the_kinds_apart_too() -> None:
    geleerd = Geleerd(_lessen(_rij(0, 0, 0, 0)[[0] * 6], np.eye(3, dtype=np.float32)[SOORT]))
    for soort in range(3):
        hoogte, _ = geleerd(_rij(0, 0, 0, 0), np.eye(3, dtype=np.float32)[soort])
        assert hoogte.argmax() == soort
        assert 0 <= hoogte.min() <= hoogte.max() <= 1


def test_what_is_for_no_kind_at_all_is_told_from_what_is_for_one() -> None:
    geleerd = Geleerd(_lessen(soort=[0, 0, 1, 1, 3, 3]))
    nergens, ergens = _rij(0.7, 0, 0, 0.7), _rij(0.7, 0, 0.7, 0)
    assert geleerd.kansen(nergens, None).argmax() == 3
    assert geleerd(nergens, None)[1] < 0.5 < geleerd(ergens, None)[1]


def test_what_was_learnt_is_kept_and_a_broken_file_is_learnt_anew(tmp_path: Path) -> None:
    bestand = tmp_path / "proef.geleerd.npz"
    vraag = _rij(0.3, 0.9, 0, 0)
    eerste = Geleerd(_lessen(), bewaar=bestand).kansen(vraag, None)
    assert bestand.exists()
    np.testing.assert_array_equal(Geleerd(_lessen(), bewaar=bestand).kansen(vraag, None), eerste)
    bestand.write_bytes(bestand.read_bytes()[:40])
    np.testing.assert_allclose(Geleerd(_lessen(), bewaar=bestand).kansen(vraag, None), eerste)


def test_words_that_came_after_learning_change_nothing() -> None:
    geleerd = Geleerd(_lessen())
    wijder = sparse.csr_matrix(([0.3, 0.9, 0.5], [0, 1, 7], [0, 3]), shape=(1, 9))
    np.testing.assert_allclose(geleerd.kansen(wijder, None), geleerd.kansen(_rij(0.3, 0.9, 0, 0), None))


@pytest.mark.parametrize("vraag", ["wie komt mijn haren knippen", "mijn haar moet geknipt"])
def test_a_kind_that_a_redacteur_added_is_found_though_nothing_was_learnt_of_it(vraag: str) -> None:
    lijst = {
        s.code: s
        for s in (
            _soort("budgethulp", "wie helpt mij met mijn geld", "ik kom niet rond", "mijn geld is op"),
            _soort("tuinhulp", "wie komt mijn heg knippen", "de tuin is te zwaar", "mijn gras moet gemaaid"),
        )
    }
    met = Herkenner(lijst, {}).met(
        [_soort("kapper", "wie knipt mijn haar thuis", "haren knippen", "mijn haar is lang")]
    )
    assert met.codes[int(met.vraag(vraag)[0].argmax())] == "kapper"


def test_what_was_made_ready_for_another_taxonomy_does_not_count(tmp_path: Path) -> None:
    """After an upgrade the first question would wait a minute for it."""
    (tmp_path / "0123456789abcdef01234567-aaaaaaaa.betekenis.npz").touch()
    (tmp_path / "0123456789abcdef01234567.geleerd.npz").touch()
    assert not is_klaargezet(tmp_path)
