"""`rasa train` on everything we have, in minutes instead of hours.

After each step Rasa works out a fingerprint of every feature of every example, to skip that step when the same is
trained again. Over sixty thousand examples that takes longer than the training; nothing of the model comes from it.
Run as a program of its own, so that nothing of ours is in the way.
"""

from __future__ import annotations

import sys
import uuid


def main() -> None:
    """Train the project in the present folder."""
    # The folder of this file is no place where Rasa should look for its modules.
    sys.path.pop(0)
    from rasa.__main__ import main as rasa
    from rasa.shared.nlu.training_data.training_data import TrainingData

    TrainingData.fingerprint = lambda _: uuid.uuid4().hex  # never the same: nothing is skipped
    sys.argv = ["rasa", "train"]
    rasa()


if __name__ == "__main__":
    main()
