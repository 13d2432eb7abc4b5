"""The nearest examples: what messages most like this one were about."""

from __future__ import annotations

import numpy as np
import pytest

from triage.buren import MAX_KENMERKEN, Buren, buren_uit, kolommen
from triage.buren_leren import buren_van_allen, maak_buren
from triage.data import Voorbeeld
from triage.kenmerken import lees
from triage.koppen import Getallen
from triage.leerstof import Leerstof, Stelsel, maak_kennis, maak_leerstof, maak_stelsel
from triage.lexicon import Lexicon

_GELD = ["de deurwaarder komt morgen aan de deur", "de deurwaarder stuurt weer een brief", "een brief van de incasso"]
_ALLEEN = ["ik zit elke dag alleen thuis", "niemand komt meer bij mij thuis langs", "alleen eten aan een grote tafel"]


def _voorbeeld(tekst: str, *gebieden: str, mag: frozenset[str] = frozenset()) -> Voorbeeld:
    return Voorbeeld(tekst, "hulpvraag", frozenset(gebieden), mag, "enkelvoudig", "vraag")


@pytest.fixture(scope="module")
def stof() -> Leerstof:
    rijen = [_voorbeeld(t, "financien") for t in _GELD for _ in range(8)]
    rijen += [_voorbeeld(t, "sociaal_netwerk") for t in _ALLEEN for _ in range(8)]
    return maak_leerstof(rijen, Lexicon())


@pytest.fixture(scope="module")
def stelsel(stof: Leerstof) -> Stelsel:
    return maak_stelsel(stof, maak_kennis(Lexicon()))


@pytest.fixture(scope="module")
def buren(stof: Leerstof, stelsel: Stelsel) -> Buren:
    return maak_buren(stof, stelsel.x)


def _stem(buren: Buren, stelsel: Stelsel, stof: Leerstof, tekst: str, kop: str) -> float:
    namen = [stof.koppen.namen[k] for k in kolommen(stof.koppen)]
    return float(buren.kenmerken(stelsel.ruimte.vector(lees(tekst).tokens))[namen.index(kop)])


def test_the_vote_is_that_of_the_messages_most_alike(buren: Buren, stelsel: Stelsel, stof: Leerstof) -> None:
    geld = _stem(buren, stelsel, stof, "er kwam een brief van de deurwaarder", "gebied:financien")
    anders = _stem(buren, stelsel, stof, "ik eet alleen, thuis aan tafel", "gebied:financien")
    assert geld > 0.9
    assert anders < 0.1


def test_a_message_like_no_other_is_unlike_the_nearest_too(buren: Buren, stelsel: Stelsel) -> None:
    assert buren.kenmerken(stelsel.ruimte.vector(()))[-2] == 0
    assert buren.kenmerken(stelsel.ruimte.vector(lees("qqq xyz").tokens))[-2] == 0


def test_an_area_that_may_be_there_has_no_vote() -> None:
    eigen = [_voorbeeld("vallen op de trap", "lichamelijke_gezondheid") for _ in range(10)]
    mag = [_voorbeeld("vallen op de trap", mag=frozenset(["lichamelijke_gezondheid"])) for _ in range(10)]
    stof = maak_leerstof([*eigen, *mag], Lexicon())
    stelsel = maak_stelsel(stof, maak_kennis(Lexicon()))
    buren = maak_buren(stof, stelsel.x)
    assert _stem(buren, stelsel, stof, "vallen op de trap", "gebied:lichamelijke_gezondheid") > 0.99


def test_one_and_many_at_a_time_give_the_same_vote(buren: Buren, stelsel: Stelsel, stof: Leerstof) -> None:
    """Reading one message and training on all must see the same, but for a message's own block."""
    nieuw = maak_leerstof([_voorbeeld("de deurwaarder komt thuis een brief brengen")], Lexicon())
    samen = Leerstof(
        [*stof.voorbeelden, *nieuw.voorbeelden],
        [*stof.tokens, *nieuw.tokens],
        stof.stukken,
        stof.stuk_van,
        np.vstack([stof.extra, nieuw.extra]),
        stof.koppen,
        np.vstack([stof.labels, nieuw.labels]),
        np.vstack([stof.telt, nieuw.telt]),
    )
    stelsel_samen = maak_stelsel(samen, maak_kennis(Lexicon()))
    allen = buren_van_allen(samen, stelsel_samen.x, maak_buren(samen, stelsel_samen.x))
    zonder = maak_buren(stof, stelsel_samen.x[:-1])
    los: Getallen = zonder.kenmerken(stelsel_samen.ruimte.vector(lees(nieuw.voorbeelden[0].tekst).tokens))
    np.testing.assert_allclose(allen[-1], los, atol=2e-3)


def test_no_message_votes_on_its_own_block(stof: Leerstof, stelsel: Stelsel, buren: Buren) -> None:
    """A message that stands alone with its words has only strangers to ask."""
    rijen = [*stof.voorbeelden, _voorbeeld("pyjama wasmachine kapot", "activiteiten_dagelijks_leven")]
    samen = maak_leerstof(rijen, Lexicon())
    x = maak_stelsel(samen, maak_kennis(Lexicon())).x
    stemmen = buren_van_allen(samen, x, maak_buren(samen, x))
    namen = [samen.koppen.namen[k] for k in kolommen(samen.koppen)]
    assert stemmen[-1, namen.index("gebied:activiteiten_dagelijks_leven")] == 0


def test_what_is_kept_reads_the_same(buren: Buren, stelsel: Stelsel) -> None:
    vector = stelsel.ruimte.vector(lees("de deurwaarder stond thuis aan tafel").tokens)
    np.testing.assert_array_equal(buren_uit(buren.as_arrays()).kenmerken(vector), buren.kenmerken(vector))


def test_pages_of_text_are_compared_on_their_most_telling_words(buren: Buren, stelsel: Stelsel) -> None:
    lang = lees(" ".join([*_GELD, *(f"woord{i}a{i}b" for i in range(MAX_KENMERKEN))])).tokens
    stem = buren.kenmerken(stelsel.ruimte.vector(lang))
    assert np.isfinite(stem).all()
    assert stem[-2] > 0
