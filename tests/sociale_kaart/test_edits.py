"""Editing: no lost update, the live version stays until approval, and everything can be put back."""

from __future__ import annotations

import datetime as dt
import threading

import pytest

from opslag.db import Database
from sociale_kaart import dubbelen, edits, herinneringen, queries, samenvoegen
from sociale_kaart.edits import Afgekeurd, BestaatNiet, Conflict
from sociale_kaart.models import Voorziening, VoorzieningVersie
from sociale_kaart.velden import velden_van
from sociale_kaart.versies import verschillen
from tests.sociale_kaart.bouwers import velden
from werkgebied import Werkgebied

NOVEMBER = dt.date(2026, 11, 3)


def _maak(database: Database, **anders: object) -> str:
    with database.session_scope() as session:
        return edits.save_voorziening(session, velden(**anders), wie="anna", versie=None).id


def _lees(database: Database, id: str = "taalhuis-limmen") -> Voorziening:
    with database.lezen() as session:
        voorziening = queries.get_voorziening(session, id)
        assert voorziening is not None
        return voorziening


def _geschiedenis(database: Database, id: str = "taalhuis-limmen") -> list[VoorzieningVersie]:
    with database.lezen() as session:
        return queries.read_versies(session, id)


def test_a_new_entry_gets_an_id_from_its_name_and_starts_as_concept(database: Database, gebied: Werkgebied) -> None:
    nieuw = velden(id="", naam="Café de Ünie", gemeenten="castricum")
    del nieuw["status"]
    with database.session_scope() as session:
        eerste = edits.save_voorziening(session, nieuw, wie="anna", versie=None, werkgebied=gebied)
        tweede = edits.save_voorziening(session, nieuw, wie="anna", versie=None, werkgebied=gebied)
        assert (eerste.id, tweede.id) == ("cafe-de-unie", "cafe-de-unie-2")
        assert (eerste.status, eerste.versie, eerste.gemeenten) == ("concept", 1, ["Castricum"])


def test_a_change_of_a_published_entry_waits_for_approval_while_the_live_version_stays(database: Database) -> None:
    id = _maak(database)
    with database.session_scope() as session:
        edits.save_voorziening(session, {"id": id, "kosten": "€ 3"}, wie="anna", versie=1)
    na = _lees(database)
    assert (na.kosten, na.concept, na.concept_status, na.versie) == ("Gratis", {"kosten": "€ 3"}, "concept", 2)
    with database.session_scope() as session:
        edits.request_review(session, id, wie="anna")
        edits.set_status(session, id, "gepubliceerd", wie="bea")
    na = _lees(database)
    assert (na.kosten, na.concept, na.concept_status) == ("€ 3", None, None)
    assert [(v.wat, v.wie) for v in _geschiedenis(database)] == [
        ("gepubliceerd", "bea"), ("ter beoordeling", "anna"), ("concept", "anna"), ("gemaakt", "anna"),
    ]  # fmt: skip


def test_publishing_in_the_same_go_as_saving(database: Database) -> None:
    id = _maak(database)
    with database.session_scope() as session:
        edits.save_voorziening(session, {"id": id, "kosten": "€ 3", "status": "gepubliceerd"}, wie="anna", versie=1)
    assert (_lees(database).kosten, _lees(database).concept) == ("€ 3", None)


def test_a_change_of_an_unpublished_entry_is_made_in_place(database: Database) -> None:
    id = _maak(database, status="concept")
    with database.session_scope() as session:
        edits.save_voorziening(session, {"id": id, "kosten": "€ 3"}, wie="anna", versie=1)
    assert (_lees(database).kosten, _lees(database).concept) == ("€ 3", None)


def test_throwing_a_concept_away_keeps_the_live_version_and_the_history(database: Database) -> None:
    id = _maak(database)
    with database.session_scope() as session:
        edits.save_voorziening(session, {"id": id, "kosten": "€ 3"}, wie="anna", versie=1)
        edits.drop_concept(session, id, wie="bea")
    assert _lees(database).concept is None
    assert _geschiedenis(database)[1].velden["kosten"] == "€ 3"


@pytest.mark.parametrize("versie", [1, None, 99])
def test_who_started_from_another_version_gets_a_conflict_with_both_sides(
    versie: int | None, database: Database
) -> None:
    id = _maak(database)
    with database.session_scope() as session:
        edits.save_voorziening(session, {"id": id, "kosten": "€ 3"}, wie="anna", versie=1)
    with pytest.raises(Conflict) as fout, database.session_scope() as session:
        edits.save_voorziening(session, {"id": id, "kosten": "€ 4"}, wie="bea", versie=versie)
    assert fout.value.eigen["kosten"] == "€ 4"
    assert fout.value.huidig["kosten"] == "€ 3"
    with database.session_scope() as session:
        edits.save_voorziening(session, {"id": id, "kosten": "€ 4"}, wie="bea", versie=fout.value.versie)
    assert _lees(database).concept == {"kosten": "€ 4"}


