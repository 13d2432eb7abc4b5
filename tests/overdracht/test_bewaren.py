"""What may no longer be kept is nowhere any more, in no table and in no column."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import text

import web.app  # noqa: F401  (so that every table is known)
from gesprek import service as gesprekken
from opslag.db import Base, Database
from overdracht import bewaren, edits, queries, service, wachtrij
from overdracht.models import UitPost
from tests.overdracht.bouw import CONTACT, WERKGEBIED, goedgekeurd, medewerker, met_concept, start, zeg

DAG = dt.timedelta(days=1)
# Words that stand nowhere else: whatever is left of them afterwards was forgotten.
SPOREN = ("zeepaardje", "hagedis", CONTACT["naam"], CONTACT["email"], "6 12345678")


def _sporen(database: Database, *ook: str) -> list[str]:
    """In which table and column something of the resident is still to be read."""
    gevonden = []
    with database.lezen() as session:
        for tabel in Base.metadata.sorted_tables:
            for rij in session.execute(tabel.select()).mappings():
                gevonden += [
                    f"{tabel.name}.{kolom}: {spoor}"
                    for kolom, waarde in rij.items()
                    for spoor in (*SPOREN, *ook)
                    if spoor in str(waarde)
                ]
    return gevonden


def _verhaal(database: Database) -> tuple[str, str]:
    """A gesprek that leaves something everywhere; returns its id and kenmerk."""
    gesprek_id, uit = goedgekeurd(database, tekst="Mijn zeepaardje is ziek en ik kan de huur niet betalen.")
    anna = medewerker(database)
    with database.session_scope() as session:
        service.patch_concept(session, gesprek_id, {"wens": ["Een hagedis in huis."]})
        wachtrij.claim_overdracht(session, uit.kenmerk, anna)
        wachtrij.read_overdracht(session, uit.kenmerk, medewerker=anna)
        wachtrij.post_bericht(session, uit.kenmerk, anna, client_id="a", tekst="Dag, hoe is het met uw hagedis?")
        wachtrij.finish(session, uit.kenmerk, anna, uitkomst="geholpen", toelichting="hagedis gekocht")
        gesprekken.save_feedback(session, gesprek_id, score=5, toelichting="hagedis blij")
    return gesprek_id, uit.kenmerk


def _verouder(database: Database, dagen: int) -> None:
    """Let this many days go by for every row."""
    with database.session_scope() as session:
        for tabel, kolom in (("gesprek", "laatst_actief_op"), ("overdracht", "afgerond_op")):
            for id, op in session.execute(text(f"SELECT id, {kolom} FROM {tabel}")).all():
                if op is not None:
                    moment = dt.datetime.fromisoformat(str(op)) - dagen * DAG
                    waarden = {"op": moment if database.engine.name == "postgresql" else str(moment), "id": id}
                    session.execute(text(f"UPDATE {tabel} SET {kolom} = :op WHERE id = :id"), waarden)


def _ruim_op(database: Database) -> bewaren.Opgeruimd:
    with database.session_scope() as session:
        return bewaren.delete_expired(session, dt.datetime.now(dt.UTC), gesprek_dagen=14, overdracht_dagen=365)


def test_nothing_of_the_resident_is_left_when_the_term_is_over(database: Database) -> None:
    gesprek_id, _ = _verhaal(database)
    assert _sporen(database)
    _verouder(database, 366)
    assert _ruim_op(database).gesprekken == 1
    assert _sporen(database, gesprek_id) == []


def test_deleting_on_the_resident_s_wish_leaves_nothing_either(database: Database) -> None:
    gesprek_id, kenmerk = _verhaal(database)
    with database.session_scope() as session:
        assert bewaren.delete_gesprek(session, gesprek_id)
        assert queries.find_uit_post(session, kenmerk, "openklant") is None
    assert _sporen(database, gesprek_id) == []


def test_what_was_sent_goes_after_the_same_term_though_it_hangs_on_no_overdracht(database: Database) -> None:
    """Mail to a team, to a provider, and what closed a file elsewhere of a gesprek that is gone."""
    nu = dt.datetime.now(dt.UTC)
    _, kenmerk = _verhaal(database)
    with database.session_scope() as session:
        for naam, dagen, status in (
            ("T-oud", 366, "klaar"), ("T-mislukt", 366, "mislukt"), ("T-wacht", 366, "wacht"),
            ("T-nieuw", 364, "klaar"), (kenmerk, 366, "klaar"),
        ):  # fmt: skip
            edits.add_uit_post(session, "termijnen", naam, op=nu - dagen * DAG, aan="team@example.nl").status = status
    _ruim_op(database)
    with database.lezen() as session:
        over = {post.kenmerk for post in session.query(UitPost).filter_by(soort="termijnen")}
    assert over == {"T-wacht", "T-nieuw", kenmerk}


# Where a row goes to, for every table there is. Whoever adds a table says here how long it is kept, and why.
BEWAARD = {
    "met het gesprek": {"gesprek", "bericht", "dialoog_stand", "feedback", "concept_verslag"},
    "met de overdracht": {"overdracht", "overdracht_stap", "toestemming", "uit_post"},
    "na de eigen termijn": {"audit", "sessie", "oidc_poging", "login_poging", "woordtelling", "toontelling",
                           "inleesrij", "audit_opruiming"},
    "geen persoon: tellingen, en wat triage had moeten horen per dag": {"telling", "triage_correctie"},
    "de kaart, openbaar": {
        "voorziening", "voorziening_versie", "kaart_stand", "samenvoeging", "controleherinnering", "synoniem",
        "controletermijn", "linkcontrole", "aanbiederlink", "eigen_soort", "soortzin", "soortwijziging",
    },
    "instelling of account": {"medewerker", "route_regel", "snel_antwoord", "termijnregel", "instelling", "beurt"},
}  # fmt: skip
# What may be kept beside a person's account or the kaart has no column that leads to a gesprek.
WIJZERS = ("gesprek_id", "overdracht_id", "kenmerk")


def test_every_table_has_a_term_or_holds_nothing_of_a_resident() -> None:
    alle = [naam for namen in BEWAARD.values() for naam in namen]
    assert sorted(alle) == sorted(Base.metadata.tables)
    blijft = [n for waarom, namen in BEWAARD.items() if not waarom.startswith(("met", "na")) for n in namen]
    wijzers = {f"{n}.{k}" for n in blijft for k in WIJZERS if k in Base.metadata.tables[n].columns}
    assert wijzers == set()


def test_an_overdracht_is_kept_for_its_own_term(database: Database) -> None:
    _verhaal(database)
    _verouder(database, 300)
    assert _ruim_op(database).gesprekken == 0
    assert _sporen(database)


def test_what_still_waits_is_never_deleted_however_old(database: Database) -> None:
    goedgekeurd(database)
    _verouder(database, 4000)
    assert _ruim_op(database).gesprekken == 0


def test_a_gesprek_without_overdracht_goes_after_its_own_term_with_its_concept(database: Database) -> None:
    met_concept(database, tekst="Mijn zeepaardje is ziek.")
    _verouder(database, 13)
    assert _ruim_op(database).gesprekken == 0
    _verouder(database, 2)
    assert _ruim_op(database).gesprekken == 1
    assert _sporen(database) == []


def test_kept_overdrachten_do_not_stand_in_the_way_of_what_must_go(database: Database) -> None:
    for _ in range(3):
        goedgekeurd(database)
    _verouder(database, 30)
    met_concept(database, tekst="Mijn zeepaardje is ziek.")
    _verouder(database, 15)
    with database.session_scope() as session:
        nu = dt.datetime.now(dt.UTC)
        uit = bewaren.delete_expired(session, nu, gesprek_dagen=14, overdracht_dagen=365, limit=2)
    assert (uit.gesprekken, uit.meer) == (1, False)


def test_a_withdrawn_overdracht_no_longer_holds_the_gesprek_s_words(database: Database) -> None:
    gesprek_id = start(database)
    with database.session_scope() as session:
        zeg(session, gesprek_id, "Mijn zeepaardje is ziek.")
        nu = WERKGEBIED.lokale_tijd(dt.datetime.now(dt.UTC))
        service.make_concept(session, gesprek_id, werkgebied=WERKGEBIED, nu=nu)
        uit = service.approve(session, gesprek_id, CONTACT, toestemming=True, werkgebied=WERKGEBIED, nu=nu)
        service.withdraw(session, gesprek_id, nu=nu)
    assert not [s for s in _sporen(database) if s.startswith(("overdracht.", "uit_post."))]
    _verouder(database, 366)
    assert _ruim_op(database).gesprekken == 1
    with database.lezen() as session:
        assert queries.get_overdracht(session, uit.kenmerk) is None


def test_a_gesprek_that_ended_halfway_is_counted_when_it_is_deleted(sqlite_db: Database) -> None:
    met_concept(sqlite_db)
    start(sqlite_db)
    with sqlite_db.session_scope() as session:
        later = WERKGEBIED.lokale_tijd(bewaren.dt.datetime.now(bewaren.dt.UTC)) + 30 * DAG
        bewaren.delete_expired(session, later, gesprek_dagen=14, overdracht_dagen=365)
    with sqlite_db.lezen() as session:
        geteld = session.execute(text("SELECT aantal FROM telling WHERE wat = 'afgebroken'")).scalars().all()
    assert geteld == [1]
