"""Who may publish is a setting; a provider's word and a colleague's text pass the same door."""

from __future__ import annotations

import datetime as dt

import pytest

from opslag.db import Database, now
from sociale_kaart import aanbieder, edits, goedkeuren
from sociale_kaart.goedkeuren import Keurder
from sociale_kaart.velden import als_tekst
from tests.sociale_kaart.bouwers import velden
from werkgebied import Werkgebied

VANDAAG = now().date()


def _maak(database: Database, **anders: str) -> str:
    with database.session_scope() as session:
        return edits.save_voorziening(session, velden(**anders), wie="anna", versie=None).id


def test_with_four_eyes_the_writer_may_not_publish_and_a_colleague_may(database: Database) -> None:
    id = _maak(database, status="concept")
    with database.session_scope() as session, pytest.raises(edits.Afgekeurd, match="collega"):
        goedkeuren.publish(session, id, Keurder("anna", "ander"))
    with database.session_scope() as session:
        assert goedkeuren.publish(session, id, Keurder("bert", "ander")).status == "gepubliceerd"
        # What was published is nobody's waiting change any more.
        edits.save_voorziening(session, {"id": id, "kosten": "2 euro"}, wie="bert", versie=2)
        assert goedkeuren.read_schrijvers(session, id) == {"bert"}
        assert goedkeuren.publish(session, id, Keurder("anna", "ander")).kosten == "2 euro"


def test_with_beheerder_only_that_role_publishes_also_many_at_once(database: Database) -> None:
    id = _maak(database, status="concept")
    with database.session_scope() as session:
        gedaan, geweigerd = goedkeuren.set_status_many(session, [id], "gepubliceerd", Keurder("anna", "beheerder"))
        assert (gedaan, list(geweigerd)) == ([], [id])
        assert "beheerder" in geweigerd[id][0].reden
        assert not Keurder("anna", "beheerder").mag_direct
        gedaan, _ = goedkeuren.set_status_many(
            session, [id, "weg"], "gepubliceerd", Keurder("bea", "beheerder", beheerder=True)
        )
        assert gedaan == [id]


def test_by_default_every_redacteur_may_publish(database: Database) -> None:
    id = _maak(database, status="concept")
    with database.session_scope() as session:
        assert goedkeuren.publish(session, id, Keurder("anna")).status == "gepubliceerd"


def test_what_a_provider_corrects_lands_as_a_draft_to_be_approved(database: Database, gebied: Werkgebied) -> None:
    id = _maak(database, laatst_gecontroleerd="2025-01-01")
    with database.session_scope() as session:
        sleutel = aanbieder.make_link(session, id, email="taalhuis@example.nl", wie="anna")
    with database.session_scope() as session:
        ingevuld = {"telefoon": "072 000 0299", "status": "gearchiveerd", "leefgebieden": "financien"}
        na = aanbieder.submit(session, sleutel, ingevuld, werkgebied=gebied, vandaag=VANDAAG)
        assert (na.telefoon, na.concept_status) == ("072 000 0201", "ter_beoordeling")
        assert na.concept == {"telefoon": "072 000 0299", "laatst_gecontroleerd": VANDAAG.isoformat()}
    with database.session_scope() as session:
        na = goedkeuren.publish(session, id, Keurder("anna", "ander"))
        assert (na.telefoon, na.laatst_gecontroleerd, na.status) == ("072 000 0299", VANDAAG, "gepubliceerd")


def test_a_provider_that_confirms_leaves_only_the_date_to_approve(database: Database, gebied: Werkgebied) -> None:
    id = _maak(database, laatst_gecontroleerd="2025-01-01")
    with database.session_scope() as session:
        sleutel = aanbieder.make_link(session, id, email="taalhuis@example.nl", wie="anna")
        na = aanbieder.submit(session, sleutel, {}, werkgebied=gebied, vandaag=VANDAAG)
        assert na.concept == {"laatst_gecontroleerd": VANDAAG.isoformat()}
        assert na.laatst_gecontroleerd == dt.date(2025, 1, 1)


def test_a_link_works_once_for_a_while_for_one_entry(database: Database, gebied: Werkgebied) -> None:
    id = _maak(database)
    with database.session_scope() as session:
        eerste = aanbieder.make_link(session, id, email="a@example.nl", wie="anna")
        tweede = aanbieder.make_link(session, id, email="a@example.nl", wie="anna")
    later = now() + aanbieder.GELDIG + dt.timedelta(minutes=1)
    with database.session_scope() as session:
        for sleutel, nu in ((eerste, None), ("onzin", None), (tweede, later)):
            with pytest.raises(edits.BestaatNiet):
                aanbieder.find_link(session, sleutel, nu=nu)
        aanbieder.submit(session, tweede, {}, werkgebied=gebied, vandaag=VANDAAG)
        with pytest.raises(edits.BestaatNiet):
            aanbieder.submit(session, tweede, {}, werkgebied=gebied, vandaag=VANDAAG)


def test_a_wrong_number_of_a_provider_is_told_and_nothing_is_kept(database: Database, gebied: Werkgebied) -> None:
    id = _maak(database)
    with database.session_scope() as session:
        sleutel = aanbieder.make_link(session, id, email="a@example.nl", wie="anna")
    with database.session_scope() as session:
        with pytest.raises(edits.Afgekeurd, match="telefoonnummer"):
            aanbieder.submit(session, sleutel, {"telefoon": "12"}, werkgebied=gebied, vandaag=VANDAAG)
        assert aanbieder.find_link(session, sleutel)[1].concept is None


def test_the_place_of_a_shelter_is_not_on_the_providers_form(database: Database) -> None:
    id = _maak(database, vertrouwelijk="ja", adres="Geheimlaan 7")
    with database.session_scope() as session:
        sleutel = aanbieder.make_link(session, id, email="a@example.nl", wie="anna")
        _, voorziening = aanbieder.find_link(session, sleutel)
        getoond = {n: als_tekst(n, getattr(voorziening, n)) for n in aanbieder.velden_voor(voorziening)}
        assert "adres" not in getoond
        assert "Geheimlaan" not in str(getoond)
