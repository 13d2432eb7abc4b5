"""Open Referral HSDS 3: valid, paged, and every parameter narrows."""

from __future__ import annotations

import datetime as dt
import json
import os
import uuid
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator, FormatChecker

from opslag.db import Database
from settings import ROOT
from sociale_kaart import edits, exports, hsds, soortbeheer, voorbeeld
from sociale_kaart.hsds_vorm import leefgebied_term_id, soort_term_id
from sociale_kaart.soorten import soorten, upl_uris
from sociale_kaart.zicht import Zicht
from tests.sociale_kaart.bouwers import velden
from werkgebied import Werkgebied

# Not part of this repository: their licence asks for other terms. Tests that need them say so.
VANDAAG_ALLES = Zicht(dt.date(2026, 11, 19))
SCHEMAS = Path(os.environ.get("HSDS_SCHEMAS") or ROOT.parent / "shared" / "data" / "hsds")


def _schema(naam: str) -> Draft202012Validator:
    pad = SCHEMAS / f"{naam}.json"
    if not pad.exists():
        pytest.skip("the compiled HSDS schemas are not here; set HSDS_SCHEMAS")
    return Draft202012Validator(json.loads(pad.read_text(encoding="utf-8")), format_checker=FormatChecker())


def _deelschema(naam: str) -> Draft202012Validator:
    """What the compiled schema of a service says of this object inside it."""

    def vind(deel: Any) -> Any:
        if isinstance(deel, dict) and naam in deel:
            return deel[naam]
        onder = deel.values() if isinstance(deel, dict) else deel if isinstance(deel, list) else ()
        return next((g for d in onder if (g := vind(d)) is not None), None)

    return Draft202012Validator(vind(_schema("service").schema), format_checker=FormatChecker())


def _maak(database: Database, *rijen: dict[str, Any]) -> None:
    with database.session_scope() as session:
        for rij in rijen:
            edits.save_voorziening(session, velden(**rij), wie="anna", versie=None)


def _pagina(database: Database, **params: str) -> dict[str, Any]:
    with database.lezen() as session:
        return hsds.services(session, params, VANDAAG_ALLES)


def test_every_entry_of_the_example_is_a_valid_service_whole_and_in_a_list(
    sqlite_db: Database, gebied: Werkgebied
) -> None:
    with sqlite_db.session_scope() as session:
        voorbeeld.load(session, werkgebied=gebied)
    for naam, opties in (("service", {"full": "true"}), ("service_list", {}), ("service_list", {"minimal": "true"})):
        keuring = _schema(naam)
        inhoud = _pagina(sqlite_db, per_page="500", **opties)["contents"]
        assert len(inhoud) > 160
        assert [f.message for item in inhoud for f in keuring.iter_errors(item)] == []


@pytest.mark.parametrize(
    ("website", "url"),
    [
        ("www.example.nl/cafés|bar", "https://www.example.nl/caf%C3%A9s%7Cbar"),
        ("http://example.nl:8080/a?b=é&c=[1]#%zz", "http://example.nl:8080/a?b=%C3%A9&c=%5B1%5D#%25zz"),
        ("https://www.example.nl/a%20b?c=d/e", "https://www.example.nl/a%20b?c=d/e"),
        ("", None),
    ],
)
def test_a_website_as_people_write_it_is_a_valid_uri_for_machines(
    database: Database, website: str, url: str | None
) -> None:
    _maak(database, {"website": website})
    item = _pagina(database)["contents"][0]
    assert item.get("url") == url
    assert [f.message for f in _schema("service_list").iter_errors(item)] == []


