"""What the triage is compared with learns from the same examples."""

from pathlib import Path

from bench.triage_meting import Vergelijking, methoden, per_deel
from triage.beoordeling import Beoordeling
from triage.data import Voorbeeld
from triage.model import Triage


def test_of_fewer_examples_voordeur_learns_anew_beside_the_others() -> None:
    triage = Triage.zonder_model()

    namen = list(methoden(triage, Vergelijking(volledig=True, voorbeelden=500)))

    assert "Voordeur, van evenveel voorbeelden" in namen
    assert "stock Rasa (DIET)" in namen


def test_of_all_examples_voordeur_does_not_learn_twice() -> None:
    assert "Voordeur, van evenveel voorbeelden" not in methoden(Triage.zonder_model(), Vergelijking())


def test_ordinary_days_are_measured_apart_from_what_is_difficult_on_purpose(tmp_path: Path) -> None:
    (tmp_path / "dag.yml").write_text(
        "nlu:\n- intent: groet\n  examples:\n  - {text: moi, metadata: {zwaarte: geen, soort: gesprek}}\n"
    )
    test = [
        Voorbeeld("moi", "groet", zwaarte="geen", soort="gesprek"),
        Voorbeeld("het zwarte is terug", "crisis", zwaarte="crisis", soort="vraag", crisis="suicide"),
    ]
    gehoord = [Beoordeling(zwaarte="geen", soort="gesprek", route="gesprek", intent="groet") for _ in test]

    delen = per_deel(test, gehoord, tmp_path)

    assert delen["gewone dagen"]["zwaarte"] == 1.0
    assert delen["met opzet lastig"]["crisis"]["recall"] == 0.0


def test_without_ordinary_days_nothing_is_told_apart(tmp_path: Path) -> None:
    assert per_deel([], [], tmp_path / "niet") == {}