def test_of_two_saving_at_the_same_moment_exactly_one_wins(database: Database) -> None:
    id = _maak(database, status="concept")
    uitkomsten: list[str] = []
    samen = threading.Barrier(2)

    def bewaar(kosten: str) -> None:
        samen.wait()
        try:
            with database.session_scope() as session:
                edits.save_voorziening(session, {"id": id, "kosten": kosten}, wie=kosten, versie=1)
            uitkomsten.append("goed")
        except Conflict:
            uitkomsten.append("conflict")

    draden = [threading.Thread(target=bewaar, args=(k,)) for k in ("€ 1", "€ 2")]
    for draad in draden:
        draad.start()
    for draad in draden:
        draad.join()
    assert sorted(uitkomsten) == ["conflict", "goed"]
    assert _lees(database).versie == 2


def test_wrong_fields_are_refused_and_nothing_is_stored(database: Database, gebied: Werkgebied) -> None:
    id = _maak(database)
    with pytest.raises(Afgekeurd) as fout, database.session_scope() as session:
        edits.save_voorziening(
            session, {"id": id, "telefoon": "12", "kernen": ["Nergens"]}, wie="anna", versie=1, werkgebied=gebied
        )
    assert {f.veld for f in fout.value.fouten} == {"telefoon", "kernen"}
    assert (_lees(database).versie, _lees(database).concept) == (1, None)


def test_an_entry_without_a_way_to_get_in_touch_is_not_published(database: Database) -> None:
    id = _maak(database, status="concept", telefoon="", email="", website="", adres="")
    with pytest.raises(Afgekeurd, match="geen manier om contact"), database.session_scope() as session:
        edits.set_status(session, id, "gepubliceerd", wie="anna")
    with pytest.raises(Afgekeurd, match="geen manier om contact"):
        _maak(database, id="nieuw", telefoon="", email="", website="", adres="")


def test_checking_is_not_changing(database: Database) -> None:
    id = _maak(database)
    voor = _lees(database).gewijzigd_op
    with database.session_scope() as session:
        edits.mark_gecontroleerd(session, id, dt.date(2026, 11, 20), wie="anna")
    na = _lees(database)
    assert (na.laatst_gecontroleerd, na.gewijzigd_op) == (dt.date(2026, 11, 20), voor)
    assert set(na.gecontroleerd_per_veld) == {"telefoon", "email", "website", "adres"}


def test_checking_only_the_number_leaves_the_date_of_the_whole(database: Database) -> None:
    id = _maak(database)
    with database.session_scope() as session:
        edits.mark_gecontroleerd(session, id, dt.date(2026, 11, 20), wie="anna", velden=["telefoon"])
    na = _lees(database)
    assert (na.laatst_gecontroleerd, na.gecontroleerd_per_veld) == (NOVEMBER, {"telefoon": "2026-11-20"})


def test_the_history_tells_what_differs_and_an_old_version_can_be_put_back(database: Database) -> None:
    id = _maak(database, status="concept")
    with database.session_scope() as session:
        edits.save_voorziening(
            session, {"id": id, "kosten": "€ 3", "trefwoorden": ["taal"], "laatst_gecontroleerd": "2026-11-09"},
            wie="anna", versie=1,
        )  # fmt: skip
    nieuw, oud = _geschiedenis(database)
    assert [(v.veld, v.oud, v.nieuw) for v in verschillen(oud.velden, nieuw.velden)] == [
        ("kosten", "Gratis", "€ 3"),
        ("trefwoorden", "taal|lezen|schrijven", "taal"),
        ("laatst_gecontroleerd", "2026-11-03", "2026-11-09"),
    ]
    with database.session_scope() as session:
        edits.restore_versie(session, id, 1, wie="bea")
    na = _lees(database)
    assert (na.kosten, na.trefwoorden, na.versie) == ("Gratis", ["taal", "lezen", "schrijven"], 3)
    assert na.laatst_gecontroleerd == dt.date(2026, 11, 9)


def test_putting_back_a_live_entry_makes_a_concept(database: Database) -> None:
    id = _maak(database)
    with database.session_scope() as session:
        edits.save_voorziening(session, {"id": id, "kosten": "€ 3", "status": "gepubliceerd"}, wie="a", versie=1)
        edits.restore_versie(session, id, 1, wie="a")
    assert (_lees(database).kosten, _lees(database).concept) == ("€ 3", {"kosten": "Gratis"})


