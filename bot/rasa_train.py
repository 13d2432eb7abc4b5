"""The process in which Rasa trains: `python -m bot.rasa_train DIRECTORY`. Started by bot.train."""

from __future__ import annotations

import sys
from pathlib import Path

from bot.rasa_licht import rasa_licht
from bot.rasa_stil import maak_stil


def main() -> int:
    """Train from the repository root into the directory given; 0 when a model was written."""
    maak_stil()
    with rasa_licht(Path("config.yml")):
        from rasa.model_training import train

        uitkomst = train(
            domain="domain.yml",
            config="config.yml",
            training_files=["data"],
            output=sys.argv[1],
            fixed_model_name="model",
            force_training=True,
        )
    return int(uitkomst.code) or (0 if uitkomst.model else 1)


if __name__ == "__main__":
    sys.exit(main())
