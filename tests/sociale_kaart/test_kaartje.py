"""What a resident sees of an entry."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import pytest

from opslag.db import Database
from sociale_kaart import edits
from sociale_kaart.kaartje import as_kaartje, telefoon_link
from tests.sociale_kaart.bouwers import velden
from werkgebied import Werkgebied


def _kaartje(database: Database, gebied: Werkgebied, nu: str = "2026-11-23T10:00", **anders: Any) -> dict[str, Any]:
    moment = dt.datetime.fromisoformat(nu).replace(tzinfo=gebied.tijdzone)
    with database.session_scope() as session:
        voorziening = edits.save_voorziening(session, velden(**anders), wie="a", versie=None)
        return as_kaartje(voorziening, nu=moment, werkgebied=gebied)


def test_a_kaartje_is_json_and_says_what_where_when_open_cost_contact_and_checked(
    sqlite_db: Database, gebied: Werkgebied
) -> None:
    kaartje = _kaartje(sqlite_db, gebied)
    assert json.loads(json.dumps(kaartje)) == kaartje
    assert kaartje["naam"] == "Taalhuis Limmen"
    assert kaartje["adres_tekst"] == "Dusseldorperweg 1, 1906 AA Limmen"
    assert kaartje["open_nu"] is True
    assert kaartje["open_tekst"] == "Nu open, tot 12.30 uur."
    assert kaartje["openingstijden"].startswith("maandag tot en met vrijdag van 9.00 tot 12.30 uur")
    assert kaartje["kosten"] == "Gratis"
    assert kaartje["telefoon_link"] == "tel:+31720000201"
    assert kaartje["gecontroleerd_op"] == "2026-11-03"
    assert kaartje["gecontroleerd_tekst"] == "Gecontroleerd op 3 november 2026"
    assert "zelf naartoe" in kaartje["toegang_tekst"]


@pytest.mark.parametrize("zonder", [{"adres": "", "postcode": "", "plaats": ""}, {"vertrouwelijk": True}])
def test_nobody_is_told_to_go_where_there_is_no_address_to_go_to(
    sqlite_db: Database, gebied: Werkgebied, zonder: dict[str, Any]
) -> None:
    assert _kaartje(sqlite_db, gebied, **zonder)["toegang_tekst"] == "U kunt hier zelf contact mee opnemen."


def test_unknown_hours_are_never_shown_as_closed(sqlite_db: Database, gebied: Werkgebied) -> None:
    kaartje = _kaartje(sqlite_db, gebied, openingstijden="")
    assert kaartje["open_nu"] is None
    assert kaartje["open_tekst"] == "De openingstijden zijn niet bekend."


def test_a_temporary_closure_goes_before_the_hours(sqlite_db: Database, gebied: Werkgebied) -> None:
    kaartje = _kaartje(sqlite_db, gebied, tijdelijk_gesloten_tot="2026-12-01")
    assert kaartje["open_nu"] is False
    assert kaartje["open_tekst"] == "Nu even dicht, tot 1 december 2026."


def test_an_overdue_entry_says_so(sqlite_db: Database, gebied: Werkgebied) -> None:
    assert _kaartje(sqlite_db, gebied, laatst_gecontroleerd="2025-11-23")["verouderd"] is True
    assert _kaartje(sqlite_db, gebied, id="b", laatst_gecontroleerd="2025-11-24")["verouderd_tekst"] == ""
    assert _kaartje(sqlite_db, gebied, id="c", laatst_gecontroleerd="")["gecontroleerd_op"] is None


def test_a_confidential_place_is_nowhere_on_the_kaartje(sqlite_db: Database, gebied: Werkgebied) -> None:
    kaartje = _kaartje(sqlite_db, gebied, vertrouwelijk="ja", adres="Geheimlaan 7", route="Achter de kerk")
    tekst = json.dumps(kaartje, ensure_ascii=False)
    for geheim in ("Geheimlaan", "1906 AA", "Achter de kerk"):
        assert geheim not in tekst
    assert (kaartje["plaats"], kaartje["kernen"]) == ("", [])
    assert kaartje["adres_tekst"] == "Het adres is geheim."
    assert kaartje["telefoon"] == "072 000 0201"


def test_a_website_without_scheme_becomes_a_link(sqlite_db: Database, gebied: Werkgebied) -> None:
    assert _kaartje(sqlite_db, gebied, website="www.example.nl")["website"] == "https://www.example.nl"


@pytest.mark.parametrize(
    ("nummer", "link"),
    [
        ("112", "tel:112"),
        ("113", "tel:113"),
        ("0800-2000", "tel:08002000"),
        ("14 0251", "tel:140251"),
        ("06-12345678", "tel:+31612345678"),
        ("", ""),
    ],
)
def test_short_and_free_numbers_are_dialled_as_they_are_and_others_work_from_abroad(nummer: str, link: str) -> None:
    assert telefoon_link(nummer) == link
