"""Who told something that is not kept reads what it was, in words that fit every secret of that kind."""

from __future__ import annotations

import pytest

from gesprek.service import find_verborgen
from gesprek.teksten import verborgen_tekst
from taal.leesbaarheid import meet


@pytest.mark.parametrize(
    ("bericht", "woord"),
    [
        ("mijn pincode is 8203", "pincode"),
        ("mijn wachtwoord is nog steeds Bloemkool van de kat", "wachtwoord"),
        ("de sms-code is 731 204", "code"),
        ("digid gebruikersnaam is sjaan.de.wit", "inlognaam"),
        ("mijn bsn is 123456782", "burgerservicenummer"),
        ("iban NL91ABNA0417164300", "rekeningnummer"),
        ("creditcard 4111 1111 1111 1111", "kaartnummer"),
    ],
)
@pytest.mark.parametrize("medewerker", [False, True])
def test_the_explanation_names_what_was_told(bericht: str, woord: str, medewerker: bool) -> None:
    uitleg = verborgen_tekst(find_verborgen(bericht), medewerker=medewerker)
    assert woord in uitleg
    assert "bewaard" in uitleg


def test_the_explanation_to_a_resident_is_easy_to_read() -> None:
    for soort in ("wachtwoord", "digid_code"):
        assert meet(verborgen_tekst([soort])).score >= 70
