"""The mapping of groups: what cannot be right stops the start, since a typing error may not give more rights."""

from __future__ import annotations

import dataclasses

import pytest

from settings import Settings, SettingsFout
from web.oidc_instelling import Toegekend, read_oidc, read_regels
from werkgebied import Werkgebied

GOED = Settings(oidc_issuer="https://login.example.nl/x/v2.0", oidc_client_id="voordeur", oidc_groepen="kcc=medewerker")


def test_without_an_issuer_it_is_off(werkgebied: Werkgebied) -> None:
    assert read_oidc(Settings(), werkgebied) is None


@pytest.mark.parametrize(
    ("anders", "woord"),
    [
        ({"oidc_issuer": "http://login.example.nl"}, "OIDC_ISSUER"),
        ({"oidc_issuer": "https://login.example.nl?x=1"}, "OIDC_ISSUER"),
        ({"oidc_issuer": "https://ik:geheim@login.example.nl"}, "OIDC_ISSUER"),
        ({"oidc_issuer": "login.example.nl"}, "OIDC_ISSUER"),
        ({"oidc_client_id": ""}, "OIDC_CLIENT_ID"),
        ({"oidc_scopes": "profile"}, "OIDC_SCOPES"),
        ({"oidc_groepen": " ; "}, "OIDC_GROEPEN"),
        ({"oidc_groepen": "kcc"}, "kcc"),
        ({"oidc_groepen": "=medewerker"}, "groep=rol"),
        ({"oidc_groepen": "kcc=baas"}, "Kies uit: medewerker"),
        ({"oidc_groepen": "kcc=medewerker:"}, "groep=rol"),
        ({"oidc_groepen": "kcc=medewerker:castricum,"}, "geen gemeente"),
        ({"oidc_groepen": "kcc=medewerker:castrikum"}, "castrikum"),
        ({"wachtwoord_login": "uit"}, "geen groep de rol beheerder"),
        ({"oidc_issuer": "", "wachtwoord_login": "nood"}, "OIDC_ISSUER"),
    ],
)
def test_what_cannot_work_is_named_with_what_to_do(werkgebied: Werkgebied, anders: dict[str, str], woord: str) -> None:
    with pytest.raises(SettingsFout, match=woord):
        read_oidc(dataclasses.replace(GOED, **anders), werkgebied)


def test_names_of_a_directory_with_equals_signs_and_commas_are_read(werkgebied: Werkgebied) -> None:
    (regel,) = read_regels("CN=KCC,OU=Voordeur,DC=example=medewerker:Castricum,sociaal team heiloo", werkgebied)
    assert (regel.groep, regel.rol) == ("CN=KCC,OU=Voordeur,DC=example", "medewerker")
    assert regel.gemeenten == ("Castricum", "Heiloo")


@pytest.mark.parametrize(
    ("groepen", "gegeven"),
    [
        ([], None),
        (["A"], None),
        (["a"], Toegekend("medewerker", ("Castricum",))),
        (["b", "a"], Toegekend("medewerker", ("Castricum", "Bergen"))),
        (["a", "alle"], Toegekend("medewerker", ())),
        (["a", "regie"], Toegekend("procesregisseur", ("Heiloo",))),
    ],
)
def test_the_first_line_gives_the_role_and_lines_of_that_role_the_gemeenten(
    werkgebied: Werkgebied, groepen: list[str], gegeven: Toegekend | None
) -> None:
    tekst = "regie=procesregisseur:heiloo; a=medewerker:castricum; b=medewerker:bergen,castricum; alle=medewerker"
    instelling = read_oidc(dataclasses.replace(GOED, oidc_groepen=tekst), werkgebied)
    assert instelling is not None
    assert instelling.ken_toe(groepen) == gegeven
