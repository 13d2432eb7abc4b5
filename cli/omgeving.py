"""What most commands begin with: the settings, the werkgebied and a database with the newest tables.

Mistakes of the installation come out as one Dutch sentence with what to do, never as a traceback.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from settings import ROOT, Settings, SettingsFout, read_settings
from sociale_kaart.lezer import kies_tekstmodel

if TYPE_CHECKING:
    from opslag.db import Database
    from sociale_kaart.zicht import Zicht
    from werkgebied import Werkgebied


class CliFout(Exception):
    """A command cannot go on; the text is plain Dutch and says what to do. `code` is the exit status."""

    def __init__(self, tekst: str, *, code: int = 1) -> None:
        super().__init__(tekst)
        self.code = code


def open_settings() -> Settings:
    """The settings; a mistake in .env is told with its line."""
    env = ROOT / ".env"
    try:
        settings = read_settings()
        kies_tekstmodel(settings.tekstmodel)
        return settings
    except SettingsFout as fout:
        raise CliFout(f"{_plek(env, str(fout))}{fout}") from None
    except UnicodeDecodeError:
        raise CliFout(".env is geen UTF-8. Sla het bestand op als UTF-8.") from None


def _plek(env: Path, reden: str) -> str:
    """`.env, regel 3: ` when the setting that the reason begins with stands in the file."""
    naam = reden.split(" ", 1)[0]
    if not env.exists():
        return ""
    for nummer, regel in enumerate(env.read_text(encoding="utf-8", errors="replace").splitlines(), 1):
        if re.match(rf"\s*(export\s+)?{re.escape(naam)}\s*=", regel):
            return f".env, regel {nummer}: "
    return ""


def open_werkgebied(settings: Settings | None = None) -> Werkgebied:
    """The werkgebied of this installation. Raises WerkgebiedFout with file, line and reason."""
    from werkgebied import load_werkgebied

    settings = settings or open_settings()
    return load_werkgebied(settings.pad(settings.werkgebied))


def open_zicht(settings: Settings | None = None) -> Zicht:
    """Which entries may be seen today, where the werkgebied is."""
    from opslag.db import now
    from sociale_kaart.zicht import Zicht

    settings = settings or open_settings()
    return Zicht(open_werkgebied(settings).lokale_tijd(now()).date(), settings.verberg_na_maanden)


class Gehoord(NamedTuple):
    """What the triage hears in a question: leefgebieden, surest first, or that it is no matter of these at all."""

    leefgebieden: Sequence[str] = ()
    elders: bool = False


def open_gehoord(settings: Settings | None = None) -> Callable[[str], Gehoord]:
    """What the triage hears in a question, as the assistant asks it before it searches.

    Nothing is heard as long as there is no model: the search then goes by words and kinds alone.
    """
    from triage.gewichten import ModelFout
    from triage.model import Triage

    settings = settings or open_settings()
    try:
        triage = Triage.load(settings.pad(settings.model_map) / "triage", tekstmodel=settings.tekstmodel)
    except ModelFout:
        return lambda _: Gehoord()

    def hoor(vraag: str) -> Gehoord:
        beoordeling = triage.beoordeel(vraag)
        return Gehoord([g.code for g in beoordeling.leefgebieden], beoordeling.soort == "buiten_bereik")

    return hoor


def open_database(settings: Settings | None = None, *, migreer: bool = True) -> Database:
    """The database, with its tables brought up to date. Raises CliFout when it cannot be reached."""
    from sqlalchemy.exc import ArgumentError, SQLAlchemyError

    from opslag.db import Database, database_url, make_engine
    from opslag.migreren import upgrade

    settings = settings or open_settings()
    try:
        engine = make_engine(database_url(settings.database_url, ROOT))
        if migreer:
            upgrade(engine)
    except ArgumentError:
        raise CliFout(
            "DATABASE_URL is geen geldig adres. Voorbeeld: sqlite:///var/voordeur.db. Pas .env aan."
        ) from None
    except (SQLAlchemyError, OSError) as fout:
        raise CliFout(
            f"De database is niet te bereiken ({type(fout).__name__}). "
            "Controleer DATABASE_URL in .env en of de database aan staat."
        ) from None
    return Database(engine)
