"""What the triage is compared with learns from the same examples."""

from bench.triage_meting import Vergelijking, methoden
from triage.model import Triage


def test_of_fewer_examples_voordeur_learns_anew_beside_the_others() -> None:
    triage = Triage.zonder_model()

    namen = list(methoden(triage, Vergelijking(volledig=True, voorbeelden=500)))

    assert "Voordeur, van evenveel voorbeelden" in namen
    assert "stock Rasa (DIET)" in namen


def test_of_all_examples_voordeur_does_not_learn_twice() -> None:
    assert "Voordeur, van evenveel voorbeelden" not in methoden(Triage.zonder_model(), Vergelijking())
