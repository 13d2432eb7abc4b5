"""What the system says in a gesprek in the languages of the page, read from the Dutch that was sent.

As with the text of a crisis: nothing has to be stored, the numbers and names are those of the message itself, and a
text of which one line is not known is not translated at all. What the assistant answers in its own words stays Dutch.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from string import Formatter
from typing import Any

from actions.teksten import waarde
from gesprek import queries
from gesprek.models import Bericht
from kalender.openingstijden import DAGNAMEN, MAANDEN
from overdracht.teksten import tekst as overdracht_tekst
from web import crisistaal
from web.teksten import BERICHTEN, read_yaml

TALEN: dict[str, dict[str, Any]] = read_yaml("bericht_talen.yml")
# The sentences of a promise that was broken, as they may follow each other.
_TE_LAAT = ("te_laat", "te_laat weer_open", "te_laat bel", "te_laat weer_open bel")
_DAG = rf"(?:vandaag|morgen|(?:{'|'.join(DAGNAMEN)})(?: \d{{1,2}} (?:{'|'.join(MAANDEN)}))?)"
_TIJD = r"\d{1,2}\.\d{2}"
_VORM = {
    "dag": _DAG, "tijd": _TIJD, "van": _TIJD, "tot": _TIJD, "kenmerk": r"[\w-]{3,20}", "telefoon": r"[^\n]{3,300}",
    "gemeente": r"[^:\n]{2,60}", "uren": r"[^\n]{3,200}?", "nu": r"[^\n]{3,200}",
}  # fmt: skip
_NU = (
    ("open", re.compile(rf"Nu open, tot (?P<tijd>{_TIJD}) uur\.")),
    ("dicht", re.compile(rf"Nu dicht\. Gaat (?P<dag>{_DAG}) om (?P<tijd>{_TIJD}) uur open\.")),
    ("altijd", re.compile(r"Nu open\. Dag en nacht open\.")),
    ("leeg", re.compile(r"Nu dicht\.")),
)
_DAGEN_UREN = re.compile(
    rf"(?P<eerste>{'|'.join(DAGNAMEN)})(?P<meer>(?:(?:, | en | tot en met )(?:{'|'.join(DAGNAMEN)}))*)"
    rf" van (?P<van>{_TIJD}) tot (?P<tot>{_TIJD}) uur"
)
# A promise behind a text that does not hold its place.
_LOS = "los.belofte"
_VELDEN = ("team", "kenmerk", "belofte", "naam", "naar", "dag", "tijd", "van", "tot", "wanneer", "telefoon")
# Names of the texts that are read, with what was filled in.
Gelezen = tuple[tuple[str, ...], dict[str, str]]


def voor_inwoner(bericht: Bericht) -> dict[str, Any]:
    """The bericht as a resident's page gets it: with `vertalingen` when it is a fixed text."""
    als_dict = queries.bericht_as_dict(bericht)
    if bericht.afzender not in ("assistent", "systeem"):
        return als_dict
    nederlands = bericht.tekst or ""
    vertaald = crisistaal.vertalingen(nederlands) or vertalingen(nederlands)
    if not vertaald:
        return als_dict
    knoppen = [str(k.get("payload", "")).removeprefix("/") for k in als_dict["knoppen"]]
    return als_dict | {
        "vertalingen": {taal: "\n".join([tekst, *_knopuitleg(taal, knoppen)]) for taal, tekst in vertaald.items()}
    }


def vertalingen(nederlands: str) -> dict[str, str]:
    """The text in each language; empty for any text that is not wholly one of the system."""
    gelezen = [_lees(regel, _patronen()) for regel in nederlands.split("\n")]
    bekend = [regel for regel in gelezen if regel is not None]
    if len(bekend) != len(gelezen):
        return {}
    regels = {taal: [_zeg(taal, *regel) for regel in bekend] for taal in TALEN}
    return {taal: "\n".join(map(str, r)) for taal, r in regels.items()} if all(map(all, regels.values())) else {}


def belofte_vertalingen(nederlands: str) -> dict[str, str]:
    """What was promised to who waits, in each language; empty when it is not known."""
    return {taal: zin for taal in TALEN if (zin := _belofte(taal, nederlands))}


def met_talen(belofte: Mapping[str, Any]) -> dict[str, Any]:
    """The promise as JSON data, with `vertalingen` beside its text when it is known."""
    vertaald = belofte_vertalingen(str(belofte["tekst"]))
    return {**belofte, **({"vertalingen": vertaald} if vertaald else {})}


def fout_vertalingen(code: str) -> dict[str, str]:
    """The problem with this code in each language; only those in which somebody is told what to call."""
    return {taal: str(t["fouten"][code]) for taal, t in TALEN.items() if code in t["fouten"]}


def _knopuitleg(taal: str, knoppen: Sequence[str]) -> list[str]:
    t = TALEN[taal]
    return [
        str(t["knop"]).format(knop=waarde(f"knoppen.{naam}")["tekst"], uitleg=t["knoppen"][naam])
        for naam in knoppen
        if naam in t["knoppen"]
    ]


def _lees(regel: str, patronen: Mapping[tuple[str, ...], re.Pattern[str]]) -> Gelezen | None:
    for namen, patroon in patronen.items():
        if (m := patroon.fullmatch(regel)) is not None:
            return namen, m.groupdict()
    return None


