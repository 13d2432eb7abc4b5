"""How a question is read before anything is looked for: typing errors, fields of meaning, what no kaart answers."""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from pathlib import Path

import pytest

from cli.evalueer_zoeken import Meting
from cli.evalueer_zoeken_rapport import NIET_GEMETEN, write_report
from settings import ROOT
from sociale_kaart.herkenner import herkenner
from sociale_kaart.soorten import buiten_bereik, soorten
from sociale_kaart.thesaurus import ThesaurusFout, load_velden, velden
from sociale_kaart.woordenschat import verbeter_vraag
from taal.normaliseren import normaliseer


def _woorden(tekst: str) -> frozenset[str]:
    return frozenset(re.findall(r"\w+", normaliseer(tekst)))


def test_no_judged_question_stands_in_the_examples_it_is_measured_with() -> None:
    paden = sorted((ROOT / "tests" / "sociale_kaart").glob("*/vragen.jsonl"))
    assert len(paden) >= 4
    regels = [regel for pad in paden for regel in pad.read_text(encoding="utf-8").splitlines()]
    beoordeeld = [_woorden(json.loads(regel)["vraag"]) for regel in regels]
    met_woord: dict[str, set[int]] = defaultdict(set)
    for nummer, woorden in enumerate(beoordeeld):
        for woord in woorden:
            met_woord[woord].add(nummer)

    def is_gelijk(vraag: str) -> bool:
        woorden = _woorden(vraag)
        gedeeld = Counter(nummer for w in woorden for nummer in met_woord.get(w, ()))
        return len(woorden) > 3 and any(n / len(woorden | beoordeeld[b]) >= 0.7 for b, n in gedeeld.items())

    voorbeelden = [v for s in soorten().values() for v in s.vragen] + [v for vs in buiten_bereik().values() for v in vs]
    assert [v for v in voorbeelden if is_gelijk(v)] == []


@pytest.mark.parametrize(
    ("geschreven", "bedoeld"),
    [
        ("mijn kint wort gepest", "mijn kind word gepest"),
        ("nederlantse les", "nederlandse les"),
        ("uitkeering aanvragen", "uitkering aanvragen"),
        ("een deurwarder aan de deur", "een deurwaarder aan de deur"),
        ("psygoloog wagtlijst", "psycholoog wachtlijst"),
        ("ik heb geen eten en niet geslapen", "ik heb geen eten en niet geslapen"),
    ],
)
def test_typing_errors_in_a_question_are_mended_and_right_words_left_alone(geschreven: str, bedoeld: str) -> None:
    assert verbeter_vraag(geschreven, kent=lambda woord: False) == bedoeld


def test_a_name_that_the_kaart_has_is_no_typing_error() -> None:
    assert verbeter_vraag("de Uitkeering", kent=lambda woord: woord == "uitkeering") == "de Uitkeering"


def test_small_words_tell_who_wants_a_lift_from_who_wants_a_haircut() -> None:
    ritten = {"vrijwilligersvervoer", "regiotaxi", "ziekenvervoer", "vervoer_naar_activiteit"}
    for vraag, wil_een_rit in (("wie brengt mij naar de kapper", True), ("wie komt mijn haar knippen", False)):
        scores, _ = herkenner().vraag(vraag)
        assert (herkenner().codes[int(scores.argmax())] in ritten) == wil_een_rit


def test_a_word_no_example_has_is_understood_by_its_field() -> None:
    alle = {t for s in soorten().values() for v in (*s.vragen, *s.woorden) for t in _woorden(v)}
    assert "whisky" not in alle
    scores, _ = herkenner().vraag("mijn vader en zijn whisky")
    beste = {herkenner().codes[i] for i in scores.argsort()[-5:]}
    assert beste & {"naasten_verslaving", "inloop_verslaving", "zelfhulp_alcohol", "kopp_kinderen"}


def test_every_field_has_words_and_a_mistake_is_told_with_its_file(tmp_path: Path) -> None:
    assert len(velden()) >= 3000
    assert velden()["fornuis"]
    (tmp_path / "velden.yml").write_text("- geen\n- velden\n", encoding="utf-8")
    with pytest.raises(ThesaurusFout, match=r"velden\.yml"):
        load_velden(tmp_path / "velden.yml")


@pytest.mark.parametrize(
    ("buiten", "binnen"),
    [
        ("hoe laat vertrekt het vliegtuig naar Rome", "wie brengt mijn moeder naar het ziekenhuis"),
        ("welke hypotheekrente is nu het laagst", "ik kan mijn huur niet betalen"),
        ("recept voor chocoladetaart", "ik kan niet meer voor mezelf koken"),
    ],
)
def test_what_no_kaart_answers_lies_further_beyond_the_line_than_what_it_does(buiten: str, binnen: str) -> None:
    scores_buiten, ver = herkenner().vraag(buiten)
    scores_binnen, dichtbij = herkenner().vraag(binnen)
    assert ver - scores_buiten.max() > -0.5 > dichtbij - scores_binnen.max()


def test_there_are_dozens_of_ways_to_ask_for_most_kinds() -> None:
    aantallen = [len(s.vragen) for s in soorten().values()]
    assert len(aantallen) >= 300
    assert sum(aantallen) >= 8500
    assert sum(n >= 24 for n in aantallen) / len(aantallen) >= 0.75


def test_the_report_of_the_search_has_the_baselines_and_says_what_was_not_measured(tmp_path: Path) -> None:
    rijen = [Meting("Voordeur", 1, 0.9, 0.8, 0.0, 0.7, 0.9, 9.0), Meting("FTS5 BM25", 1, 0.1, 0.1, 0.0, 0.1, 0.1, 1.0)]
    pagina = write_report({"test": rijen}, tmp_path, postgres=False).read_text(encoding="utf-8")
    assert NIET_GEMETEN in pagina
    assert "FTS5 BM25" in pagina
    assert 'class="getal tekort">0.900' in pagina
    gegevens = json.loads((tmp_path / "zoeken.json").read_text(encoding="utf-8"))["zoeken"]
    assert gegevens["postgres"] == "niet gemeten"
    assert gegevens["test"][0]["recall3"] == 0.9


def test_the_bench_measures_the_product_beside_bare_full_text() -> None:
    from bench.zoeken import as_table, measure

    (tijden,) = measure([60])
    assert tijden.aantal == 60
    assert tijden.p95_ms >= tijden.p50_ms > 0
    assert tijden.fts5_p95_ms > 0
    assert "| 60 |" in as_table([tijden])
