"""What is left of a message about a password when the words that residents use are taken away."""

from __future__ import annotations

import pytest

from taal.geheime_overschot import is_vreemd, vind_overschot


@pytest.mark.parametrize("woord", ["aardbei", "gehaktbal", "kapucijner"])
def test_a_word_nobody_uses_in_telling_of_a_password_is_strange(woord: str) -> None:
    assert is_vreemd(woord)


@pytest.mark.parametrize("woord", ["telefoon", "telefon", "geblokeerd", "bewindvoerder", "wachtwoord", "resetten"])
def test_a_word_of_the_story_is_not_even_misspelt(woord: str) -> None:
    assert not is_vreemd(woord)


@pytest.mark.parametrize(
    "tekst",
    [
        "ik vond het kapucijner recept en ben moe",
        "mijn kapucijner is mijn wachtwoord kwijt",
        "I lost my password and need somebody",
    ],
)
def test_a_strange_word_stays_without_a_password_with_an_article_and_in_another_language(tekst: str) -> None:
    assert vind_overschot(tekst) == []
