"""The search on a kaart of another region, with questions in everyday words that nobody tuned it on."""

from __future__ import annotations

from pathlib import Path

import pytest

from cli.evalueer_zoeken import (
    ANDERE_REGIO,
    BEOORDEELD,
    DERDE_REGIO,
    REGIOS,
    VIERDE_REGIO,
    VIJFDE_REGIO,
    ZESDE_REGIO,
    Meting,
    as_table,
    lees_vragen,
    ndcg,
    product_zoeker,
    report,
)
from opslag.db import Base, Database, make_engine
from sociale_kaart import betekenis, exports, queries, zoek
from sociale_kaart.herkenner import Herkenner, herkenner
from sociale_kaart.imports import import_file
from sociale_kaart.models import Voorziening
from sociale_kaart.soorten import SoortenFout, buiten_bereik, load_naast, load_soorten, naast_soorten, soorten
from sociale_kaart.thesaurus import ThesaurusFout, load_thesaurus
from sociale_kaart.zicht import ZONDER_GRENS
from tests.conftest import POSTGRES, SOORTEN, database_url
from werkgebied import load_werkgebied


@pytest.fixture(scope="module")
def metingen() -> list[Meting]:
    """The product and plain FTS5 on the half of the questions that is kept apart."""
    return report(deel="test", met_woorden=False)


def test_everyday_questions_find_their_entry_far_more_often_than_plain_full_text(metingen: list[Meting]) -> None:
    product, kaal = metingen
    assert product.recall3 >= 0.85, as_table(metingen)
    assert product.ndcg5 >= 0.75
    assert product.zonder_resultaat <= 0.05
    assert product.recall3 > 3 * kaal.recall3


def test_what_no_kaart_has_is_answered_by_nothing_and_the_own_place_comes_first(metingen: list[Meting]) -> None:
    assert metingen[0].terecht_leeg >= 0.70, as_table(metingen)
    assert metingen[0].plaats >= 0.85


def test_a_second_region_without_positions_of_kernen_is_searched_as_well() -> None:
    meting = report(ANDERE_REGIO, deel="test", met_woorden=False)[0]
    assert meting.recall3 >= 0.85
    assert meting.ndcg5 >= 0.80
    assert meting.terecht_leeg >= 0.55
    assert meting.plaats >= 0.85


def test_a_third_region_of_a_writer_who_saw_nothing_of_the_others_is_searched_as_well() -> None:
    product, kaal = report(DERDE_REGIO, deel="test", met_woorden=False)
    assert product.recall3 >= 0.78
    assert product.ndcg5 >= 0.70
    assert product.terecht_leeg >= 0.50
    assert product.plaats >= 0.80
    assert product.recall3 > 2 * kaal.recall3


@pytest.mark.parametrize("map_", [VIERDE_REGIO, VIJFDE_REGIO, ZESDE_REGIO], ids=lambda m: m.name)
def test_regions_of_writers_who_saw_nothing_of_the_house_are_searched_as_well(map_: Path) -> None:
    product, kaal = report(map_, deel="alles", met_woorden=False)
    assert product.recall3 >= 0.85
    assert product.ndcg5 >= 0.72
    assert product.terecht_leeg >= 0.70
    assert product.plaats >= 0.65
    assert product.recall3 > 2 * kaal.recall3


@pytest.mark.parametrize("map_", [m for m in REGIOS.values() if m != BEOORDEELD], ids=lambda m: m.name)
def test_each_other_judged_set_is_large_enough_and_names_only_entries_of_its_kaart(map_: Path) -> None:
    vragen = lees_vragen(map_ / "vragen.jsonl", "alles")
    ids = {r.split(",")[0] for r in (map_ / "kaart.csv").read_text(encoding="utf-8").splitlines()[1:]}
    assert len(vragen) >= 200
    assert len([v for v in vragen if v.get("leeg")]) >= 40
    assert len([v for v in vragen if v.get("plaats")]) >= 30
    assert {i for v in vragen for i in v.get("goed", {})} <= ids


def _vraag_kaart(
    database: Database, vraag: str, *namen: str, gemeente: str | None = None, map_: Path = ANDERE_REGIO
) -> list[str]:
    """What a kaart of only these entries of the second (or another) region answers."""
    gebied = load_werkgebied(map_ / "werkgebied.yml")
    with database.session_scope() as session:
        import_file(session, map_ / "kaart.csv", werkgebied=gebied)
        for entry in session.query(Voorziening).filter(Voorziening.id.not_in(namen)):
            session.delete(entry)
    with database.lezen() as session:
        treffers = zoek.find_voorzieningen(session, vraag, werkgebied=gebied, gemeente=gemeente, zicht=ZONDER_GRENS)
        return [t.voorziening.id for t in treffers]


