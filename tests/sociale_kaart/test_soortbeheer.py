"""A redacteur adds ways of asking and kinds, and the next question finds by them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from opslag.db import Database
from sociale_kaart import edits, geheugen, hsds, queries, soortbeheer, voorbeeld, zoek
from sociale_kaart.herkenner import herkenner
from sociale_kaart.models import Session, read_termijnen
from sociale_kaart.soort_models import VRAAG, WOORD, read_eigen
from sociale_kaart.soorten import code_van, soort_naam, soorten
from sociale_kaart.termijnbeheer import set_termijn
from sociale_kaart.zicht import ZONDER_GRENS
from tests.sociale_kaart.bouwers import velden
from werkgebied import Werkgebied

_GLAS = {
    "naam": "Glasatelier", "omschrijving": "Een werkplaats met ovens. U leert glasblazen en glas in lood zetten.",
    "trefwoorden": "glasblazen|glas in lood", "leefgebieden": "activiteiten_dagelijks_leven",
}  # fmt: skip


def _maak(database: Database, **anders: str) -> None:
    with database.session_scope() as session:
        edits.save_voorziening(session, velden(**anders), wie="anna", versie=None)


def _soort(database: Database, **anders: object) -> str:
    gegeven = {
        "naam": "Glasblazen",
        "leefgebieden": ["activiteiten_dagelijks_leven"],
        "definitie": "Met vuur en een lange pijp zelf vazen maken.",
        "vragen": "ik wil zelf een vaas maken\nwaar kan ik een vaas blazen\niets met een hete oven en zand doen",
        "woorden": "glasblazen\nglasatelier",
        "wie": "rian",
    }
    with database.session_scope() as session:
        return soortbeheer.add_soort(session, **(gegeven | anders))  # type: ignore[arg-type]


def _erbij(database: Database, code: str, wat: str, teksten: str) -> int:
    with database.session_scope() as session:
        return soortbeheer.add_zinnen(session, code, wat, teksten, wie="rian")


def _vind(database: Database, gebied: Werkgebied, vraag: str) -> list[tuple[str, str]]:
    with database.lezen() as session:
        treffers = zoek.find_voorzieningen(session, vraag, werkgebied=gebied, zicht=ZONDER_GRENS)
        return [(t.voorziening.id, t.waarom[0]) for t in treffers]


def _fouten(fout: pytest.ExceptionInfo[edits.Afgekeurd]) -> dict[str, str]:
    return {f.veld: f.reden for f in fout.value.fouten}


def test_without_anything_added_the_kinds_are_those_of_the_product(database: Database) -> None:
    with database.lezen() as session:
        assert read_eigen(session) == ()
    assert herkenner(()) is herkenner()
    assert soorten(()) == soorten()


def test_a_kind_of_the_redactie_is_found_by_words_that_no_entry_has(database: Database, gebied: Werkgebied) -> None:
    _maak(database, id="glas", **_GLAS)
    _maak(database, id="taal")
    vraag = "een vaas blazen lijkt me leuk"
    assert "glas" not in [id for id, _ in _vind(database, gebied, vraag)]
    _soort(database)
    assert _vind(database, gebied, vraag)[0] == ("glas", "Soort: Glasblazen")


def test_an_entry_nobody_labelled_gets_the_new_kind_at_once_and_loses_it_again(database: Database) -> None:
    _maak(database, id="glas", **_GLAS)
    code = _soort(database)

    def van() -> list[str]:
        with database.lezen() as session:
            entry = queries.get_voorziening(session, "glas")
            assert entry is not None
            assert (entry.versie, entry.soorten_gekozen) == (1, False)
            return list(entry.soorten)

    assert van()[0] == code
    with database.session_scope() as session:
        assert soortbeheer.delete_soort(session, code, wie="rian")
        assert not soortbeheer.delete_soort(session, code, wie="rian")
    assert code not in van()


def test_a_way_of_asking_for_a_kind_of_the_product_works_on_the_next_question(
    database: Database, gebied: Werkgebied
) -> None:
    _maak(database, id="maaltijd", naam="Tafeltje Rond", omschrijving="Warme maaltijd aan huis.", trefwoorden="")
    vraag = "wie komt er bij mij kwantelen"
    assert not _vind(database, gebied, vraag)
    assert _erbij(database, "maaltijd_aan_huis", VRAAG, f"{vraag}\nik kan zelf niet meer kwantelen\n\n") == 2
    assert [id for id, _ in _vind(database, gebied, vraag)] == ["maaltijd"]
    with database.session_scope() as session:
        blad = soortbeheer.get_soort(session, "maaltijd_aan_huis")
        assert blad is not None
        for zin in blad.vragen:
            assert soortbeheer.delete_zin(session, "maaltijd_aan_huis", zin.id, wie="rian")
    assert not _vind(database, gebied, vraag)


def test_a_word_for_a_kind_lets_an_entry_be_recognised_by_it(database: Database, gebied: Werkgebied) -> None:
    _maak(
        database, id="krukkendienst", naam="Krukkenpunt", omschrijving="Haal hier uw krimpelstok.", trefwoorden="",
        leefgebieden="lichamelijke_gezondheid",
    )  # fmt: skip
    assert _erbij(database, "uitleen_hulpmiddelen", WOORD, "krimpelstok") == 1
    with database.lezen() as session:
        entry = queries.get_voorziening(session, "krukkendienst")
        assert entry is not None
        assert entry.soorten[0] == "uitleen_hulpmiddelen"


def test_what_is_not_committed_is_seen_by_nobody_else(database: Database, gebied: Werkgebied) -> None:
    _maak(database, id="glas", **_GLAS)
    vraag = "een vaas blazen lijkt me leuk"
    with database.session_scope() as session:
        soortbeheer.add_soort(
            session, "Glasblazen", leefgebieden=["activiteiten_dagelijks_leven"], definitie="Vazen maken.",
            vragen=f"{vraag}\nwaar kan ik een vaas blazen\nik wil een vaas maken", woorden="glasblazen", wie="rian",
        )  # fmt: skip
        gezien = zoek.find_voorzieningen(session, vraag, werkgebied=gebied, zicht=ZONDER_GRENS)
        assert [t.voorziening.id for t in gezien] == ["glas"]
        session.rollback()
    assert not _vind(database, gebied, vraag)


def test_every_part_of_the_redactie_knows_the_kind_by_its_name(database: Database) -> None:
    code = _soort(database)
    _maak(database, id="gekozen", soorten=code, laatst_gecontroleerd="2026-01-31")
    with database.session_scope() as session:
        eigen = read_eigen(session)
        assert code_van("glasblazen", eigen) == code
        assert soort_naam(code, eigen) == "Glasblazen"
        assert soort_naam(code) != "Glasblazen"
        assert set_termijn(session, code, 3, wie="bea") == 1
        assert read_termijnen(session).per_soort[code] == 3
        dienst = hsds.all_services(session, ZONDER_GRENS)["contents"][0]
        namen = {a["taxonomy_term"]["name"]: a["taxonomy_term"] for a in dienst["attributes"]}
        assert namen["Glasblazen"]["description"] == "Met vuur en een lange pijp zelf vazen maken."
        assert soortbeheer.hear_soorten(session, "ik wil een vaas blazen")[0].code == code
        assert soortbeheer.list_soorten(session)[0].soort.code == code
        assert [r.soort.code for r in soortbeheer.list_soorten(session, "lange pijp")] == [code]


def test_a_kind_that_entries_were_given_stays_until_they_lose_it(database: Database) -> None:
    code = _soort(database)
    _maak(database, id="gekozen", soorten=code)
    with pytest.raises(edits.Afgekeurd) as fout, database.session_scope() as session:
        soortbeheer.delete_soort(session, code, wie="rian")
    assert "1 keer gekozen" in _fouten(fout)["weg"]


def test_its_name_and_definition_change_and_the_history_keeps_what_stood_there(database: Database) -> None:
    code = _soort(database)
    with database.session_scope() as session:
        soortbeheer.change_soort(
            session, code, "Glas blazen", leefgebieden=["huisvesting"], definitie="Vazen en schalen.", wie="bea"
        )
        soortbeheer.change_soort(
            session, code, "Glas blazen", leefgebieden=["huisvesting"], definitie="Vazen en schalen.", wie="bea"
        )
    with database.lezen() as session:
        blad = soortbeheer.get_soort(session, code)
        assert blad is not None
        assert (blad.soort.naam, blad.soort.leefgebieden, blad.eigen) == ("Glas blazen", ("huisvesting",), True)
        assert len(blad.vragen) == 3
        laatste = blad.geschiedenis[0]
        assert (laatste.wie, laatste.tekst) == ("bea", "Glasblazen: Met vuur en een lange pijp zelf vazen maken.")
        assert [w.wat for w in blad.geschiedenis].count("vraag erbij") == 3
    with pytest.raises(edits.Afgekeurd), database.session_scope() as session:
        soortbeheer.change_soort(
            session, "maaltijd_aan_huis", "Eten", leefgebieden=["huisvesting"], definitie="Eten.", wie="bea"
        )


@pytest.mark.parametrize(
    ("anders", "veld"),
    [
        ({"naam": " "}, "naam"),
        ({"naam": "x" * 81}, "naam"),
        ({"naam": "Maaltijd aan huis"}, "naam"),
        ({"definitie": ""}, "definitie"),
        ({"leefgebieden": []}, "leefgebieden"),
        ({"leefgebieden": ["luchtvaart"]}, "leefgebieden"),
        ({"vragen": "ik wil een vaas\nIk wil een  vaas"}, "vragen"),
        ({"vragen": "een\ntwee\n" + "x" * 201}, "vragen"),
        ({"vragen": "\n".join(f"vraag nummer {n}" for n in range(51))}, "vragen"),
        ({"vragen": "ik wil\x00iets\nik wil een vaas\nik wil glas\nik wil zand"}, "vragen"),
        ({"woorden": "???"}, "woorden"),
        ({"upl": "staat in geen lijst"}, "upl"),
    ],
)
def test_what_cannot_be_a_kind_is_told_and_nothing_is_kept(
    database: Database, anders: dict[str, object], veld: str
) -> None:
    with pytest.raises(edits.Afgekeurd) as fout:
        _soort(database, **anders)
    assert veld in _fouten(fout)
    with database.lezen() as session:
        assert read_eigen(session) == ()


def test_one_question_belongs_to_one_kind_and_twice_is_once(database: Database) -> None:
    vraag = soorten()["maaltijd_aan_huis"].vragen[0]
    with pytest.raises(edits.Afgekeurd) as fout:
        _erbij(database, "klussendienst", VRAAG, vraag)
    assert soorten()["maaltijd_aan_huis"].naam in _fouten(fout)["vragen"]
    assert _erbij(database, "maaltijd_aan_huis", VRAAG, vraag) == 0
    assert _erbij(database, "maaltijd_aan_huis", VRAAG, "een pannetje voor de deur") == 1
    assert _erbij(database, "maaltijd_aan_huis", VRAAG, "Een pannetje  voor de deur") == 0
    for code, wat, teksten in (
        ("bestaat_niet", VRAAG, "iets"), ("taalcafe", "anders", "iets"), ("taalcafe", VRAAG, " "),
    ):  # fmt: skip
        with pytest.raises(edits.Afgekeurd):
            _erbij(database, code, wat, teksten)


def test_two_kinds_with_nearly_one_name_have_codes_of_their_own(database: Database) -> None:
    een = _soort(database)
    ander = _soort(database, naam="Glas-blazen!", vragen="ik wil een schaal\nik wil een kom\nik wil een bord")
    assert een.startswith("eigen_")
    assert een != ander
    assert not {een, ander} & set(soorten())


def _soorten_in_index(database: Database) -> dict[str, dict[str, float]]:
    """By entry its kinds as searching knows them."""
    with database.lezen() as session:
        index = geheugen.read_index(session)
    per_id: dict[str, dict[str, float]] = {}
    for deel, leeft in index.delen:
        for code in soorten(index.eigen):
            for plek, gewicht in zip(*deel.van_soort(code), strict=True):
                if leeft is None or leeft[plek]:
                    per_id.setdefault(deel.feiten[plek].id, {})[code] = float(gewicht)
    return per_id


def test_after_each_change_of_the_kinds_the_index_is_as_if_the_whole_kaart_was_read(
    database: Database, gebied: Werkgebied
) -> None:
    with database.session_scope() as session:
        voorbeeld.load(session, werkgebied=gebied)
    _maak(database, id="glas", **_GLAS)
    _maak(database, id="gekozen", soorten="taalcafe")
    _soorten_in_index(database)
    _maak(database, id="later", **_GLAS)
    code = _soort(database)

    def wijzig(eigen: str) -> None:
        with database.session_scope() as session:
            soortbeheer.change_soort(
                session, eigen, "Een vaas", leefgebieden=["huisvesting"], definitie="Hulp bij lezen.", wie="bea"
            )

    def haal_weg() -> None:
        with database.session_scope() as session:
            blad = soortbeheer.get_soort(session, "taalcafe")
            assert blad is not None
            assert soortbeheer.delete_zin(session, "taalcafe", blad.woorden[0].id, wie="bea")

    stappen: list[Callable[[], object]] = [
        lambda: None,
        lambda: _erbij(database, "taalcafe", WOORD, "hulp bij lezen en schrijven\nletterkelder"),
        lambda: _erbij(database, "taalcafe", VRAAG, "waar is de letterkelder"),
        lambda: _soort(database, naam="Aanleg van perken", vragen="een perk\nnog een perk\nhet perk", woorden="groen"),
        lambda: wijzig(code),
        haal_weg,
    ]
    assert _soorten_in_index(database)["later"][code] == 1.0
    for stap in stappen:
        stap()
        bijgewerkt = _soorten_in_index(database)
        geheugen.forget_all()
        assert _soorten_in_index(database) == bijgewerkt


def test_a_word_for_a_kind_does_not_read_the_whole_kaart_again(
    database: Database, gebied: Werkgebied, monkeypatch: pytest.MonkeyPatch
) -> None:
    for n in range(5):
        _maak(database, id=f"krukken{n}", naam="Krukkenpunt", omschrijving="Haal hier uw krimpelstok.", trefwoorden="")
        _maak(database, id=f"taal{n}")
    _vind(database, gebied, "een vaas")
    gelezen: list[str] = []
    lees = queries.read_index_rows

    def tel(session: Session, **sinds: int) -> Iterator[Any]:
        for rij in lees(session, **sinds):
            gelezen.append(rij.id)
            yield rij

    monkeypatch.setattr(queries, "read_index_rows", tel)
    _erbij(database, "uitleen_hulpmiddelen", WOORD, "krimpelstok")
    assert {id for id, _ in _vind(database, gebied, "ik zoek een krimpelstok")} <= {f"krukken{n}" for n in range(5)}
    assert not [id for id in gelezen if id.startswith("taal")]
