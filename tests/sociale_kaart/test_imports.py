"""A file of entries comes in whole or not at all, and goes out as it came in."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from opslag.db import Database
from sociale_kaart import exports, queries
from sociale_kaart.imports import ImportUitslag, import_file
from sociale_kaart.klaarzetten import import_file_beside
from sociale_kaart.velden import KOLOMMEN
from sociale_kaart.zicht import ZONDER_GRENS
from tests.sociale_kaart.bouwers import csv_tekst, schrijf, velden
from werkgebied import Werkgebied

# Within a transaction (the example kaart, a dry run) and beside other work: the same comes of it.
MANIER = {"beside": True}


@pytest.fixture(autouse=True, params=["in one transaction", "beside other work"])
def _manier(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(MANIER, "beside", request.param == "beside other work")


def _import(database: Database, pad: Path, gebied: Werkgebied, **opties: bool) -> ImportUitslag:
    if MANIER["beside"] and not opties.get("dry_run", False):
        return import_file_beside(database, pad, werkgebied=gebied, **opties)  # type: ignore[arg-type]
    with database.session_scope() as session:
        return import_file(session, pad, werkgebied=gebied, **opties)  # type: ignore[arg-type]


def _export(database: Database) -> str:
    with database.lezen() as session:
        return "".join(exports.export_csv(session))


def test_a_file_comes_in_and_goes_out_byte_for_byte(database: Database, tmp_path: Path, gebied: Werkgebied) -> None:
    tekst = csv_tekst(
        velden(id="z-eerst", naam='Met "aanhalingstekens", komma; en\nregel', organisatie="Ünïcode £"),
        velden(id="a-laatst", openingstijden="", telefoon=""),
    )
    uitslag = _import(database, schrijf(tmp_path, tekst), gebied)
    assert (uitslag.nieuw, uitslag.fouten) == (2, [])
    assert _export(database) == tekst


def test_an_export_comes_back_in_without_changing_anything(
    database: Database, tmp_path: Path, gebied: Werkgebied
) -> None:
    _import(database, schrijf(tmp_path, csv_tekst(velden(), velden(id="b", rolstoel=""))), gebied)
    eerste = _export(database)
    uitslag = _import(database, schrijf(tmp_path, eerste), gebied)
    assert (uitslag.nieuw, uitslag.gewijzigd, uitslag.ongewijzigd) == (0, 0, 2)
    assert _export(database) == eerste


@pytest.mark.parametrize("teken", [",", ";"])
@pytest.mark.parametrize("bom", ["", "\ufeff"])
def test_comma_and_semicolon_with_and_without_bom_are_read(
    teken: str, bom: str, sqlite_db: Database, tmp_path: Path, gebied: Werkgebied
) -> None:
    tekst = bom + csv_tekst(velden(omschrijving="Een, twee; drie"), teken=teken)
    assert _import(sqlite_db, schrijf(tmp_path, tekst), gebied).nieuw == 1
    with sqlite_db.lezen() as session:
        voorziening = queries.get_voorziening(session, "taalhuis-limmen")
        assert voorziening is not None
        assert voorziening.omschrijving == "Een, twee; drie"
        assert voorziening.trefwoorden == ["taal", "lezen", "schrijven"]


def test_extra_columns_are_kept_and_given_back(database: Database, tmp_path: Path, gebied: Werkgebied) -> None:
    rijen = [velden(wijk=" Noord ", **{"Eigen kolom": "a|b"}), velden(id="b", wijk="", **{"Eigen kolom": ""})]
    tekst = csv_tekst(*rijen, extra=("wijk", "Eigen kolom"))
    _import(database, schrijf(tmp_path, tekst), gebied)
    assert _export(database) == tekst


def test_our_own_columns_come_back_too(database: Database, tmp_path: Path, gebied: Werkgebied) -> None:
    rij = velden(talen="Turks|Arabisch", leeftijd_van="18", rolstoel="ja", controle_maanden="6")
    tekst = csv_tekst(rij, extra=("controle_maanden", "talen", "leeftijd_van", "rolstoel"))
    _import(database, schrijf(tmp_path, tekst), gebied)
    assert _export(database) == tekst


def test_one_wrong_row_means_nothing_is_written_and_every_mistake_is_told(
    database: Database, tmp_path: Path, gebied: Werkgebied
) -> None:
    tekst = csv_tekst(
        velden(),
        velden(id="b", telefoon="12", kernen="Lutjebroek"),
        velden(id="c", laatst_gecontroleerd="gisteren"),
        velden(id="b"),
    )
    uitslag = _import(database, schrijf(tmp_path, tekst), gebied)
    assert [(f.rij, f.kolom) for f in uitslag.fouten] == [
        (3, "telefoon"), (3, "kernen"), (4, "laatst_gecontroleerd"), (5, "id"),
    ]  # fmt: skip
    assert "rij 3, kolom kernen: 'Lutjebroek' is geen kern" in str(uitslag.fouten[1])
    with database.lezen() as session:
        assert queries.is_empty(session)


def test_the_same_file_twice_changes_nothing_and_a_changed_row_only_itself(
    database: Database, tmp_path: Path, gebied: Werkgebied
) -> None:
    pad = schrijf(tmp_path, csv_tekst(velden(), velden(id="b")))
    _import(database, pad, gebied)
    assert _import(database, pad, gebied).ongewijzigd == 2
    anders = schrijf(tmp_path, csv_tekst(velden(kosten="€ 2"), velden(id="b"), velden(id="c")))
    uitslag = _import(database, anders, gebied)
    assert [(r.rij, r.id, r.wat, r.velden) for r in uitslag.rijen if r.wat != "nieuw"] == [
        (2, "taalhuis-limmen", "gewijzigd", ("kosten",)),
        (3, "b", "ongewijzigd", ()),
    ]
    assert uitslag.nieuw == 1


def test_a_dry_run_tells_what_would_happen_and_writes_nothing(
    database: Database, tmp_path: Path, gebied: Werkgebied
) -> None:
    _import(database, schrijf(tmp_path, csv_tekst(velden(), velden(id="weg"))), gebied)
    pad = schrijf(tmp_path, csv_tekst(velden(status="gearchiveerd"), velden(id="nieuw")))
    uitslag = _import(database, pad, gebied, dry_run=True, archiveer_rest=True)
    assert [(r.id, r.wat) for r in uitslag.rijen] == [
        ("taalhuis-limmen", "gearchiveerd"), ("nieuw", "nieuw"), ("weg", "gearchiveerd"),
    ]  # fmt: skip
    with database.lezen() as session:
        assert queries.get_voorziening(session, "nieuw") is None
        assert queries.count_published(session, ZONDER_GRENS) == 2


def test_entries_that_are_not_in_the_file_are_archived_when_asked(
    database: Database, tmp_path: Path, gebied: Werkgebied
) -> None:
    _import(database, schrijf(tmp_path, csv_tekst(velden(), velden(id="weg"))), gebied)
    _import(database, schrijf(tmp_path, csv_tekst(velden())), gebied, archiveer_rest=True)
    with database.lezen() as session:
        assert [v.id for v in queries.find_published(session, ZONDER_GRENS)] == ["taalhuis-limmen"]


@pytest.mark.parametrize(
    ("tekst", "rij", "stukje"),
    [
        ("", 0, "leeg"),
        ("id,naam\n1,a\n", 1, "ontbreekt"),
        (csv_tekst(velden()).replace("id,naam", "id,id", 1), 1, "ontbreekt"),
        (csv_tekst() + "a,b\r\n", 2, "deze rij heeft 2 kolommen"),
        (csv_tekst() + '"nooit gesloten', 2, "aanhalingstekens"),
        (csv_tekst().replace("status", "status,wijk,wijk"), 1, "twee keer"),
    ],
)
def test_a_broken_file_is_refused_with_row_and_reason(
    tekst: str, rij: int, stukje: str, sqlite_db: Database, tmp_path: Path, gebied: Werkgebied
) -> None:
    uitslag = _import(sqlite_db, schrijf(tmp_path, tekst), gebied)
    assert uitslag.fouten[0].rij == rij
    assert stukje in uitslag.fouten[0].reden


def test_a_file_that_is_not_utf8_is_refused(sqlite_db: Database, tmp_path: Path, gebied: Werkgebied) -> None:
    pad = tmp_path / "kaart.csv"
    pad.write_bytes(csv_tekst(velden(naam="Café")).encode("cp1252"))
    assert "UTF-8" in _import(sqlite_db, pad, gebied).fouten[0].reden


def test_a_file_that_is_not_there_is_told(sqlite_db: Database, tmp_path: Path, gebied: Werkgebied) -> None:
    assert "kan niet gelezen worden" in _import(sqlite_db, tmp_path / "geen.csv", gebied).fouten[0].reden


def test_json_comes_in_and_goes_out_the_same(database: Database, tmp_path: Path, gebied: Werkgebied) -> None:
    _import(
        database, schrijf(tmp_path, csv_tekst(velden(wijk="Noord"), velden(id="b", wijk=""), extra=("wijk",))), gebied
    )
    with database.lezen() as session:
        eerste = "".join(exports.export_json(session))
    pad = schrijf(tmp_path, eerste, "kaart.json")
    assert _import(database, pad, gebied).ongewijzigd == 2
    assert json.loads(eerste)["voorzieningen"][0]["kernen"] == ["Limmen"]


@pytest.mark.parametrize(
    ("tekst", "stukje"),
    [("{", "geen geldige JSON"), ('{"a": 1}', "lijst"), ('[1]', "geen voorziening"), ('[{"id": "a"}]', "ontbreekt"),
     ('[{"id": "a", "naam": "b", "iets": {"x": 1}}]', "gewone tekst")],
)  # fmt: skip
def test_broken_json_is_refused_with_a_reason(
    tekst: str, stukje: str, sqlite_db: Database, tmp_path: Path, gebied: Werkgebied
) -> None:
    assert stukje in _import(sqlite_db, schrijf(tmp_path, tekst, "kaart.json"), gebied).fouten[0].reden


@pytest.mark.parametrize(
    "bom", ["[" * 200_000, '{"a":' * 100_000, "[" + "[]," * 3_000_000 + "[]]", "[" + "9" * 100_000 + "]"],
    ids=["deep", "deep groups", "many", "a number without end"],
)  # fmt: skip
def test_json_that_is_a_bomb_is_refused_with_a_reason(
    bom: str, sqlite_db: Database, tmp_path: Path, gebied: Werkgebied
) -> None:
    fouten = _import(sqlite_db, schrijf(tmp_path, bom, "kaart.json"), gebied).fouten
    assert "JSON" in fouten[0].reden or "te veel" in fouten[0].reden


def test_a_confidential_place_is_in_no_export_and_survives_importing_it_again(
    database: Database, tmp_path: Path, gebied: Werkgebied
) -> None:
    geheim = velden(id="opvang", vertrouwelijk="ja", adres="Geheimlaan 7", plaats="Heiloo", kernen="Heiloo")
    _import(database, schrijf(tmp_path, csv_tekst(geheim, extra=("vertrouwelijk",))), gebied)
    uit = _export(database)
    with database.lezen() as session:
        overal = uit + "".join(exports.export_json(session)) + "".join(exports.export_hsds(session, ZONDER_GRENS))
    assert "Geheimlaan" not in overal
    # The whole postcode: four figures alone may stand in the microseconds of a date.
    assert "1906AA" not in overal.replace(" ", "")
    assert _import(database, schrijf(tmp_path, uit), gebied).ongewijzigd == 1
    with database.lezen() as session:
        voorziening = queries.get_voorziening(session, "opvang")
        assert voorziening is not None
        assert voorziening.adres == "Geheimlaan 7"


_TEKST = st.text(st.characters(blacklist_categories=("Cs",), blacklist_characters="\x00"), max_size=30)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rijen=st.lists(st.tuples(_TEKST, _TEKST, st.lists(_TEKST, max_size=3)), min_size=1, max_size=4))
def test_whatever_text_is_in_a_file_the_export_imports_back_to_the_same_bytes(
    rijen: list[tuple[str, str, list[str]]], tmp_path_factory: pytest.TempPathFactory, gebied: Werkgebied
) -> None:
    map = tmp_path_factory.mktemp("rondreis")
    from opslag.db import Base, make_engine

    exporten = []
    bron = schrijf(
        map,
        csv_tekst(*(
            velden(id=f"e{n}", omschrijving=o, naam=f"N{a}"[:100], trefwoorden="|".join(t))
            for n, (o, a, t) in enumerate(rijen)
        )),
    )  # fmt: skip
    for ronde in range(2):
        engine = make_engine(f"sqlite:///{map}/{ronde}.db")
        Base.metadata.create_all(engine)
        db = Database(engine)
        assert _import(db, bron, gebied).fouten == []
        exporten.append(_export(db))
        bron = schrijf(map, exporten[-1])
        db.close()
    assert exporten[0] == exporten[1]


def test_a_file_of_several_thousand_rows_is_told_along_the_way_and_keeps_its_order(
    sqlite_db: Database, tmp_path: Path, gebied: Werkgebied
) -> None:
    pad = schrijf(tmp_path, csv_tekst(*(velden(id=f"e{n}") for n in range(1200))))
    nagekeken: list[int] = []
    gemeld: list[int] = []
    with sqlite_db.session_scope() as session:
        import_file(session, pad, werkgebied=gebied, nagekeken=nagekeken.append, voortgang=gemeld.append)
        assert len(list(session)) < 300
    # Checking takes as long as writing: who waits is told of both.
    for verteld in (nagekeken, gemeld):
        assert len(verteld) > 3
        assert verteld[-1] == 1200
        assert verteld == sorted(set(verteld))
    assert _export(sqlite_db).splitlines()[1200].startswith("e1199,")


def test_the_header_of_the_koppelvlak_is_the_header_of_the_export(sqlite_db: Database) -> None:
    assert _export(sqlite_db) == ",".join(KOLOMMEN) + "\r\n"
    assert ",".join(KOLOMMEN) == (
        "id,naam,organisatie,omschrijving,leefgebieden,toegang,doelgroep,kosten,gemeenten,kernen,adres,postcode,plaats,"
        "telefoon,email,website,openingstijden,trefwoorden,laatst_gecontroleerd,status"
    )