def test_a_kind_that_helps_as_well_answers_when_the_kaart_lacks_the_kind_itself(database: Database) -> None:
    assert _vraag_kaart(database, "waar is het digitaal spreekuur", "digi-d", "tuin-drostveen") == ["digi-d"]


def test_a_kind_that_only_helps_with_a_part_is_never_the_answer_alone(database: Database) -> None:
    assert _vraag_kaart(database, "wij hebben woonurgentie nodig", "tuin-drostveen", "woning-zoek") == []


def test_asking_what_there_is_to_do_finds_where_people_meet(database: Database) -> None:
    assert _vraag_kaart(database, "wat is er te doen in Annermond", "dorpsh-annermond", "versl") == ["dorpsh-annermond"]


def test_who_says_for_whom_there_should_be_something_to_do_is_not_sent_to_the_buurthuis(database: Database) -> None:
    vraag = "wat is er te doen voor tieners die op straat hangen"
    assert _vraag_kaart(database, vraag, "dorpsh-annermond", "jongw-w")[:1] == ["jongw-w"]


def test_exercise_in_warm_water_is_no_answer_for_who_must_learn_to_swim(database: Database) -> None:
    namen = ("beweeg-z", "vb-k")
    assert _vraag_kaart(database, "zwemdiploma voor mijn kind van vijf", *namen, map_=DERDE_REGIO) == []
    assert _vraag_kaart(database, "oefenen in een warm bad met mijn stijve heup", *namen, map_=DERDE_REGIO) == [
        "beweeg-z"
    ]


def test_what_an_entry_does_beside_its_main_work_is_found_when_nobody_else_does_it(database: Database) -> None:
    assert _vraag_kaart(database, "mijn heg knippen lukt niet meer", "klus-s", "vb-k", map_=DERDE_REGIO) == ["klus-s"]


def test_a_question_of_small_words_alone_is_read_by_its_kind(database: Database) -> None:
    assert _vraag_kaart(database, "ik gebruik en wil ervan af", "versl", "tuin-drostveen") == ["versl"]
    assert _vraag_kaart(database, "hoe gaat het", "versl", "tuin-drostveen") == []


def test_every_kind_beside_another_exists_and_a_mistake_is_told_with_its_file(tmp_path: Path) -> None:
    assert len(naast_soorten()) >= 200
    assert all(code not in (*naast.ook, *naast.deels) for code, naast in naast_soorten().items())
    assert all(not set(naast.ook) & set(naast.deels) for naast in naast_soorten().values())
    pad = tmp_path / "naast.yml"
    for inhoud in ("[", "taalles: {ook: [bestaatniet]}", "bestaatniet: {ook: [taalles]}", "taalles: {soms: [maatje]}"):
        pad.write_text(inhoud, encoding="utf-8")
        with pytest.raises(SoortenFout, match=r"naast\.yml"):
            load_naast(pad)


def test_the_judged_set_is_large_enough_and_names_only_entries_of_its_kaart() -> None:
    vragen = lees_vragen(BEOORDEELD / "vragen.jsonl", "alles")
    ids = {r.split(",")[0] for r in (BEOORDEELD / "kaart.csv").read_text(encoding="utf-8").splitlines()[1:]}
    assert len([v for v in vragen if not v.get("leeg")]) >= 200
    assert len([v for v in vragen if v.get("leeg")]) >= 45
    assert len([v for v in vragen if v.get("plaats")]) >= 35
    assert {i for v in vragen for i in v.get("goed", {})} <= ids
    assert len(ids) >= 150


def test_the_best_order_scores_one_and_nothing_scores_nothing() -> None:
    assert ndcg({"a": 3, "b": 1}, ["a", "b"]) == 1.0
    assert ndcg({"a": 3}, []) == 0.0
    assert 0 < ndcg({"a": 3, "b": 1}, ["b", "a"]) < 1


