"""Faithfulness as a figure over all written-out gesprekken: nine facts in ten at least, nothing invented ever."""

from __future__ import annotations

from bench.getrouwheid import GESPREKKEN, Uitslag, lees_gesprekken, meet, recall, tabel

GEVALLEN = lees_gesprekken()
UITSLAGEN = [meet(g) for g in GEVALLEN]


def test_there_are_at_least_sixty_gesprekken_with_facts() -> None:
    assert len(GEVALLEN) >= 60
    assert len({g["naam"] for g in GEVALLEN}) == len(GEVALLEN)
    assert sum(u.feiten for u in UITSLAGEN) >= 350


def test_nine_facts_in_ten_stand_in_the_verslag() -> None:
    assert recall(UITSLAGEN) >= 0.9, tabel(UITSLAGEN)


def test_no_verslag_holds_anything_that_was_not_said() -> None:
    assert [(u.naam, u.verzonnen) for u in UITSLAGEN if u.verzonnen] == []


def test_the_measure_sees_what_is_missed_and_what_is_invented() -> None:
    """A measure that cannot fail measures nothing."""
    geval = {
        "naam": "proef", "hulpvraag": "Ik zoek werk",
        "gesprek": [{"inwoner": "Ik heb schulden.", "gehoord": {"financien": ["schulden"]}},
                    {"vraag": "betrokken", "inwoner": "de huisarts"}],
        "wel": {"wens": ["rust"]}, "niet_gebieden": ["financien"], "nergens": ["schulden"],
    }  # fmt: skip
    uit = meet(geval)
    assert uit.gemist == ["hulpvraag: Ik zoek werk", "wens: rust"]
    assert uit.verzonnen == ["betrokken: huisarts", "leefgebied financien", "ergens: schulden"]


def test_the_table_adds_up_the_files() -> None:
    een, twee = Uitslag("a", "x", gevonden=3, gemist=["m"], regels=4), Uitslag("b", "y", gevonden=1, regels=1)
    assert tabel([een, twee]).splitlines()[-1] == "| samen | 2 | 5 | 4 | 0.800 | 5 | 0 |"


def test_each_file_of_gesprekken_is_measured() -> None:
    assert {g["bestand"] for g in GEVALLEN} == {p.stem for p in GESPREKKEN.glob("*.yml")}
