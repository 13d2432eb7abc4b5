"""`rasa train` on everything we have, in minutes instead of hours: python stock_train.py (examples per intent)

After each step Rasa works out a fingerprint of every feature of every example, to skip that step when the same is
trained again. Over sixty thousand examples that takes longer than the training; nothing of the model comes from it.
DIET itself takes half an hour and 12 GB for one epoch over all of them. What it is made of (all words, all intents)
decides how fast it answers, and not from how many examples it learnt.
Run as a program of its own, so that nothing of ours is in the way.
"""

from __future__ import annotations

import sys
import uuid
from collections import Counter
from functools import wraps
from typing import Any


def _eerste(voorbeelden: list[Any], per_intent: int) -> list[Any]:
    """The first so many of each intent; all when 0."""
    gezien: Counter[str] = Counter()
    uit = []
    for voorbeeld in voorbeelden:
        gezien[str(voorbeeld.get("intent"))] += 1
        if not per_intent or gezien[str(voorbeeld.get("intent"))] <= per_intent:
            uit.append(voorbeeld)
    return uit


def main(per_intent: int) -> None:
    """Train the project in the present folder."""
    # The folder of this file is no place where Rasa should look for its modules.
    sys.path.pop(0)
    from rasa.__main__ import main as rasa
    from rasa.nlu.classifiers.diet_classifier import DIETClassifier
    from rasa.shared.nlu.training_data.training_data import TrainingData

    leer = DIETClassifier.train

    @wraps(leer)  # Rasa reads from the annotations what a step needs and gives
    def train(self: Any, training_data: Any) -> Any:
        return leer(self, TrainingData(_eerste(training_data.training_examples, per_intent)))

    DIETClassifier.train = train
    TrainingData.fingerprint = lambda _: uuid.uuid4().hex  # never the same: nothing is skipped
    sys.argv = ["rasa", "train"]
    rasa()


if __name__ == "__main__":
    main(int(sys.argv[1]))
