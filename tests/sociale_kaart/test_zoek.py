"""Searching: the same entries in the same order on both databases, and true at the very next question."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from opslag.db import Base, Database, make_engine
from sociale_kaart import edits, geheugen, queries, synoniemen, voorbeeld, zoek
from sociale_kaart.zicht import ZONDER_GRENS
from tests.conftest import POSTGRES, SOORTEN, database_url
from tests.sociale_kaart.bouwers import velden
from werkgebied import Werkgebied

VRAGEN = [
    "wie brengt er warm eten rond",
    "Waar kan ik in Limmen terecht voor hulp met formulieren?",
    "is de voedselbank morgen open?",
    "mantelsorg",
    "trap lift",
    "schulden en een deurwaarder in Heiloo",
    "ik zoek een maatje voor mijn moeder",
    "mijn kind wordt gepest",
    "scootmobiel",
    "iets doen tegen eenzaamheid in Schoorl",
    "hoe laat gaat de zon onder",
]


def _maak(database: Database, *rijen: dict[str, object]) -> None:
    with database.session_scope() as session:
        for rij in rijen:
            edits.save_voorziening(session, velden(**rij), wie="anna", versie=None)


def _ids(database: Database, vraag: str, gebied: Werkgebied, **opties: object) -> list[str]:
    with database.lezen() as session:
        treffers = zoek.find_voorzieningen(session, vraag, werkgebied=gebied, **({"zicht": ZONDER_GRENS} | opties))  # type: ignore[arg-type]
        return [t.voorziening.id for t in treffers]


@pytest.mark.skipif("postgresql" not in SOORTEN, reason="needs PostgreSQL")
def test_both_databases_give_the_same_entries_with_the_same_scores(
    sqlite_db: Database, request: pytest.FixtureRequest, gebied: Werkgebied
) -> None:
    naam = request.getfixturevalue("_postgres_naam")
    engine = make_engine(database_url(POSTGRES, Path.cwd()).set(database=naam))
    Base.metadata.drop_all(engine)
    Base.metadata.create_all(engine)
    uitkomsten = []
    for db in (sqlite_db, Database(engine)):
        with db.session_scope() as session:
            voorbeeld.load(session, werkgebied=gebied)
        with db.lezen() as session:
            uitkomsten.append([
                [(t.voorziening.id, t.score) for t in zoek.find_voorzieningen(
                    session, v, werkgebied=gebied, zicht=ZONDER_GRENS, limit=10
                )]
                for v in VRAGEN
            ])  # fmt: skip
    engine.dispose()
    assert uitkomsten[0] == uitkomsten[1]


@pytest.mark.parametrize(
    ("vraag", "verwacht"),
    [
        ("zorg", "mantel"),
        ("mantelsorg", "mantel"),
        ("huis", "huizen"),
        ("opvang voor mijn kinderen", "kind"),
        ("beleid", None),
        ("zin", None),
    ],
)
def test_dutch_words_meet_their_forms_and_parts_but_not_their_lookalikes(
    vraag: str, verwacht: str | None, database: Database, gebied: Werkgebied
) -> None:
    leeg: dict[str, object] = {"omschrijving": "Kom langs.", "trefwoorden": "", "doelgroep": "", "organisatie": ""}
    _maak(
        database,
        leeg | {"id": "mantel", "naam": "Mantelzorgondersteuning"},
        leeg | {"id": "huizen", "naam": "Tussen de huizen"},
        leeg | {"id": "kind", "naam": "Opvang voor een kind"},
        leeg | {"id": "gezin", "naam": "Begeleiding van een gezin"},
    )
    assert _ids(database, vraag, gebied)[:1] == ([verwacht] if verwacht else [])


def test_a_change_is_found_by_the_next_question(database: Database, gebied: Werkgebied) -> None:
    _maak(database, {"id": "een"})
    assert _ids(database, "biljarten", gebied) == []
    with database.session_scope() as session:
        edits.save_voorziening(
            session, {"id": "een", "trefwoorden": ["biljarten"], "status": "gepubliceerd"}, wie="a", versie=1
        )
    assert _ids(database, "biljarten", gebied) == ["een"]
    with database.session_scope() as session:
        edits.set_status(session, "een", "gearchiveerd", wie="a")
    assert _ids(database, "biljarten", gebied) == []


def test_a_concept_is_not_found_before_it_is_approved(database: Database, gebied: Werkgebied) -> None:
    _maak(database, {"id": "live"}, {"id": "concept", "status": "concept", "trefwoorden": "biljarten"})
    with database.session_scope() as session:
        edits.save_voorziening(session, {"id": "live", "trefwoorden": ["biljarten"]}, wie="a", versie=1)
    assert _ids(database, "biljarten", gebied) == []


def test_what_is_rolled_back_leaves_no_trace_for_others(database: Database, gebied: Werkgebied) -> None:
    _maak(database, {"id": "een"})
    assert _ids(database, "lezen", gebied) == ["een"]

    def misluk() -> None:
        with database.session_scope() as session:
            edits.save_voorziening(session, velden(id="twee", naam="Lezen"), wie="a", versie=None)
            assert len(zoek.find_voorzieningen(session, "lezen", werkgebied=gebied, zicht=ZONDER_GRENS)) == 2
            raise RuntimeError

    with pytest.raises(RuntimeError):
        misluk()
    assert _ids(database, "lezen", gebied) == ["een"]
    _maak(database, {"id": "drie", "naam": "Lezen met z'n drieën"})
    assert set(_ids(database, "lezen", gebied)) == {"een", "drie"}


def test_a_deleted_entry_is_gone(database: Database, gebied: Werkgebied) -> None:
    _maak(database, {"id": "een"})
    assert _ids(database, "lezen", gebied) == ["een"]
    with database.session_scope() as session:
        session.delete(edits.lock_voorziening(session, "een"))
    assert _ids(database, "lezen", gebied) == []


def test_scores_depend_on_the_entries_and_not_on_how_they_came(sqlite_db: Database, gebied: Werkgebied) -> None:
    _maak(sqlite_db, {"id": "a"}, {"id": "b", "naam": "Lezen in de bieb"})
    _ids(sqlite_db, "lezen", gebied)
    _maak(sqlite_db, {"id": "c", "naam": "Schrijven"})
    with sqlite_db.session_scope() as session:
        edits.save_voorziening(session, {"id": "a", "naam": "Anders", "status": "gepubliceerd"}, wie="a", versie=1)

    def scores() -> list[tuple[str, float]]:
        with sqlite_db.lezen() as session:
            gevonden = zoek.find_voorzieningen(
                session, "lezen schrijven anders", werkgebied=gebied, zicht=ZONDER_GRENS, limit=9
            )
            return [(t.voorziening.id, t.score) for t in gevonden]

    bijgehouden = scores()
    geheugen.forget_all()
    assert scores() == bijgehouden


def test_the_own_kern_comes_before_the_gemeente_and_another_gemeente_not_at_all(
    database: Database, gebied: Werkgebied
) -> None:
    _maak(
        database,
        {"id": "overal", "gemeenten": "", "kernen": ""},
        {"id": "limmen", "kernen": "Limmen"},
        {"id": "akersloot", "kernen": "Akersloot"},
        {"id": "heiloo", "gemeenten": "Heiloo", "kernen": "Heiloo"},
    )
    assert _ids(database, "leren lezen in Limmen", gebied, limit=5)[0] == "limmen"
    assert "heiloo" not in _ids(database, "leren lezen in Limmen", gebied, limit=5)
    assert _ids(database, "lezen", gebied, gemeente="heiloo", limit=5) == ["heiloo", "overal"]
    assert _ids(database, "lezen", gebied, kern="Akersloot", limit=1) == ["akersloot"]
    assert _ids(database, "lezen", gebied, gemeente="heiloo", zonder={"heiloo"}) == ["overal"]


def test_who_names_a_gemeente_gets_the_kern_of_that_name_first_but_who_lives_there_does_not(
    database: Database, gebied: Werkgebied
) -> None:
    _maak(
        database, *({"id": f"limmen{n}", "kernen": "Limmen"} for n in range(4)), {"id": "dorp", "kernen": "Castricum"}
    )
    assert _ids(database, "leren lezen in Castricum", gebied, limit=5)[0] == "dorp"
    eerlijk = _ids(database, "leren lezen", gebied, gemeente="castricum", limit=5)
    assert len(eerlijk) == 5
    assert eerlijk[0] != "dorp"


def test_what_one_can_do_alone_comes_before_what_the_gemeente_decides(database: Database, gebied: Werkgebied) -> None:
    _maak(database, *({"id": t, "toegang": t} for t in ("maatwerk", "collectief", "vrij")))
    assert _ids(database, "lezen", gebied) == ["vrij", "collectief", "maatwerk"]


def test_what_is_open_then_comes_first_and_unknown_is_not_closed(database: Database, gebied: Werkgebied) -> None:
    _maak(
        database,
        {"id": "dicht", "openingstijden": "ma 09:00-10:00"},
        {"id": "onbekend", "openingstijden": ""},
        {"id": "open", "openingstijden": "za 09:00-12:00"},
    )
    zaterdag = dt.datetime(2026, 11, 21, 10, 0, tzinfo=gebied.tijdzone)
    assert _ids(database, "lezen", gebied, nu=zaterdag) == ["open", "onbekend", "dicht"]


def test_the_leefgebied_that_is_heard_decides_between_equals(database: Database, gebied: Werkgebied) -> None:
    _maak(database, {"id": "a", "leefgebieden": "financien"}, {"id": "b", "leefgebieden": "verslaving"})
    for code, verwacht in (("financien", "a"), ("verslaving", "b")):
        assert _ids(database, "lezen", gebied, leefgebieden=[code], limit=1) == [verwacht]


def test_equals_stand_in_a_fixed_order_that_no_name_profits_from(database: Database, gebied: Werkgebied) -> None:
    _maak(database, *({"id": f"id{n}", "naam": "Taalhuis"} for n in range(8)))
    volgorde = _ids(database, "lezen", gebied, limit=8)
    assert volgorde == _ids(database, "lezen", gebied, limit=8)
    assert volgorde != sorted(volgorde)


@pytest.mark.parametrize(
    "vraag", ["", "   ", "???", "😀😀", "de het een", "x" * 5000, "hoe laat gaat de zon onder", "'; drop table"]
)
def test_what_the_kaart_cannot_answer_gives_nothing(vraag: str, database: Database, gebied: Werkgebied) -> None:
    _maak(database, {})
    assert _ids(database, vraag, gebied) == []


def test_a_synonym_works_on_the_next_question_and_stops_when_it_is_forgotten(
    database: Database, gebied: Werkgebied
) -> None:
    _maak(database, {"id": "scoot", "naam": "Scootmobiel lenen", "omschrijving": "Lenen."})
    assert _ids(database, "zo'n snorre bak", gebied) == []
    with database.session_scope() as session:
        nummer = synoniemen.add_synoniem(session, "snorre bak", "scootmobiel", wie="anna").id
        assert synoniemen.add_synoniem(session, "snorre  bak", "scootmobiel", wie="bea").id == nummer
    assert _ids(database, "zo'n snorre bak", gebied) == ["scoot"]
    with database.lezen() as session:
        treffer = zoek.find_voorzieningen(session, "een snorre bak", werkgebied=gebied, zicht=ZONDER_GRENS)[0]
    assert "Ander woord: scootmobiel" in " ".join(treffer.waarom)
    with database.session_scope() as session:
        assert synoniemen.delete_synoniem(session, nummer)
    assert _ids(database, "zo'n snorre bak", gebied) == []


@pytest.mark.parametrize(("woord", "betekent"), [("", "a"), ("de", "traplift"), ("trap", "trap"), ("x" * 81, "trap")])
def test_a_synonym_that_says_nothing_is_refused(woord: str, betekent: str, sqlite_db: Database) -> None:
    with pytest.raises(edits.Afgekeurd), sqlite_db.session_scope() as session:
        synoniemen.add_synoniem(session, woord, betekent, wie="anna")


def test_trying_a_question_tells_the_place_of_an_entry_before_it_is_published(
    database: Database, gebied: Werkgebied
) -> None:
    _maak(database, {"id": "een"})
    with database.session_scope() as session:
        concept = velden(id="proef", naam="Biljarten", status="concept")
        proef = edits.save_voorziening(session, concept, wie="a", versie=None)
    with database.lezen() as session:
        assert zoek.try_vraag(session, "waar kan ik biljarten", proef, werkgebied=gebied, zicht=ZONDER_GRENS) == 1
        assert zoek.try_vraag(session, "waar kan ik schaatsen", proef, werkgebied=gebied, zicht=ZONDER_GRENS) is None
        assert zoek.find_voorzieningen(session, "waar kan ik biljarten", werkgebied=gebied, zicht=ZONDER_GRENS) == []


def test_lists_are_filtered_alike_on_both_databases(database: Database) -> None:
    _maak(
        database,
        {"id": "a", "naam": "Élan"},
        {"id": "b", "naam": "ebben", "gemeenten": "Heiloo", "openingstijden": ""},
        {"id": "c", "naam": "Zon", "gemeenten": "", "leefgebieden": "financien"},
        {"id": "d", "naam": "(korting) 50%", "status": "concept"},
    )
    with database.lezen() as session:
        assert [v.id for v in queries.find_published(session, ZONDER_GRENS)] == ["b", "a", "c"]
        assert [v.id for v in queries.find_published(session, ZONDER_GRENS, gemeente="Heiloo")] == ["b", "c"]
        assert [v.id for v in queries.find_published(session, ZONDER_GRENS, leefgebied="financien")] == ["c"]
        assert [v.id for v in queries.find_published(session, ZONDER_GRENS, zoek="elan")] == ["a"]
        assert queries.find_published(session, ZONDER_GRENS, zoek="%") == []
        assert [v.id for v in queries.find_published(session, ZONDER_GRENS, limit=1, offset=1)] == ["a"]
        assert queries.count_published(session, ZONDER_GRENS, gemeente="Castricum") == 2
        assert [v.id for v in queries.find_lijst(session, queries.Filter(zonder_uren=True))] == ["b"]
        assert [v.id for v in queries.find_lijst(session, queries.Filter(zoek="50%"))] == ["d"]
        assert queries.get_published(session, "d", ZONDER_GRENS) is None


def test_where_the_triage_hears_no_matter_of_ours_more_must_speak_for_an_answer(
    sqlite_db: Database, gebied: Werkgebied
) -> None:
    with sqlite_db.session_scope() as session:
        voorbeeld.load(session, werkgebied=gebied)
    assert _ids(sqlite_db, "mijn kat wil niet eten", gebied)
    assert _ids(sqlite_db, "mijn kat wil niet eten", gebied, elders=True) == []
    # What fits is answered all the same: a triage can be wrong.
    haag = "kan iemand mijn grote haag een keer knippen"
    assert _ids(sqlite_db, haag, gebied, elders=True) == _ids(sqlite_db, haag, gebied)


def test_where_somebody_lives_does_not_ask_for_a_house(sqlite_db: Database, gebied: Werkgebied) -> None:
    with sqlite_db.lezen() as session:
        index = geheugen.read_index(session)
    met, zonder = (
        zoek.lees_vraag(f"klusje in huis {waar} Limmen", index, werkgebied=gebied) for waar in ("ik woon in", "in")
    )
    assert (met.waar, met.gevraagd) == (zonder.waar, zonder.gevraagd)
    assert met.soorten.tolist() == zonder.soorten.tolist()