def test_what_does_not_exist_is_told(database: Database) -> None:
    id = _maak(database)
    with database.session_scope() as session:
        for doe in (
            lambda: edits.set_status(session, "geen", "concept", wie="a"),
            lambda: edits.restore_versie(session, id, 9, wie="a"),
            lambda: edits.save_voorziening(session, velden(id="geen"), wie="a", versie=3),
        ):
            with pytest.raises(BestaatNiet):
                doe()


def test_many_at_once_are_done_where_they_may_and_told_where_not(database: Database) -> None:
    goed = _maak(database, id="goed", status="concept")
    slecht = _maak(database, id="slecht", status="concept", omschrijving="")
    with database.session_scope() as session:
        gedaan, geweigerd = edits.set_status_many(session, [goed, slecht, "geen"], "gepubliceerd", wie="a")
    assert gedaan == ["goed"]
    assert {id: [f.veld for f in fouten] for id, fouten in geweigerd.items()} == {
        "slecht": ["omschrijving"], "geen": ["id"],
    }  # fmt: skip


def test_merging_tells_what_moves_does_it_and_can_be_undone(database: Database) -> None:
    _maak(database, id="blijft", telefoon="", trefwoorden="taal")
    _maak(database, id="weg", trefwoorden="taal|lezen", organisatie="Andere stichting")
    voor = velden_van(_lees(database, "blijft"))
    voorstel = samenvoegen.preview_merge(_lees(database, "blijft"), _lees(database, "weg"))
    assert [(v.veld, v.nieuw) for v in voorstel.verplaatst] == [
        ("telefoon", "072 000 0201"), ("trefwoorden", "taal|lezen"),
    ]  # fmt: skip
    assert [v.veld for v in voorstel.vervalt] == ["organisatie"]
    with database.session_scope() as session:
        nummer = samenvoegen.merge(session, "blijft", "weg", wie="anna").id
    assert _lees(database, "blijft").telefoon == "072 000 0201"
    assert _lees(database, "weg").status == "gearchiveerd"
    with database.session_scope() as session:
        samenvoegen.undo_merge(session, nummer, wie="anna")
    assert velden_van(_lees(database, "blijft")) == voor
    assert _lees(database, "weg").status == "gepubliceerd"
    with pytest.raises(BestaatNiet), database.session_scope() as session:
        samenvoegen.undo_merge(session, nummer, wie="anna")


def test_undoing_a_merge_leaves_what_was_changed_since(database: Database) -> None:
    _maak(database, id="blijft", telefoon="")
    _maak(database, id="weg")
    with database.session_scope() as session:
        nummer = samenvoegen.merge(session, "blijft", "weg", wie="anna").id
        edits.save_voorziening(
            session, {"id": "blijft", "telefoon": "112", "status": "gepubliceerd"}, wie="bea", versie=2
        )
        samenvoegen.undo_merge(session, nummer, wie="anna")
    assert _lees(database, "blijft").telefoon == "112"


def test_a_merge_never_loses_a_concept(database: Database) -> None:
    _maak(database, id="blijft")
    _maak(database, id="weg")
    with database.session_scope() as session:
        edits.save_voorziening(session, {"id": "weg", "kosten": "€ 1"}, wie="a", versie=1)
    with pytest.raises(Afgekeurd, match="concept"), database.session_scope() as session:
        samenvoegen.merge(session, "blijft", "weg", wie="a")


def test_probable_duplicates_are_found_by_name_number_and_postcode(database: Database) -> None:
    _maak(database, id="een")
    _maak(database, id="twee", naam="Het Taalhuis in Limmen", telefoon="+31720000201", postcode="1851AA")
    _maak(database, id="drie", naam="Voedselbank", telefoon="072 000 0201")
    _maak(database, id="oud", status="gearchiveerd")
    with database.lezen() as session:
        gevonden = dubbelen.find_dubbelen(session, velden(id="een"))
        paren = dubbelen.find_all_dubbelen(session)
    assert [(d.id, d.gedeeld) for d in gevonden] == [("twee", ("naam", "telefoon"))]
    assert [(een, d.id) for een, d in paren] == [("een", "twee")]


