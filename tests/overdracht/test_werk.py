"""One look finds exactly what each work would find by itself, on both databases."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest
from sqlalchemy.orm import Session

from gesprek import queries as gesprek_queries
from gesprek import service as gesprekken
from opslag.db import Database, now
from overdracht import edits, queries, wachtrij
from overdracht.webhook import STAPPEN, TERUG
from overdracht.werk_queries import ONBEANTWOORD, TE_MELDEN, TERMIJNEN, Kijker
from tests.overdracht.bouw import WERKGEBIED, medewerker
from tests.overdracht_builders import keur_goed

BANEN = {"mail": (), "openklant": ("openklant", "openklant_wijzigen"), "webhook": ("webhook",)}
EIGEN = ("openklant", "openklant_wijzigen", "webhook")


def _zelf(database: Database, nu: dt.datetime) -> set[str]:
    """What each work finds when it looks by itself. Nothing of it stays."""
    ouder_dan, vooruit = nu - dt.timedelta(seconds=20), nu + dt.timedelta(minutes=5)
    uit = set()
    with database.engine.connect() as verbinding, Session(verbinding) as s:
        if gesprek_queries.find_te_beantwoorden(s, ouder_dan, na=vooruit, limit=9):
            uit.add(ONBEANTWOORD)
        if queries.find_ongehoord(s) or queries.find_stil(s, nu):
            uit.add(TERMIJNEN)
        for baan, soorten in BANEN.items():
            keus = {"soorten": soorten} if soorten else {"behalve": EIGEN}
            if queries.find_klaar_om_te_sturen(s, nu, limit=9, **keus):
                uit.add(baan)
        if edits.take_stappen_te_melden(s, tuple(STAPPEN), na=nu - TERUG):
            uit.add(TE_MELDEN)
        s.rollback()
    return uit


def _samen(database: Database, nu: dt.datetime) -> set[str]:
    kijk = Kijker(BANEN, tuple(STAPPEN))
    with database.lezen() as session:
        return set(
            kijk(
                session, nu=nu, ouder_dan=nu - dt.timedelta(seconds=20), vooruit=nu + dt.timedelta(minutes=5),
                meld_na=nu - TERUG,
            )
        )  # fmt: skip


@pytest.mark.parametrize("na", [-2, 0, 1, 30, 60 * 24 * 2], ids=lambda n: f"{n}min")
def test_one_look_finds_what_each_work_would_find_at_that_moment(database: Database, na: int) -> None:
    nu = now()
    for moment in (nu, nu + dt.timedelta(minutes=na)):
        assert _samen(database, moment) == _zelf(database, moment)
    with database.session_scope() as session:
        gestart = gesprekken.start(session)
        gesprekken.receive(session, gestart.gesprek.id, client_id=str(uuid.uuid4()), tekst="Is daar iemand?")
        edits.add_uit_post(session, "openklant", "V-1", op=nu + dt.timedelta(minutes=10))
    for moment in (nu, nu + dt.timedelta(minutes=na)):
        assert _samen(database, moment) == _zelf(database, moment)
    houder = medewerker(database)
    with database.session_scope() as session:
        verhaal = keur_goed(session, WERKGEBIED)
        wachtrij.claim_overdracht(session, verhaal.kenmerk, houder, nu=nu)
        gesprekken.receive(session, verhaal.gesprek_id, client_id=str(uuid.uuid4()), tekst="Bent u er nog?")
    gevonden = _samen(database, nu + dt.timedelta(minutes=na))
    assert gevonden == _zelf(database, nu + dt.timedelta(minutes=na))
    assert TERMIJNEN in gevonden