def test_unusual_entries_are_valid_services_too(database: Database) -> None:
    _maak(
        database,
        {"id": "a", "organisatie": "", "adres": "", "postcode": "", "plaats": "", "openingstijden": "24/7"},
        {"id": "b", "openingstijden": "op afspraak", "email": "", "website": "", "laatst_gecontroleerd": ""},
        {"id": "c", "openingstijden": "even ma 20:00-02:00; laatste vr 10:00-24:00; feestdagen 10:00-11:00",
         "tijdelijk_gesloten_tot": "2027-01-01"},
        {"id": "d", "talen": "Turks|Arabisch", "leeftijd_van": "12", "leeftijd_tot": "18", "rolstoel": "nee",
         "route": "Bus 3", "kosten": ""},
        {"id": "e", "vertrouwelijk": "ja"},
        {"id": "f", "doelgroep": "", "trefwoorden": "", "gemeenten": "", "kernen": "", "adres": ""},
    )  # fmt: skip
    inhoud = _pagina(database, full="true")["contents"]
    assert len(inhoud) == 6
    assert [f.message for item in inhoud for f in _schema("service").iter_errors(item)] == []


def test_a_service_has_what_the_specification_demands(database: Database) -> None:
    _maak(database, {"openingstijden": "ma-wo 09:00-12:00; 1e za 10:00-11:00", "talen": "Turks", "rolstoel": "ja"})
    item = _pagina(database)["contents"][0]
    with database.lezen() as session:
        dienst = hsds.service(session, item["id"], VANDAAG_ALLES)
    assert dienst is not None
    assert uuid.UUID(dienst["id"]).version == 5
    assert (dienst["name"], dienst["status"]) == ("Taalhuis Limmen", "active")
    assert [(s["freq"], s["byday"], s["opens_at"]) for s in dienst["schedules"]] == [
        ("WEEKLY", "MO,TU,WE", "09:00"), ("MONTHLY", "1SA", "10:00"),
    ]  # fmt: skip
    assert dienst["service_at_locations"][0]["location"]["addresses"][0]["postal_code"] == "1906 AA"
    assert dienst["organization"]["name"] == "Stichting Duinzicht"
    assert dienst["assured_date"] == "2026-11-03"
    assert "phones" not in item


def test_pages_are_right_at_the_first_the_last_and_beyond(database: Database) -> None:
    _maak(database, *({"id": f"e{n}", "naam": f"Naam {n}"} for n in range(5)))

    def kop(**params: str) -> tuple[Any, ...]:
        p = _pagina(database, **params)
        sleutels = ("total_items", "total_pages", "page_number", "size", "first_page", "last_page", "empty")
        return tuple(p[s] for s in sleutels)

    assert kop(per_page="2") == (5, 3, 1, 2, True, False, False)
    assert kop(per_page="2", page="2") == (5, 3, 2, 2, False, False, False)
    assert kop(per_page="2", page="3") == (5, 3, 3, 1, False, True, False)
    assert kop(per_page="2", page="4") == (5, 3, 4, 0, False, True, True)
    assert kop(search="niets") == (0, 0, 1, 0, True, True, True)
    alle = [d["id"] for n in "123" for d in _pagina(database, per_page="2", page=n)["contents"]]
    assert len(set(alle)) == 5


def test_all_parameters_hold_together(database: Database) -> None:
    _maak(
        database,
        {"id": "a", "leefgebieden": "financien", "organisatie": "Een"},
        {"id": "b", "leefgebieden": "financien", "organisatie": "Twee"},
        {"id": "c", "organisatie": "Een"},
        {"id": "d", "organisatie": "Een", "leefgebieden": "financien", "status": "concept"},
    )
    alle = {d["name"] + d["organization"]["name"]: d for d in _pagina(database)["contents"]}
    een = next(d["organization_id"] for d in alle.values() if d["organization"]["name"] == "Een")
    term = leefgebied_term_id("financien")
    assert _pagina(database, organization_id=een)["total_items"] == 2
    assert _pagina(database, taxonomy_term_id=term)["total_items"] == 2
    assert _pagina(database, taxonomy_term_id=term, organization_id=een)["total_items"] == 1
    assert _pagina(database, taxonomy_term_id=term, organization_id=een, search="limmen taal")["total_items"] == 1
    assert _pagina(database, taxonomy_term_id=term, organization_id=een, search="heiloo")["total_items"] == 0
    assert _pagina(database, taxonomy_term_id=str(uuid.uuid4()))["total_items"] == 0