def test_comparing_only_what_can_be_alike_finds_what_comparing_everything_finds(
    sqlite_db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    gebied = load_werkgebied(BEOORDEELD / "werkgebied.yml")
    with sqlite_db.session_scope() as session:
        assert not import_file(session, BEOORDEELD / "kaart.csv", werkgebied=gebied).fouten
    zoeker = product_zoeker(sqlite_db, gebied)
    vragen = lees_vragen(BEOORDEELD / "vragen.jsonl", "alles")[::3]
    kort = [zoeker(v) for v in vragen]
    monkeypatch.setattr(betekenis, "_AFRONDING", 10.0)
    assert [zoeker(v) for v in vragen] == kort
    assert sum(map(bool, kort)) > 50


@pytest.mark.skipif("postgresql" not in SOORTEN, reason="needs PostgreSQL")
def test_both_databases_answer_the_judged_questions_alike(sqlite_db: Database, request: pytest.FixtureRequest) -> None:
    naam = request.getfixturevalue("_postgres_naam")
    engine = make_engine(database_url(POSTGRES, Path.cwd()).set(database=naam))
    Base.metadata.drop_all(engine)
    Base.metadata.create_all(engine)
    gebied = load_werkgebied(BEOORDEELD / "werkgebied.yml")
    uitkomsten = []
    for db in (sqlite_db, Database(engine)):
        with db.session_scope() as session:
            assert not import_file(session, BEOORDEELD / "kaart.csv", werkgebied=gebied).fouten
        with db.lezen() as session:
            uitkomsten.append([
                [(t.voorziening.id, t.score) for t in zoek.find_voorzieningen(
                    session, v["vraag"], werkgebied=gebied, zicht=ZONDER_GRENS
                )]
                for v in lees_vragen(BEOORDEELD / "vragen.jsonl", "dev")[:60]
            ])  # fmt: skip
    engine.dispose()
    assert uitkomsten[0] == uitkomsten[1]


def test_an_entry_nobody_labelled_gets_its_kinds_and_exports_as_it_came(database: Database) -> None:
    gebied = load_werkgebied(BEOORDEELD / "werkgebied.yml")
    with database.session_scope() as session:
        import_file(session, BEOORDEELD / "kaart.csv", werkgebied=gebied)
    with database.lezen() as session:
        entry = queries.get_voorziening(session, "mal-tel")
        assert entry is not None
        assert entry.soorten[0] == "maaltijd_aan_huis"
        assert not entry.soorten_gekozen
        assert "".join(exports.export_csv(session)).encode() == (BEOORDEELD / "kaart.csv").read_bytes()
        treffer = zoek.find_voorzieningen(session, "ik kan niet meer koken", werkgebied=gebied, zicht=ZONDER_GRENS)[0]
        assert treffer.waarom[0].startswith("Soort: ")


def test_the_taxonomy_and_the_thesaurus_are_whole() -> None:
    assert len(soorten()) >= 150
    assert len(load_thesaurus()) >= 600
    assert sum(len(v) for v in buiten_bereik().values()) >= 100


@pytest.mark.parametrize(
    "inhoud",
    ["een: twee", "- naam: x", "- {code: a, naam: b}", "[", "- {code: a, naam: b, leefgebieden: [x], definitie: d, "
     "woorden: [w], vragen: [v]}", ""],
)  # fmt: skip
def test_a_mistake_in_the_taxonomy_is_told_with_its_file(inhoud: str, tmp_path: Path) -> None:
    (tmp_path / "fout.yml").write_text(inhoud, encoding="utf-8")
    with pytest.raises(SoortenFout, match=r"fout\.yml"):
        load_soorten(tmp_path)


def test_a_mistake_in_the_thesaurus_is_told_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "fout.csv").write_text("woord,betekent\npoetsen\n", encoding="utf-8")
    with pytest.raises(ThesaurusFout, match="regel 2"):
        load_thesaurus(tmp_path)


def test_what_is_kept_for_the_next_start_gives_the_same_answers(tmp_path: Path) -> None:
    weinig = dict(list(soorten().items())[:20])
    eerst = Herkenner(weinig, {}, bewaar=tmp_path)
    bewaard = {p.name: p.stat().st_mtime_ns for p in tmp_path.glob("*.npz")}
    daarna = Herkenner(weinig, {}, bewaar=tmp_path)
    assert bewaard
    assert bewaard == {p.name: p.stat().st_mtime_ns for p in tmp_path.glob("*.npz")}
    assert (eerst.vraag("mijn bed verschonen")[0] == daarna.vraag("mijn bed verschonen")[0]).all()
    assert herkenner() is herkenner()