def _zeg(taal: str, namen: tuple[str, ...], velden: Mapping[str, str]) -> str | None:
    """The texts with these names, filled in; None when something in it is not known."""
    vol = {naam: _veld(taal, naam.partition("_")[0], deel) for naam, deel in velden.items()}
    if None in vol.values():
        return None
    zinnen = []
    for plek, naam in enumerate(namen):
        eigen = {veld.partition("_")[0]: deel for veld, deel in vol.items() if veld.endswith(f"_{plek}")}
        zinnen.append(_tekst(taal, naam).format(**{**vol, **eigen}).strip())
    return " ".join(zinnen)


def _veld(taal: str, naam: str, deel: str) -> str | None:
    t = TALEN[taal]
    if naam == "belofte":
        return _belofte(taal, deel)
    if naam == "wanneer":
        gelezen = _lees(deel[:1].lower() + deel[1:], _wanneer())
        return _zeg(taal, *gelezen) if gelezen else None
    if naam == "dag":
        return _dag(taal, deel)
    if naam in ("tijd", "van", "tot"):
        return deel.replace(".", ":")
    if naam == "nu":
        return _nu(taal, deel)
    if naam == "uren":
        return _DAGEN_UREN.sub(lambda m: _uren(taal, m), deel)
    if naam == "team" and deel == waarde("team_algemeen"):
        return str(t["team_onbekend"])
    return str(t["naar_procesregisseur"]) if deel == overdracht_tekst("overdracht.naar_procesregisseur") else deel


def _belofte(taal: str, nederlands: str) -> str | None:
    gelezen = _lees(nederlands, _beloften())
    return _zeg(taal, *gelezen) if gelezen else None


def _dag(taal: str, nederlands: str) -> str:
    t = TALEN[taal]
    if nederlands in ("vandaag", "morgen"):
        return str(t[nederlands])
    naam, *datum = nederlands.split(" ")
    eigen = str(t["dagen"][DAGNAMEN.index(naam)])
    if not datum:
        return eigen
    return str(t["datum"]).format(naam=eigen, dag=datum[0], maand=t["maanden"][MAANDEN.index(datum[1])])


def _uren(taal: str, m: re.Match[str]) -> str:
    """Days with their hours; what is not such a line stays as it stands."""
    dagen = re.sub("|".join(DAGNAMEN), lambda d: _dag(taal, d[0]), m["eerste"] + m["meer"])
    dagen = dagen.replace(" tot en met ", " – ").replace(" en ", ", ")
    return f"{dagen} \u2066{m['van'].replace('.', ':')}–{m['tot'].replace('.', ':')}\u2069"


def _nu(taal: str, nederlands: str) -> str:
    for naam, patroon in _NU:
        if (m := patroon.fullmatch(nederlands)) is not None:
            velden = {deel: _veld(taal, deel, zin) for deel, zin in m.groupdict().items()}
            return str(TALEN[taal]["nu"][naam]).format(**velden)
    return nederlands


def _tekst(taal: str, naam: str) -> str:
    if naam == _LOS:
        return "{belofte}"
    deel: Any = TALEN[taal]
    for stuk in naam.split("."):
        deel = deel[stuk]
    return str(deel)


@lru_cache(maxsize=1)
def _patronen() -> dict[tuple[str, ...], re.Pattern[str]]:
    eerste = next(iter(TALEN.values()))
    namen: list[tuple[str, ...]] = [(f"overdracht.{naam}",) for naam in eerste["overdracht"]]
    namen += [("overdracht.geen_gehoor", _LOS)]
    namen += [(f"berichten.{naam}",) for naam in eerste["berichten"]]
    # The form of the last one, "Castricum: 072 …", fits most.
    namen += [(f"contact.{naam}",) for naam in eerste["contact"]]
    nieuw = [(f"belofte.{naam}",) for naam in ("ander_moment", "nieuw_moment")]
    return {paar: _patroon(paar) for paar in (*nieuw, *namen)}


@lru_cache(maxsize=1)
def _beloften() -> dict[tuple[str, ...], re.Pattern[str]]:
    namen: list[tuple[str, ...]] = [
        ("belofte.dicht",),
        *((f"belofte.{naam}",) for naam in ("telefoon", "email", "chat")),
    ]
    namen += [tuple(f"belofte.{naam}" for naam in reeks.split()) for reeks in _TE_LAAT]
    return {paar: _patroon(paar) for paar in namen}


@lru_cache(maxsize=1)
def _wanneer() -> dict[tuple[str, ...], re.Pattern[str]]:
    return {(f"belofte.{naam}",): _patroon((f"belofte.{naam}",)) for naam in ("uiterlijk", "tussen")}


def _patroon(namen: Sequence[str]) -> re.Pattern[str]:
    """The Dutch texts with these names as one pattern, each field a group."""
    return re.compile(" ".join(_vorm(str(_nederlands(naam)), i) for i, naam in enumerate(namen)))


def _vorm(nederlands: str, plek: int) -> str:
    uit = ""
    for letters, veld, _, _ in Formatter().parse(nederlands):
        uit += re.escape(letters)
        if veld is not None:
            # A second day and time in the same promise are those of its last sentence.
            naam = f"{veld}_{plek}" if plek and veld in ("dag", "tijd") else veld
            vorm = _VORM.get(veld, r"[^\n]{1,300}")
            uit += f"(?P<{naam}>{vorm})"
    return uit


def _nederlands(naam: str) -> Any:
    kamer, _, rest = naam.partition(".")
    if kamer == "berichten":
        return BERICHTEN[rest]
    if kamer == "contact":
        return waarde(naam)
    if naam == _LOS:
        return "{belofte}"
    return overdracht_tekst(naam, **{v: "{" + v + "}" for v in _VELDEN})