def test_only_what_changed_since_a_moment(database: Database) -> None:
    _maak(database, {"id": "a"})
    moment = dt.datetime.fromisoformat(_pagina(database)["contents"][0]["last_modified"])
    later = moment + dt.timedelta(seconds=1)
    assert _pagina(database, modified_after=moment.isoformat())["total_items"] == 1
    assert _pagina(database, modified_after=later.isoformat())["total_items"] == 0
    assert _pagina(database, modified_after=later.isoformat().replace("+", " "))["total_items"] == 0
    assert _pagina(database, modified_after="2020-01-01")["total_items"] == 1


@pytest.mark.parametrize(
    ("naam", "waarde"),
    [("page", "0"), ("page", "een"), ("per_page", "501"), ("per_page", "-1"), ("full", "misschien"),
     ("modified_after", "gisteren"), ("onbekend", "1"), ("page", "²")],
)  # fmt: skip
def test_a_parameter_that_cannot_be_used_is_named(naam: str, waarde: str, sqlite_db: Database) -> None:
    with pytest.raises(hsds.HsdsFout) as fout:
        _pagina(sqlite_db, **{naam: waarde})
    assert fout.value.parameter == naam


def test_unpublished_and_unknown_services_do_not_exist(database: Database) -> None:
    _maak(database, {"id": "a"})
    id = _pagina(database)["contents"][0]["id"]
    with database.session_scope() as session:
        edits.set_status(session, "a", "gearchiveerd", wie="a")
        assert hsds.service(session, id, VANDAAG_ALLES) is None
        assert hsds.service(session, str(uuid.uuid4()), VANDAAG_ALLES) is None
        assert hsds.service(session, "onzin", VANDAAG_ALLES) is None


def test_an_entry_that_is_closed_for_a_while_says_so(database: Database) -> None:
    _maak(database, {"tijdelijk_gesloten_tot": "2999-01-01"})
    assert _pagina(database)["contents"][0]["status"] == "temporarily closed"


def test_a_confidential_place_is_in_no_service(database: Database) -> None:
    _maak(database, {"vertrouwelijk": "ja", "adres": "Geheimlaan 7", "route": "Achter de kerk"})
    tekst = json.dumps(_pagina(database, full="true"))
    assert "Geheimlaan" not in tekst
    assert "kerk" not in tekst
    assert "Limmen" not in tekst.replace("Taalhuis Limmen", "")


def test_the_export_holds_every_published_service_whole(database: Database) -> None:
    _maak(database, {"id": "a"}, {"id": "b", "status": "concept"})
    with database.lezen() as session:
        data = json.loads("".join(exports.export_hsds(session, VANDAAG_ALLES)))
    assert (data["total_items"], data["last_page"], len(data["contents"])) == (1, True, 1)
    assert data["contents"][0]["phones"][0]["number"] == "072 000 0201"


def test_upl_names_are_taxonomy_terms_with_their_uri(database: Database) -> None:
    _maak(database, {"id": "a", "soorten": "huishoudelijke_hulp"}, {"id": "b", "soorten": "taalcafe"})
    diensten = _pagina(database, full="true")["contents"]
    terms = [k["taxonomy_term"] for d in diensten for k in d["attributes"]]
    upl = [t for t in terms if t["taxonomy"] == "Uniforme Productnamenlijst"]
    assert [(t["name"], t["term_uri"]) for t in upl] == [
        ("huishoudelijke hulp", "http://standaarden.overheid.nl/owms/terms/huishHulp")
    ]
    assert _pagina(database, taxonomy_term_id=upl[0]["id"])["total_items"] == 1