def test_the_overdue_list_and_one_reminder_per_due_date(database: Database) -> None:
    _maak(database, id="vers")
    _maak(database, id="oud", laatst_gecontroleerd="2025-11-22")
    _maak(database, id="eigen-termijn", laatst_gecontroleerd="2026-08-31", controle_maanden="2")
    _maak(database, id="nooit", laatst_gecontroleerd="")
    _maak(database, id="concept", laatst_gecontroleerd="", status="concept")
    op = dt.date(2026, 11, 22)
    with database.session_scope() as session:
        lijst = herinneringen.list_overdue(session, op)
        assert [(h.id, h.vervalt_op) for h in lijst] == [
            ("nooit", None), ("eigen-termijn", dt.date(2026, 10, 31)), ("oud", op),
        ]  # fmt: skip
        assert queries.count_lijst(session, queries.Filter(status="gepubliceerd", te_laat_op=op)) == 3
        assert len(herinneringen.claim_reminders(session, op)) == 3
        assert herinneringen.claim_reminders(session, op + dt.timedelta(days=1)) == []
        edits.mark_gecontroleerd(session, "oud", NOVEMBER, wie="a")
        assert [h.id for h in herinneringen.claim_reminders(session, dt.date(2027, 11, 4))] == ["oud", "vers"]


def test_a_conflict_keeps_what_the_other_changed_and_names_only_what_both_changed(database: Database) -> None:
    _maak(database)
    with database.session_scope() as session:
        edits.save_voorziening(session, velden(telefoon="072 000 0202", kosten="2 euro"), wie="bert", versie=1)
    with database.session_scope() as session, pytest.raises(edits.Conflict) as fout:
        edits.save_voorziening(session, velden(doelgroep="Kinderen", kosten="3 euro"), wie="anna", versie=1)
    assert fout.value.botsing == {"kosten": "3 euro"}
    samen = fout.value.samen
    assert (samen["telefoon"], samen["doelgroep"], samen["kosten"]) == ("072 000 0202", "Kinderen", "3 euro")


def test_a_changed_number_is_no_longer_a_checked_number(database: Database) -> None:
    _maak(database, status="concept")
    with database.session_scope() as session:
        edits.mark_gecontroleerd(session, "taalhuis-limmen", dt.date(2026, 11, 1), wie="anna")
        na = edits.save_voorziening(
            session, {"id": "taalhuis-limmen", "telefoon": "072 000 0203"}, wie="anna", versie=2
        )
        assert sorted(na.gecontroleerd_per_veld) == ["adres", "email", "website"]


def test_merging_a_shelter_into_an_open_entry_leaves_its_place_behind(database: Database) -> None:
    _maak(database, id="open", adres="", postcode="", plaats="", kernen="", route="")
    _maak(database, id="opvang", vertrouwelijk="ja", adres="Geheimlaan 7", route="Achter de kerk")
    with database.session_scope() as session:
        blijft, weg = (queries.get_voorziening(session, i) for i in ("open", "opvang"))
        assert blijft is not None
        assert weg is not None
        voorstel = samenvoegen.preview_merge(blijft, weg)
        assert "Geheimlaan" not in str(voorstel)
        samenvoegen.merge(session, "open", "opvang", wie="anna")
    with database.lezen() as session:
        na = queries.get_voorziening(session, "open")
        assert na is not None
        assert (na.adres, na.route, na.kernen) == ("", "", [])


def test_a_kind_may_have_a_shorter_term_than_a_year(database: Database) -> None:
    _maak(database, soorten="vrouwenopvang", laatst_gecontroleerd="2026-01-31")
    _maak(database, id="eigen", soorten="vrouwenopvang", controle_maanden="2", laatst_gecontroleerd="2026-01-31")
    _maak(database, id="gewoon", laatst_gecontroleerd="2026-01-31", soorten="taalcafe")
    with database.lezen() as session:
        vervalt = {v.id: v.vervalt_op for v in queries.find_lijst(session, queries.Filter())}
    assert vervalt == {
        "taalhuis-limmen": dt.date(2026, 7, 31), "eigen": dt.date(2026, 3, 31), "gewoon": dt.date(2027, 1, 31),
    }  # fmt: skip


@pytest.mark.parametrize(
    "tekst", ["U vindt ons op Geheimlaan 7 in Limmen.", "Kom langs: 1906AA.", "geheimlaan  7", "1906 aa"]
)
def test_a_shelter_whose_address_stands_in_a_text_is_not_published(tekst: str, database: Database) -> None:
    with database.session_scope() as session, pytest.raises(edits.Afgekeurd) as fout:
        edits.save_voorziening(
            session, velden(vertrouwelijk="ja", adres="Geheimlaan 7", omschrijving=tekst), wie="anna", versie=None
        )
    assert [f.veld for f in fout.value.fouten] == ["omschrijving"]
    assert "Geheimlaan" not in fout.value.fouten[0].reden
