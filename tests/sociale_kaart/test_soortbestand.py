"""What the redactie made of the kinds goes out as a file and comes in elsewhere as it was."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import cli.kaart_soorten
from cli.voordeur import main
from opslag.db import Database
from sociale_kaart import edits, queries, soortbeheer, soortbestand
from sociale_kaart.soort_models import VRAAG, WOORD, read_eigen
from sociale_kaart.soortbestand import SoortbestandFout, export_soorten
from tests.sociale_kaart.bouwers import velden

UPL = "aanleunwoning"
SOORT: dict[str, Any] = {
    "code": "eigen_glasblazen",
    "naam": "Glasblazen",
    "leefgebieden": ["activiteiten_dagelijks_leven"],
    "definitie": "Met vuur en een lange pijp zelf vazen maken.",
    "upl": UPL,
    "vragen": ["iets met een hete oven doen", "ik wil zelf een vaas maken", "waar kan ik een vaas blazen"],
    "woorden": ["glasatelier", "glasblazen"],
}


def _bestand(*soorten: Any, **anders: Any) -> bytes:
    return json.dumps({"versie": 1, "soorten": list(soorten), **anders}).encode()


def _neem(database: Database, inhoud: bytes) -> soortbestand.Uitslag:
    with database.session_scope() as session:
        return soortbestand.import_soorten(session, inhoud, wie="bea")


def _geef(database: Database) -> str:
    with database.lezen() as session:
        return export_soorten(session)


def test_what_goes_out_comes_in_elsewhere_as_it_was(database: Database) -> None:
    with database.session_scope() as session:
        code = soortbeheer.add_soort(
            session, "Glasblazen", leefgebieden=SOORT["leefgebieden"], definitie=SOORT["definitie"],
            vragen="\n".join(SOORT["vragen"]), woorden="\n".join(SOORT["woorden"]), upl=UPL.upper(), wie="rian",
        )  # fmt: skip
        soortbeheer.add_zinnen(session, "maaltijd_aan_huis", VRAAG, "wie komt er kwantelen", wie="rian")
        for begin in range(0, 120, 40):
            woorden = "\n".join(f"woord{n}" for n in range(begin, begin + 40))
            soortbeheer.add_zinnen(session, code, WOORD, woorden, wie="rian")
    inhoud = _geef(database)
    with database.session_scope() as session:
        assert soortbeheer.delete_soort(session, code, wie="rian")
        blad = soortbeheer.get_soort(session, "maaltijd_aan_huis")
        assert blad is not None
        assert soortbeheer.delete_zin(session, "maaltijd_aan_huis", blad.vragen[0].id, wie="rian")
        assert read_eigen(session) == ()
    uitslag = _neem(database, inhoud.encode())
    assert (uitslag.nieuw, uitslag.gewijzigd, uitslag.zinnen) == (1, 1, 126)
    assert _geef(database) == inhoud
    uitslag = _neem(database, inhoud.encode())
    assert (uitslag.nieuw, uitslag.gewijzigd, uitslag.ongewijzigd, uitslag.zinnen) == (0, 0, 2, 0)


def test_a_file_changes_a_kind_that_is_here_and_takes_nothing_away(database: Database) -> None:
    _neem(database, _bestand(SOORT))
    anders = SOORT | {"naam": "Glas blazen", "upl": "", "vragen": ["een kom van glas"], "woorden": []}
    uitslag = _neem(database, _bestand(anders))
    assert (uitslag.nieuw, uitslag.gewijzigd, uitslag.zinnen) == (0, 1, 1)
    with database.lezen() as session:
        (soort,) = read_eigen(session)
        assert (soort.code, soort.naam, soort.upl, len(soort.vragen)) == ("eigen_glasblazen", "Glas blazen", "", 4)
        blad = soortbeheer.get_soort(session, soort.code)
        assert blad is not None
        assert [w.wat for w in blad.geschiedenis if "UPL" in w.wat] == ["UPL-naam weg", "UPL-naam erbij"]


def test_an_entry_nobody_labelled_gets_a_kind_that_came_in(database: Database) -> None:
    with database.session_scope() as session:
        glas = velden(
            id="glas", naam="Glasatelier", omschrijving="Een werkplaats met ovens. U leert glasblazen.",
            trefwoorden="glasblazen", leefgebieden="activiteiten_dagelijks_leven",
        )  # fmt: skip
        edits.save_voorziening(session, glas, wie="anna", versie=None)
    _neem(database, _bestand(SOORT))
    with database.lezen() as session:
        entry = queries.get_voorziening(session, "glas")
        assert entry is not None
        assert entry.soorten[0] == "eigen_glasblazen"


@pytest.mark.parametrize(
    ("inhoud", "reden"),
    [
        (b"geen json", "geen JSON"),
        (b"\xff\xfe", "geen JSON"),
        (b"[" * 100_000, "geen JSON"),
        (b"[]", "geen soorten van een redactie"),
        (_bestand(SOORT, versie=2), "geen soorten van een redactie"),
        (_bestand("glas"), "er is geen code"),
        (_bestand({"naam": "Glas"}), "er is geen code"),
        (_bestand(SOORT | {"kleur": "rood"}), "'kleur' is onbekend"),
        (_bestand(SOORT | {"naam": 3}), "moeten tekst zijn"),
        (_bestand(SOORT | {"vragen": "een vraag"}), "lijsten met tekst"),
        (_bestand(SOORT, SOORT), "twee keer"),
        (_bestand(SOORT | {"code": "uit_de_toekomst"}), "hier niet bekend"),
        (_bestand(SOORT | {"upl": "bestaat niet"}), "staat niet in de lijst"),
        (_bestand(SOORT | {"naam": "Maaltijd aan huis"}), "is er al"),
        (_bestand(SOORT | {"vragen": ["een vaas"]}), "minstens 3 vragen"),
        (_bestand(SOORT, {"code": "taalcafe", "woorden": ["???"]}), "geen woord"),
    ],
    ids=lambda waarde: waarde.replace(" ", "_") if isinstance(waarde, str) else "",
)
def test_a_file_with_a_mistake_is_told_and_nothing_of_it_stays(database: Database, inhoud: bytes, reden: str) -> None:
    with pytest.raises(SoortbestandFout, match=reden):
        _neem(database, inhoud)
    with database.lezen() as session:
        assert read_eigen(session) == ()


def test_the_command_gives_the_file_out_and_takes_it_in(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(cli.kaart_soorten, "open_database", lambda: database)
    pad = tmp_path / "soorten.json"
    pad.write_bytes(_bestand(SOORT))
    assert main(["kaart", "soorten", "import", str(pad), "--dry-run"]) == 0
    assert "1 nieuw, 0 gewijzigd, 0 ongewijzigd, 5 zinnen erbij (proef" in capsys.readouterr().out
    assert main(["kaart", "soorten", "import", str(pad)]) == 0
    assert "1 nieuw" in capsys.readouterr().out
    uit = tmp_path / "uit.json"
    assert main(["kaart", "soorten", "export", "-o", str(uit)]) == 0
    assert json.loads(uit.read_text(encoding="utf-8"))["soorten"] == [SOORT]
    pad.write_bytes(_bestand(SOORT | {"upl": "bestaat niet"}))
    assert main(["kaart", "soorten", "import", str(pad)]) == 1
    assert "Glasblazen: upl: 'bestaat niet'" in capsys.readouterr().err
    assert main(["kaart", "soorten", "import", str(tmp_path / "niets.json")]) == 1
