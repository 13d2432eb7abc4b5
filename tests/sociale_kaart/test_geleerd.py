"""What sets the kinds apart: learnt from all examples together, kept for the next start, fair to kinds added later."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from scipy import sparse

from sociale_kaart.geleerd import WoordGeleerd, beter_dan_gokken, leer_vectoren, weegt
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


def test_a_word_that_is_said_for_every_kind_speaks_for_none() -> None:
    geleerd = WoordGeleerd(RIJEN, SOORT, TELT)
    alleen_gewoon = geleerd(sparse.csr_matrix([[1.0, 0, 0, 0]]))
    assert geleerd(sparse.csr_matrix([[0.7, 0, 0.7, 0]])).argmax() == 1
    assert np.ptp(alleen_gewoon) < 0.2


def test_the_vectors_of_the_reader_set_the_kinds_apart_too() -> None:
    rijen = np.eye(3, dtype=np.float32)[SOORT]
    gewichten = leer_vectoren(rijen, SOORT, TELT)
    for soort in range(3):
        uitslag = beter_dan_gokken(np.eye(3, dtype=np.float32)[soort], gewichten)
        assert uitslag.argmax() == soort
        assert 0 <= uitslag.min() <= uitslag.max() <= 1


def test_what_was_learnt_is_kept_and_a_broken_file_is_learnt_anew(tmp_path: Path) -> None:
    bestand = tmp_path / "proef.geleerd.npz"
    vraag = sparse.csr_matrix([[0.3, 0.9, 0, 0]])
    eerste = WoordGeleerd(RIJEN, SOORT, TELT, bewaar=bestand)(vraag)
    assert bestand.exists()
    np.testing.assert_allclose(WoordGeleerd(RIJEN, SOORT, TELT, bewaar=bestand)(vraag), eerste)
    bestand.write_bytes(bestand.read_bytes()[:40])
    np.testing.assert_allclose(WoordGeleerd(RIJEN, SOORT, TELT, bewaar=bestand)(vraag), eerste)


def test_one_kind_alone_has_nothing_to_be_set_apart_from() -> None:
    een = np.zeros(6, dtype=np.int_)
    assert WoordGeleerd(RIJEN, een, TELT)(RIJEN[:1]).tolist() == [0.0]
    assert (
        beter_dan_gokken(np.ones(3, dtype=np.float32), leer_vectoren(np.eye(3, dtype=np.float32)[SOORT], een, TELT))
        == 0
    )


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
