"""Counting all texts at once gives what reading one text gives."""

from __future__ import annotations

import numpy as np

from triage.kenmerken import lees
from triage.tellen import Telwerk, maak_ruimte, matrix

TEKSTEN = [
    "Ik heb geen geld meer voor de huur, de huur!",
    "geen geld meer voor eten",
    "mn zoon is weg en de huur is niet betaald",
    "mn zoon is weer thuis, huurtoeslag gekregen",
    "",
]


def test_all_at_once_and_one_by_one_stand_in_the_same_place() -> None:
    telwerk = Telwerk()
    tellingen = telwerk.tel([lees(tekst).tokens for tekst in TEKSTEN])
    ruimte = maak_ruimte(telwerk, [tellingen])
    samen = matrix(telwerk, ruimte, tellingen).toarray()
    for rij, tekst in zip(samen, TEKSTEN, strict=True):
        plaats, waarde = ruimte.vector(lees(tekst).tokens)
        een = np.zeros(ruimte.omvang, dtype=np.float32)
        een[plaats] = waarde
        np.testing.assert_allclose(rij, een, atol=1e-6)


def test_a_term_has_its_words_and_not_its_form() -> None:
    """Words that begin as the names of the form do ("korting", "lening") are words."""
    telwerk = Telwerk()
    tellingen = telwerk.tel([("korting",), ("lening", "afsluiten")], vorm=False)
    namen = telwerk.namen(0)
    gezien = [{namen[k] for k in rij.indices} for rij in tellingen[0]]
    assert gezien == [{"korting"}, {"lening", "afsluiten", "lening afsluiten"}]


def test_what_was_read_first_says_nothing_about_where_it_stands() -> None:
    heen, terug = Telwerk(), Telwerk()
    voor, achter = heen.tel([lees(t).tokens for t in TEKSTEN]), terug.tel([lees(t).tokens for t in TEKSTEN[::-1]])
    assert maak_ruimte(heen, [voor]).blokken[0].index == maak_ruimte(terug, [achter]).blokken[0].index
