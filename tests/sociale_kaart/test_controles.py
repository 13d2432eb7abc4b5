"""What may be stored, and the reason in Dutch when it may not."""

from __future__ import annotations

import pytest

from sociale_kaart.controles import controleer, controleer_publicatie, is_email, is_postcode, is_telefoon, is_website
from tests.sociale_kaart.bouwers import velden
from werkgebied import Werkgebied


@pytest.mark.parametrize(
    "nummer",
    [
        "112",
        "113",
        "0800-0113",
        "14-0251",
        "088.0767.000",
        "0900-8844",
        "072-000-0101",
        "+31720000101",
        "06-12345678",
        "(0251)123456",
    ],
)
def test_numbers_that_can_be_dialled_in_the_netherlands_are_accepted(nummer: str) -> None:
    assert is_telefoon(nummer)


@pytest.mark.parametrize(
    "nummer", ["", "12", "0251", "072 000 01", "+44 20 7946 0958", "bel ons", "0251-123456 toestel 5", "115"]
)
def test_what_is_no_dutch_number_is_refused(nummer: str) -> None:
    assert not is_telefoon(nummer)


@pytest.mark.parametrize("tekst", ["1901 AA", "1901AA", "1901 aa"])
def test_postcodes_are_accepted_with_and_without_space(tekst: str) -> None:
    assert is_postcode(tekst)


@pytest.mark.parametrize("tekst", ["0901 AA", "1901", "AA 1901", "1901 SS", "1901  AA"])
def test_what_is_no_postcode_is_refused(tekst: str) -> None:
    assert not is_postcode(tekst)


@pytest.mark.parametrize("tekst", ["info@example.nl", "a.b+c@sub.example.nl"])
def test_email_addresses_of_example_nl_are_accepted(tekst: str) -> None:
    assert is_email(tekst)


@pytest.mark.parametrize("tekst", ["info@", "info", "a@b", "a b@example.nl", "a..b@example.nl", "a@example..nl"])
def test_what_is_no_email_address_is_refused(tekst: str) -> None:
    assert not is_email(tekst)


@pytest.mark.parametrize("tekst", ["https://www.example.nl/pad?x=1", "http://example.nl", "www.example.nl"])
def test_websites_are_accepted_with_and_without_scheme(tekst: str) -> None:
    assert is_website(tekst)


@pytest.mark.parametrize(
    "tekst",
    [
        "javascript:alert(1)",
        "ftp://example.nl",
        "https://",
        "http://localhost",
        "example",
        "https://a b.nl",
        "https://u:p@example.nl",
    ],
)
def test_what_is_no_website_is_refused(tekst: str) -> None:
    assert not is_website(tekst)


def test_gemeenten_and_kernen_get_the_names_of_the_werkgebied(gebied: Werkgebied) -> None:
    gelezen, fouten = controleer(velden(gemeenten="CASTRICUM|heiloo", kernen="limmen"), werkgebied=gebied)
    assert fouten == []
    assert gelezen["gemeenten"] == ["Castricum", "Heiloo"]
    assert gelezen["kernen"] == ["Limmen"]


@pytest.mark.parametrize(
    ("veld", "waarde", "stukje"),
    [
        ("gemeenten", "Amsterdam", "'Amsterdam' is geen gemeente in Duinstreek"),
        ("kernen", "Limmen|Lutjebroek", "'Lutjebroek' is geen kern in Duinstreek"),
        ("leefgebieden", "financien|geldzaken", "'geldzaken' is geen leefgebied"),
        ("toegang", "open", "Kies uit: vrij, collectief, maatwerk"),
        ("status", "live", "Kies uit: concept"),
        ("laatst_gecontroleerd", "3-11-2026", "jaar-maand-dag"),
        ("laatst_gecontroleerd", "2026-02-30", "geen datum"),
        ("openingstijden", "ma-vr 25:00-26:00", "geen tijd"),
        ("openingstijden", "maandag", "geen dagen of geen tijden"),
        ("telefoon", "12345", "geen Nederlands telefoonnummer"),
        ("naam", "  ", "mag niet leeg zijn"),
        ("naam", "x" * 201, "is te lang"),
        ("naam", "a\x00b", "NUL"),
        ("id", "met spatie", "geen spaties"),
        ("leeftijd_van", "veel", "geen heel getal"),
        ("rolstoel", "misschien", "ja of nee"),
    ],
)
def test_every_mistake_is_told_with_its_field_and_a_dutch_reason(
    veld: str, waarde: str, stukje: str, gebied: Werkgebied
) -> None:
    _, fouten = controleer(velden(**{veld: waarde}), werkgebied=gebied)
    assert [f.veld for f in fouten] == [veld]
    assert stukje in fouten[0].reden


def test_the_lowest_age_may_not_be_above_the_highest() -> None:
    _, fouten = controleer(velden(leeftijd_van="30", leeftijd_tot="18"))
    assert [f.veld for f in fouten] == ["leeftijd_van"]


def test_publishing_needs_a_way_to_get_in_touch_a_description_and_a_leefgebied() -> None:
    gelezen, _ = controleer(velden(telefoon="", email="", website="", adres="", omschrijving="", leefgebieden=""))
    assert {f.veld for f in controleer_publicatie(gelezen)} == {"telefoon", "omschrijving", "leefgebieden"}


@pytest.mark.parametrize(
    ("kosten", "goed"),
    [
        ("Gratis", True),
        ("Gratis, koffie € 1,50", True),
        ("€ 5 per keer", True),
        ("Gratis (€ 5)", False),
        ("€ 5, gratis", False),
    ],
)
def test_free_with_a_price_is_told(kosten: str, goed: bool) -> None:
    gelezen, _ = controleer(velden(kosten=kosten))
    assert (controleer_publicatie(gelezen) == []) is goed
