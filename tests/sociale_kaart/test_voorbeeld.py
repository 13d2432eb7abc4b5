"""The example kaart and the help lines: enough, invented, checked, and never loaded over real entries."""

from __future__ import annotations

import csv
import datetime as dt
from pathlib import Path

import pytest

from opslag.db import Database
from sociale_kaart import hulplijnen, queries, voorbeeld
from sociale_kaart.controles import controleer, controleer_publicatie
from sociale_kaart.velden import velden_van
from sociale_kaart.zicht import ZONDER_GRENS
from triage.beoordeling import CRISIS_SOORTEN, LEEFGEBIEDEN
from werkgebied import Werkgebied


def test_the_example_covers_all_leefgebieden_gemeenten_and_kinds_of_toegang(
    sqlite_db: Database, gebied: Werkgebied
) -> None:
    with sqlite_db.session_scope() as session:
        uitslag = voorbeeld.load(session, werkgebied=gebied)
    assert uitslag.nieuw >= 160
    with sqlite_db.lezen() as session:
        alle = queries.find_published(session, ZONDER_GRENS, limit=1000)
    assert {c for v in alle for c in v.leefgebieden} == set(LEEFGEBIEDEN)
    assert {g for v in alle for g in v.gemeenten} == {g.naam for g in gebied.gemeenten}
    assert {v.toegang for v in alle} == {"vrij", "collectief", "maatwerk"}
    assert len({k for v in alle for k in v.kernen}) >= 12


def test_every_entry_of_the_example_may_be_published(sqlite_db: Database, gebied: Werkgebied) -> None:
    with sqlite_db.session_scope() as session:
        voorbeeld.load(session, werkgebied=gebied)
        alle = queries.find_published(session, ZONDER_GRENS, limit=1000)
        fouten = {v.id: controleer_publicatie(velden_van(v)) for v in alle}
    assert {id: f for id, f in fouten.items() if f} == {}


def test_local_numbers_and_addresses_are_invented_so_nobody_calls_a_stranger() -> None:
    with voorbeeld.KAART.open(encoding="utf-8-sig", newline="") as bestand:
        for rij in csv.DictReader(bestand):
            assert rij["telefoon"].replace(" ", "").startswith("072000") or not rij["telefoon"], rij["id"]
            assert not rij["email"] or rij["email"].endswith("example.nl"), rij["id"]
            assert not rij["website"] or "example.nl" in rij["website"], rij["id"]


def test_the_example_is_not_loaded_over_entries_that_are_there(sqlite_db: Database, gebied: Werkgebied) -> None:
    with sqlite_db.session_scope() as session:
        voorbeeld.load_hulplijnen(session)
        assert voorbeeld.load_hulplijnen(session) == 0
        assert voorbeeld.load(session, werkgebied=gebied).nieuw == 0


def test_every_help_line_has_a_source_and_a_date_and_passes_our_own_checks() -> None:
    lijnen = hulplijnen.load()
    assert {"112", "113", "veilig_thuis", "kindertelefoon", "luisterlijn"} <= set(lijnen)
    for lijn in lijnen.values():
        assert lijn.bron.startswith("https://")
        assert isinstance(lijn.gecontroleerd_op, dt.date)
        velden, fouten = controleer(lijn.as_velden())
        assert fouten == []
        assert controleer_publicatie(velden) == []


@pytest.mark.parametrize("soort", CRISIS_SOORTEN)
def test_there_is_a_number_for_every_kind_of_crisis(soort: str) -> None:
    assert hulplijnen.for_crisis(hulplijnen.load(), soort)


def test_the_suicide_line_is_there_for_suicide_and_the_child_line_for_children() -> None:
    lijnen = hulplijnen.load()
    assert {"113", "112"} <= {lijn.code for lijn in hulplijnen.for_crisis(lijnen, "suicide")}
    assert (lijnen["113"].nummer, lijnen["113"].ander_nummer) == ("113", "0800-0113")
    assert "veilig_thuis" in {lijn.code for lijn in hulplijnen.for_crisis(lijnen, "kind")}


@pytest.mark.parametrize(
    ("wat", "door", "reden"),
    [
        ("https://www.113.nl,2025-12-31", ",2025-12-31", "bron of controledatum"),
        ("https://www.113.nl,2025-12-31", "https://www.113.nl,", "bron of controledatum"),
        (",113,0800-0113,", ",12345,,", "geen telefoonnummer"),
        (",suicide,", ",verdriet,", "onbekende crisis"),
    ],
)
def test_a_number_without_source_or_date_is_never_loaded(wat: str, door: str, reden: str, tmp_path: Path) -> None:
    tekst = hulplijnen.BESTAND.read_text(encoding="utf-8")
    assert wat in tekst
    pad = tmp_path / "hulplijnen.csv"
    pad.write_text(tekst.replace(wat, door), encoding="utf-8")
    with pytest.raises(hulplijnen.HulplijnenFout, match=reden):
        hulplijnen.load(pad)