def test_the_upl_name_of_a_kind_of_the_redactie_is_a_term_too(database: Database) -> None:
    with database.session_scope() as session:
        code = soortbeheer.add_soort(
            session, "Glasblazen", leefgebieden=["huisvesting"], definitie="Vazen maken.", woorden="", wie="rian",
            vragen="een vaas maken\neen vaas blazen\niets van glas", upl="Aanleunwoning",
        )  # fmt: skip
    _maak(database, {"id": "a", "soorten": code}, {"id": "b", "soorten": "taalcafe"})
    dienst = _pagina(database, full="true", taxonomy_term_id=soort_term_id(code))["contents"][0]
    term = next(t["taxonomy_term"] for t in dienst["attributes"] if "term_uri" in t["taxonomy_term"])
    assert (term["name"], term["term_uri"]) == ("aanleunwoning", upl_uris()["aanleunwoning"])
    assert [f.message for f in _schema("service").iter_errors(dienst)] == []
    assert _pagina(database, taxonomy_term_id=term["id"])["total_items"] == 1


def test_every_upl_name_of_the_taxonomy_has_its_uri() -> None:
    namen = {soort.upl for soort in soorten().values() if soort.upl}
    assert len(namen) > 30
    assert sorted(namen - set(upl_uris())) == []
    assert all(uri.startswith("http://standaarden.overheid.nl/owms/terms/") for uri in upl_uris().values())


def _termen(database: Database, **params: str) -> dict[str, Any]:
    with database.lezen() as session:
        return hsds.terms(session, params)


def test_every_taxonomy_and_term_is_as_the_specification_has_it(database: Database) -> None:
    with database.session_scope() as session:
        code = soortbeheer.add_soort(
            session, "Glasblazen", leefgebieden=["huisvesting"], definitie="Vazen maken.", woorden="", wie="rian",
            vragen="een vaas maken\neen vaas blazen\niets van glas", upl="aanleunwoning",
        )  # fmt: skip
    alle = [t for n in ("1", "2") for t in _termen(database, per_page="500", page=n)["contents"]]
    assert [f.message for t in alle for f in _deelschema("taxonomy_term").iter_errors(t)] == []
    lijsten = hsds.taxonomies({})["contents"]
    assert [f.message for t in lijsten for f in _deelschema("taxonomy_detail").iter_errors(t)] == []
    assert len({t["id"] for t in alle}) == len(alle)
    per_code = {t["code"]: t for t in alle}
    assert {code, "aanleunwoning", "financien", *soorten()} <= set(per_code)
    assert per_code["aanleunwoning"]["term_uri"] == upl_uris()["aanleunwoning"]
    assert {t["taxonomy_id"] for t in alle} == {t["id"] for t in lijsten}
    with database.lezen() as session:
        assert hsds.get_term(session, per_code[code]["id"].upper()) == per_code[code]
        assert hsds.get_term(session, lijsten[0]["id"]) is None
    assert hsds.get_taxonomy(lijsten[0]["id"]) == lijsten[0]
    assert hsds.get_taxonomy(per_code[code]["id"]) is None


def test_terms_are_narrowed_by_taxonomy_and_words_and_come_in_pages(database: Database) -> None:
    gebieden = next(t for t in hsds.taxonomies({"search": "leefgebieden"})["contents"])
    assert hsds.taxonomies({"search": "ruimtevaart"})["empty"]
    eerste = _termen(database, taxonomy_id=gebieden["id"], per_page="4")
    assert (eerste["total_items"], eerste["size"], eerste["total_pages"], eerste["last_page"]) == (11, 4, 3, False)
    assert [t["code"] for t in _termen(database, taxonomy_id=gebieden["id"], search="FINANCIEN")["contents"]] == [
        "financien"
    ]
    assert "taalcafe" in [t["code"] for t in _termen(database, search="taalcafe")["contents"]]
    assert _termen(database, top_only="true")["total_items"] == _termen(database)["total_items"] > 300
    assert _termen(database, parent_id=gebieden["id"])["empty"]
    assert _termen(database, page="99")["empty"]


@pytest.mark.parametrize("params", [{"full": "true"}, {"page": "0"}, {"top_only": "misschien"}, {"per_page": "501"}])
def test_a_parameter_that_a_list_of_terms_does_not_know_is_a_mistake(
    database: Database, params: dict[str, str]
) -> None:
    with pytest.raises(hsds.HsdsFout):
        _termen(database, **params)
