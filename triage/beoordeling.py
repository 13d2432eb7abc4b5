"""What triage finds in a message or a gesprek: plain, immutable values with their evidence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

LEEFGEBIEDEN: dict[str, str] = {
    "financien": "Financiën",
    "huisvesting": "Huisvesting",
    "gezin_en_opvoeding": "Gezin en opvoeding",
    "activiteiten_dagelijks_leven": "Activiteiten dagelijks leven",
    "sociaal_netwerk": "Sociaal netwerk",
    "dagbesteding": "Dagbesteding",
    "maatschappelijke_participatie": "Maatschappelijke participatie",
    "geestelijke_gezondheid": "Geestelijke gezondheid",
    "lichamelijke_gezondheid": "Lichamelijke gezondheid",
    "verslaving": "Verslaving",
    "justitie": "Justitie",
}
ZWAARTES = ("geen", "enkelvoudig", "meervoudig", "multicomplex", "crisis")
SOORTEN = ("vraag", "signaal", "medewerker", "status", "klacht", "gesprek", "buiten_bereik")
# In the order in which they go before one another when two are heard at once.
CRISIS_SOORTEN = ("kind", "suicide", "geweld", "medisch", "dakloos", "verward", "overig")
ROUTES = ("antwoord", "verhelderen", "generalist", "procesregie", "crisis", "signaal", "gesprek", "buiten_bereik")


@dataclass(frozen=True)
class GevondenLeefgebied:
    """A leefgebied that was heard: score 0..1 (calibrated) and the words it rests on."""

    code: str
    score: float
    bewijs: tuple[str, ...] = ()


@dataclass(frozen=True)
class Regel:
    """A named rule that decided zwaarte or route, with its Dutch explanation and the words it rests on."""

    code: str
    uitleg: str
    bewijs: tuple[str, ...] = ()


@dataclass(frozen=True)
class Beoordeling:
    """The finding on one message or one gesprek.

    intent is the dialogue act (see data/nlu), with intent_score 0..1. namens: `zelf`, `naaste`,
    `signaal` or None when the words do not tell. taal: ISO 639-1 of the message as far as recognised.
    """

    zwaarte: str
    soort: str
    leefgebieden: tuple[GevondenLeefgebied, ...] = ()
    crisis: str | None = None
    crisis_bewijs: tuple[str, ...] = ()
    route: str = "verhelderen"
    regels: tuple[Regel, ...] = ()
    namens: str | None = None
    intent: str = "hulpvraag"
    intent_score: float = 0.0
    taal: str = "nl"

    def as_dict(self) -> dict[str, Any]:
        """As data: what `dataclasses.asdict` gives, in a tenth of the time. Asked three times for every message."""
        return vars(self) | {
            "leefgebieden": tuple(dict(vars(gebied)) for gebied in self.leefgebieden),
            "regels": tuple(dict(vars(regel)) for regel in self.regels),
        }


def beoordeling_from_dict(data: dict[str, Any]) -> Beoordeling:
    """The inverse of `Beoordeling.as_dict`; unknown keys are ignored, so that old rows stay readable."""
    bekend = {k: v for k, v in data.items() if k in Beoordeling.__dataclass_fields__}
    bekend["leefgebieden"] = tuple(
        GevondenLeefgebied(code=g["code"], score=g["score"], bewijs=tuple(g["bewijs"]))
        for g in data.get("leefgebieden", ())
    )
    bekend["regels"] = tuple(
        Regel(code=r["code"], uitleg=r["uitleg"], bewijs=tuple(r["bewijs"])) for r in data.get("regels", ())
    )
    bekend["crisis_bewijs"] = tuple(data.get("crisis_bewijs", ()))
    return Beoordeling(**bekend)
