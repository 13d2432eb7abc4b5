"""Questions that share no word with any example: found by what they mean."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from sociale_kaart import betekenis
from sociale_kaart import lezer as lezers
from sociale_kaart.herkenner import Herkenner
from sociale_kaart.soorten import Soort
from taal.tekstmodel import Tekstmodel, eigen_tekstmodel

SOORTEN = {
    code: Soort(code, naam, (), uitleg, (woord,), (vraag,))
    for code, naam, uitleg, woord, vraag in (
        ("maaltijd", "Maaltijd aan huis", "Warm eten thuis.", "maaltijdservice", "wie brengt er warm eten rond"),
        ("taalles", "Taalles", "Nederlands leren.", "taalhuis", "waar leer ik nederlands"),
    )
}
BUITEN = {"weer": ("wat wordt het weer morgen", "gaat het regenen"), "reizen": ("een vlucht naar spanje boeken",)}


class VanTafel:
    """Reads a handful of words: food along one axis, language along another, weather along a third."""

    breedte = 3
    gelezen = 0
    _as = {
        "eten": 0,
        "stamppot": 0,
        "maaltijd": 0,
        "nederlands": 1,
        "grammatica": 1,
        "taal": 1,
        "weer": 2,
        "regenen": 2,
    }

    def vectoren(self, teksten: Sequence[str]) -> NDArray[np.float32]:
        rijen = np.zeros((len(teksten), 3), dtype=np.float32)
        for rij, tekst in zip(rijen, teksten, strict=True):
            for woord, plek in self._as.items():
                rij[plek] += woord in tekst.lower()
        self.gelezen += len(teksten)
        return rijen / np.maximum(np.linalg.norm(rijen, axis=1, keepdims=True), 1.0)


def _hoogste(herkenner: Herkenner, vraag: str) -> tuple[str, float]:
    scores, _ = herkenner.vraag(vraag)
    return herkenner.codes[int(scores.argmax())], float(scores.max())


def test_a_question_without_a_shared_word_finds_the_kind_that_means_it() -> None:
    assert _hoogste(Herkenner(SOORTEN, BUITEN, lezer=VanTafel()), "stamppot graag")[0] == "maaltijd"
    assert _hoogste(Herkenner(SOORTEN, BUITEN, lezer=VanTafel()), "grammatica ojee")[0] == "taalles"


def test_without_a_reader_such_a_question_resembles_nothing_much() -> None:
    met = _hoogste(Herkenner(SOORTEN, BUITEN, lezer=VanTafel()), "stamppot graag")[1]
    zonder = _hoogste(Herkenner(SOORTEN, BUITEN), "stamppot graag")[1]
    assert zonder < met


def test_meaning_also_tells_what_no_kaart_answers() -> None:
    herkenner = Herkenner(SOORTEN, BUITEN, lezer=VanTafel())
    assert herkenner.vraag("straks regenen zeker")[1] > herkenner.vraag("stamppot graag")[1]


def test_what_was_worked_out_is_kept_for_the_next_start(tmp_path: Path) -> None:
    Herkenner(SOORTEN, BUITEN, lezer=VanTafel(), bewaar=tmp_path)
    tweede = VanTafel()
    opnieuw = Herkenner(SOORTEN, BUITEN, lezer=tweede, bewaar=tmp_path)
    assert tweede.gelezen <= 1  # only the trial by which one model is told from another
    assert _hoogste(opnieuw, "stamppot graag")[0] == "maaltijd"


def test_another_reader_does_not_get_the_vectors_of_the_first(tmp_path: Path) -> None:
    class Andersom(VanTafel):
        def vectoren(self, teksten: Sequence[str]) -> NDArray[np.float32]:
            return super().vectoren(teksten)[:, ::-1]

    # The trial sentence lies nowhere for both, so the readers must differ on it to be told apart.
    Herkenner(SOORTEN, BUITEN, lezer=VanTafel(), bewaar=tmp_path)
    anders = Andersom()
    anders._as = VanTafel._as | {"formulieren": 0}
    assert _hoogste(Herkenner(SOORTEN, BUITEN, lezer=anders, bewaar=tmp_path), "stamppot graag")[0] == "maaltijd"
    assert anders.gelezen > 3


@pytest.mark.parametrize("rest", [b"half", b"PK\x03\x04 begun and broken off"])
def test_a_damaged_file_is_worked_out_anew(tmp_path: Path, rest: bytes) -> None:
    Herkenner(SOORTEN, BUITEN, lezer=VanTafel(), bewaar=tmp_path)
    for pad in tmp_path.glob("*.betekenis.npz"):
        pad.write_bytes(rest)
    assert _hoogste(Herkenner(SOORTEN, BUITEN, lezer=VanTafel(), bewaar=tmp_path), "stamppot graag")[0] == "maaltijd"


@pytest.fixture(scope="module")
def eigen() -> Tekstmodel:
    return eigen_tekstmodel()


@pytest.mark.parametrize(
    ("vraag", "dichtbij", "ver"),
    [
        ("mijn moeder kan niet meer zelf koken", "iemand die maaltijden thuis brengt", "kamperen in Frankrijk"),
        ("de post stapelt zich op en ik snap er niets van", "hulp bij brieven en formulieren", "zwemles voor peuters"),
        ("Ich möchte Niederländisch lernen", "waar kan ik Nederlands leren", "een scootmobiel lenen"),
    ],
)  # fmt: skip
def test_the_products_own_reader_knows_what_dutch_means(eigen: Tekstmodel, vraag: str, dichtbij: str, ver: str) -> None:
    een, twee, drie = eigen.vectoren([vraag, dichtbij, ver])
    assert een @ twee > een @ drie


def test_the_products_own_reader_gives_unit_vectors_and_zeros_for_nothing(eigen: Tekstmodel) -> None:
    rijen = eigen.vectoren(["hulp", "   ", ""])
    assert np.allclose(np.linalg.norm(rijen, axis=1), [1, 0, 0], atol=1e-5)
    assert eigen.vectoren([]).shape == (0, eigen.breedte)


def test_a_text_model_that_cannot_be_loaded_gives_way_to_the_products_own(caplog: pytest.LogCaptureFixture) -> None:
    assert lezers.laad_lezer("/bestaat/niet") is eigen_tekstmodel()
    assert "zonder dit tekstmodel" in caplog.text


def test_the_reader_of_the_setting_is_the_one_that_reads() -> None:
    was = lezers.gekozen_tekstmodel()
    try:
        lezers.kies_tekstmodel("/een/map")
        assert lezers.gekozen_tekstmodel() == "/een/map"
        lezers.kies_tekstmodel(lezers.ZONDER)
        assert lezers.laad_lezer(lezers.gekozen_tekstmodel()) is None
    finally:
        lezers.kies_tekstmodel(was)


class VeelAssen:
    """Gives every text a direction of its own, some of them near one another, in more axes than are looked at first."""

    breedte = 300

    def vectoren(self, teksten: Sequence[str]) -> NDArray[np.float32]:
        rijen = np.array([np.random.default_rng(len(t) % 7).normal(size=self.breedte) for t in teksten])
        rijen += [np.random.default_rng(sum(map(ord, t))).normal(size=self.breedte) for t in teksten]
        return np.asarray(rijen / np.linalg.norm(rijen, axis=1, keepdims=True), dtype=np.float32)


def test_looking_at_the_main_directions_first_loses_no_likeness(monkeypatch: pytest.MonkeyPatch) -> None:
    lijst = {
        f"s{n}": Soort(f"s{n}", f"soort {n}", (), "x" * n, (f"woord {n}",), (f"vraag nummer {n}", f"anders {n * n}"))
        for n in range(1, 80)
    }
    herkenner = Herkenner(lijst, BUITEN, lezer=VeelAssen())
    ruimer = herkenner.met([Soort("eigen_s", "eigen", (), "iets eigens", (), ("een eigen vraag", "nog een"))])
    for bekend in (herkenner, ruimer):
        for vraag in ("vraag nummer 12", "een eigen vraag", "heel wat anders", "eigen"):
            monkeypatch.setattr(betekenis, "_AFRONDING", 1e-3)
            kort, buiten = bekend.vraag(vraag)
            monkeypatch.setattr(betekenis, "_AFRONDING", 10.0)
            heel, ook_buiten = bekend.vraag(vraag)
            np.testing.assert_allclose(kort, heel, rtol=0, atol=1e-5)
            assert buiten == pytest.approx(ook_buiten)


def test_a_question_that_repeats_what_no_kaart_answers_lies_further_beyond_than_one_that_only_resembles_it() -> None:
    herkenner = Herkenner(SOORTEN, BUITEN)
    zelfde, lijkt, binnen = (
        herkenner.vraag(v)[1] for v in ("een vlucht naar spanje boeken", "boeken lezen", "wie brengt er warm eten")
    )
    assert zelfde > lijkt > binnen


def test_what_the_redactie_adds_changes_nothing_of_what_lies_beyond_every_kaart() -> None:
    herkenner = Herkenner(SOORTEN, BUITEN)
    eigen = Soort("hoefsmid", "Hoefsmid", (), "Hoefijzers.", ("hoefsmederij",), ("mijn paard loopt mank",))
    assert herkenner.met((eigen,)).vraag("gaat het regenen")[1] == herkenner.vraag("gaat het regenen")[1]
