"""The resident's corrections on the verslag: change, remove, add. Pure.

Two forms come in (docs/verslag.md): `{"regels": [...]}` with one entry per line, and a part of the
verslag with fewer or other lines in it, as in a JSON Merge Patch. Both become `Wijziging`en, which are
kept, so that a rebuild of the verslag loses none.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any, cast

from overdracht.gesprekstekst import alle_regels, hide, hide_in_gesprek
from overdracht.regel import Regel
from overdracht.stof import zwaarte_van_aantal
from overdracht.teksten import tekst
from overdracht.toevoegen import GEPROBEERD as GEPROBEERD_DEEL
from overdracht.toevoegen import Hoor, is_zonder_deel, niets, place, soort_geprobeerd
from overdracht.zinnen import sleutel
from triage.beoordeling import LEEFGEBIEDEN, ZWAARTES

WIJZIG, VERWIJDER, VOEG_TOE, ZET = "wijzig", "verwijder", "voeg_toe", "zet"
LIJSTEN = ("urgentie", "betrokken", "huishouden", "wens")
GEPROBEERD = ("zelf", "netwerk", "voorzieningen")
NAMENS = ("zelf", "naaste", "signaal")
_ONDERDELEN = frozenset(
    ("hulpvraag", *LIJSTEN, *(f"geprobeerd-{g}" for g in GEPROBEERD), *(f"leefgebied-{c}" for c in LEEFGEBIEDEN))
)
MAX_REGEL, MAX_REGELS = 1000, 100
# What a client that sends the whole verslag back may repeat, but not change.
_VAST = (
    "versie", "kenmerk", "aangemaakt_op", "kanaal", "gemeente", "kern", "zwaarte", "crisis",
    "reden_overdracht", "contact", "toestemming",
)  # fmt: skip


class VerslagFout(ValueError):
    """This cannot be done with the verslag; the text is plain Dutch."""


@dataclass(frozen=True)
class Wijziging:
    """One correction. `id`: the line; `onderdeel`: where a new line goes; `bron`: the bericht that says so."""

    soort: str
    id: str = ""
    onderdeel: str = ""
    tekst: str = ""
    bron: int | None = None

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)


def wijziging_from_dict(data: Mapping[str, Any]) -> Wijziging:
    """The inverse of `Wijziging.as_dict`."""
    return Wijziging(**{k: v for k, v in data.items() if k in Wijziging.__dataclass_fields__})


# --- reading what the resident sends --------------------------------------------------------------


def lees_wijzigingen(verslag: Mapping[str, Any], body: Any, hoor: Hoor = niets) -> list[Wijziging]:
    """The corrections in the body of a PATCH. Raises VerslagFout with a reason for the resident.

    hoor: what triage hears in a sentence; it decides where a new line goes for which no part was chosen.
    """
    if isinstance(body, list):
        body = {"regels": body}
    if not isinstance(body, Mapping):
        raise VerslagFout(tekst("verslag.fout.vorm"))
    uit: list[Wijziging] = []
    for naam, waarde in body.items():
        uit += _lees_deel(verslag, str(naam), waarde, hoor)
    if len(uit) > MAX_REGELS:
        raise VerslagFout(tekst("verslag.fout.te_veel", aantal=MAX_REGELS))
    for wijziging in uit:
        if len(wijziging.tekst) > MAX_REGEL:
            raise VerslagFout(tekst("verslag.fout.te_lang", aantal=MAX_REGEL))
    return uit


def _lees_deel(verslag: Mapping[str, Any], naam: str, waarde: Any, hoor: Hoor) -> list[Wijziging]:
    if naam == "regels":
        return [w for r in _lijst(waarde) for w in _lees_regel(verslag, r, hoor)]
    if naam == "verwijder":
        return [Wijziging(VERWIJDER, id=_tekst(i)) for i in _lijst(waarde)]
    if naam in LIJSTEN:
        return _vergelijk(naam, verslag.get(naam, ()), _lijst(waarde))
    if naam == "hulpvraag":
        return _lees_hulpvraag(verslag, waarde)
    if naam == "al_geprobeerd":
        nieuw = dict.fromkeys(GEPROBEERD, None) if waarde is None else _object(waarde)
        return [
            w for soort, regels in nieuw.items()
            for w in _vergelijk(f"geprobeerd-{soort}", verslag["al_geprobeerd"].get(soort, ()), _lijst(regels))
        ]  # fmt: skip
    if naam == "leefgebieden":
        return _lees_leefgebieden(verslag, _lijst(waarde))
    if naam == "getoonde_voorzieningen":
        blijft = {str(_object(v).get("id")) for v in _lijst(waarde)}
        return [Wijziging(VERWIJDER, id=v["id"]) for v in verslag.get(naam, ()) if v["id"] not in blijft]
    if naam in ("ontvanger", "merk", "keuzes"):
        # It comes along with the verslag; nothing of it is decided here.
        return []
    if naam == "gesprek":
        return [] if waarde else [Wijziging(ZET, onderdeel="gesprek")]
    if naam == "namens" and waarde in NAMENS:
        return [] if waarde == verslag.get("namens") else [Wijziging(ZET, onderdeel="namens", tekst=waarde)]
    if naam in _VAST and waarde == verslag.get(naam):
        return []
    raise _onbekend(naam)


def _onbekend(naam: str) -> VerslagFout:
    """Only a name of our own is repeated: what a caller made up may be somebody's words."""
    bekend = naam in _ONDERDELEN or naam in _VAST or naam in ("al_geprobeerd", "leefgebieden", "namens")
    return VerslagFout(tekst("verslag.fout.onderdeel", naam=naam if bekend else "onbekend"))


def _lees_regel(verslag: Mapping[str, Any], ruw: Any, hoor: Hoor) -> list[Wijziging]:
    regel = _object(ruw)
    if regel.get("verwijder") is True or ("id" in regel and "tekst" in regel and regel["tekst"] in (None, "")):
        return [Wijziging(VERWIJDER, id=_tekst(regel.get("id")))]
    nieuw = _tekst(regel.get("tekst"))
    if "id" in regel:
        if not any(r["id"] == regel["id"] for r in alle_regels(dict(verslag))):
            raise VerslagFout(tekst("verslag.fout.weg"))
        return [Wijziging(WIJZIG, id=str(regel["id"]), tekst=nieuw)]
    if len(nieuw) > MAX_REGEL:
        raise VerslagFout(tekst("verslag.fout.te_lang", aantal=MAX_REGEL))
    if is_zonder_deel(regel):
        return [Wijziging(VOEG_TOE, onderdeel=deel, tekst=woorden) for deel, woorden in place(nieuw, verslag, hoor)]
    gekozen = _tekst(regel.get("onderdeel"))
    deel = soort_geprobeerd(nieuw) if gekozen == GEPROBEERD_DEEL else _onderdeel(gekozen)
    return [Wijziging(VOEG_TOE, onderdeel=deel, tekst=nieuw)]


def _lees_hulpvraag(verslag: Mapping[str, Any], waarde: Any) -> list[Wijziging]:
    oud = verslag.get("hulpvraag")
    if waarde is None:
        return [Wijziging(VERWIJDER, id=oud["id"])] if oud else []
    nieuw = _tekst(waarde if isinstance(waarde, str) else _object(waarde).get("tekst"))
    if oud is None:
        return [Wijziging(VOEG_TOE, onderdeel="hulpvraag", tekst=nieuw)]
    return [] if nieuw == oud["tekst"] else [Wijziging(WIJZIG, id=oud["id"], tekst=nieuw)]


def _lees_leefgebieden(verslag: Mapping[str, Any], nieuw: list[Any]) -> list[Wijziging]:
    per_code = {str(_object(g).get("code")): _object(g) for g in nieuw}
    uit: list[Wijziging] = []
    for gebied in verslag.get("leefgebieden", ()):
        ander = per_code.pop(gebied["code"], None)
        regels = [] if ander is None else ander.get("regels", gebied["regels"])
        uit += _vergelijk(f"leefgebied-{gebied['code']}", gebied["regels"], _lijst(regels))
    for code, ander in per_code.items():
        uit += _vergelijk(_onderdeel(f"leefgebied-{code}"), (), _lijst(ander.get("regels")))
    return uit


def _vergelijk(onderdeel: str, oud: Iterable[Mapping[str, Any]], nieuw: list[Any]) -> list[Wijziging]:
    """What changed between the lines that stand there and the list that came in."""
    onderdeel = _onderdeel(onderdeel)
    op_id = {r["id"]: r for r in oud}
    op_tekst = {sleutel(r["tekst"]): r["id"] for r in op_id.values()}
    uit, gezien = [], set()
    for ruw in nieuw:
        regel = {"tekst": ruw} if isinstance(ruw, str) else _object(ruw)
        woorden = _tekst(regel.get("tekst"))
        id_ = regel["id"] if regel.get("id") in op_id else op_tekst.get(sleutel(woorden))
        if id_ is None:
            uit.append(Wijziging(VOEG_TOE, onderdeel=onderdeel, tekst=woorden))
            continue
        gezien.add(id_)
        if woorden != op_id[id_]["tekst"]:
            uit.append(Wijziging(WIJZIG, id=id_, tekst=woorden))
    return [Wijziging(VERWIJDER, id=i) for i in op_id if i not in gezien] + uit


def _onderdeel(naam: str) -> str:
    naam = naam.replace("al_geprobeerd.", "geprobeerd-").replace("leefgebieden.", "leefgebied-")
    if naam not in _ONDERDELEN:
        raise _onbekend(naam)
    return naam


def _lijst(waarde: Any) -> list[Any]:
    if waarde is None:
        return []
    if not isinstance(waarde, list):
        raise VerslagFout(tekst("verslag.fout.vorm"))
    return waarde


def _object(waarde: Any) -> Mapping[str, Any]:
    if not isinstance(waarde, Mapping):
        raise VerslagFout(tekst("verslag.fout.vorm"))
    return waarde


def _tekst(waarde: Any) -> str:
    if not isinstance(waarde, str) or not waarde.strip():
        raise VerslagFout(tekst("verslag.fout.leeg"))
    return waarde.strip()


# --- applying them --------------------------------------------------------------------------------


def corrigeer(verslag: Mapping[str, Any], wijzigingen: Sequence[Wijziging] | Mapping[str, Any]) -> dict[str, Any]:
    """A new verslag with the corrections in it; the given one stays as it was.

    A change or an addition needs the `bron` that says so. A line that is no longer there is passed over,
    so that corrections can be applied again to a rebuilt verslag. Raises VerslagFout.
    """
    if isinstance(wijzigingen, Mapping):
        wijzigingen = lees_wijzigingen(verslag, wijzigingen)
    nieuw = copy.deepcopy(dict(verslag))
    weg: list[str] = []
    for wijziging in wijzigingen:
        weg += _DOE[wijziging.soort](nieuw, wijziging)
    if weg:
        _hide_everywhere(nieuw, weg)
    _weigh(nieuw, verslag)
    return nieuw


def _weigh(nieuw: dict[str, Any], verslag: Mapping[str, Any]) -> None:
    """Who adds a leefgebied has more going on: the zwaarte follows the number, as in the gesprek. It never gets less:
    what made it heavier may be something else."""
    erbij = {g["code"] for g in nieuw["leefgebieden"]} - {g["code"] for g in verslag["leefgebieden"]}
    if erbij:
        op_aantal = zwaarte_van_aantal(len(nieuw["leefgebieden"]))
        nieuw["zwaarte"] = max(nieuw["zwaarte"], op_aantal, key=ZWAARTES.index)


def _hide_everywhere(verslag: dict[str, Any], weg: Sequence[str]) -> None:
    """What is taken out goes everywhere: the same sentence in another part, the hulpvraag and the gesprek."""
    sleutels = {sleutel(w) for w in weg}
    _filter(verslag, lambda r: sleutel(r["tekst"]) not in sleutels)
    if verslag.get("hulpvraag"):
        blijft = [r["tekst"] for r in alle_regels(verslag) if r is not verslag["hulpvraag"]]
        over = hide(verslag["hulpvraag"]["tekst"], weg, blijft).replace(tekst("verslag.weggehaald"), "").strip()
        if over:
            verslag["hulpvraag"]["tekst"] = " ".join(over.split(" "))
        else:
            verslag["hulpvraag"] = None
    hide_in_gesprek(verslag, weg)


def _wijzig(verslag: dict[str, Any], w: Wijziging) -> list[str]:
    for regel in alle_regels(verslag):
        if regel["id"] == w.id and regel["tekst"] != w.tekst:
            if w.bron is None:
                raise VerslagFout(tekst("verslag.fout.bron"))
            oud, regel["tekst"] = regel["tekst"], w.tekst
            regel["bron"] = sorted({*regel["bron"], w.bron})
            regel["herkomst"] = "gezegd"
            return [oud]
    return []


def _verwijder(verslag: dict[str, Any], w: Wijziging) -> list[str]:
    weg = [r["tekst"] for r in alle_regels(verslag) if r["id"] == w.id]
    _filter(verslag, lambda r: r["id"] != w.id)
    getoond = verslag.get("getoonde_voorzieningen", [])
    verslag["getoonde_voorzieningen"] = [v for v in getoond if v["id"] != w.id]
    return weg


def _voeg_toe(verslag: dict[str, Any], w: Wijziging) -> list[str]:
    if w.bron is None:
        raise VerslagFout(tekst("verslag.fout.bron"))
    regel = Regel(w.onderdeel, w.tekst, (w.bron,)).as_dict()
    if w.onderdeel == "hulpvraag":
        verslag["hulpvraag"] = regel
        return []
    lijst = _plek(verslag, w.onderdeel)
    if not any(sleutel(r["tekst"]) == sleutel(w.tekst) for r in lijst):
        lijst.append(regel)
    return []


def _zet(verslag: dict[str, Any], w: Wijziging) -> list[str]:
    verslag[w.onderdeel] = [] if w.onderdeel == "gesprek" else w.tekst
    return []


_DOE: Mapping[str, Callable[[dict[str, Any], Wijziging], list[str]]] = {
    WIJZIG: _wijzig, VERWIJDER: _verwijder, VOEG_TOE: _voeg_toe, ZET: _zet,
}  # fmt: skip


def _plek(verslag: dict[str, Any], onderdeel: str) -> list[dict[str, Any]]:
    """The list of this part; a leefgebied that is not there yet is made."""
    if onderdeel in LIJSTEN:
        return cast(list[dict[str, Any]], verslag[onderdeel])
    soort, _, naam = onderdeel.partition("-")
    if soort == "geprobeerd":
        return cast(list[dict[str, Any]], verslag["al_geprobeerd"][naam])
    gebied = next((g for g in verslag["leefgebieden"] if g["code"] == naam), None)
    if gebied is None:
        gebied = {"code": naam, "naam": LEEFGEBIEDEN[naam], "score": 1.0, "regels": []}
        verslag["leefgebieden"].append(gebied)
    return cast(list[dict[str, Any]], gebied["regels"])


def _lijsten(verslag: dict[str, Any]) -> Iterator[tuple[dict[str, Any], str]]:
    """Where every list of lines hangs."""
    for naam in LIJSTEN:
        yield verslag, naam
    for soort in GEPROBEERD:
        yield verslag["al_geprobeerd"], soort
    for gebied in verslag["leefgebieden"]:
        yield gebied, "regels"
    for getoond in verslag.get("getoonde_voorzieningen", ()):
        yield getoond, "reactie"


def _filter(verslag: dict[str, Any], blijft: Callable[[dict[str, Any]], bool]) -> None:
    for houder, naam in _lijsten(verslag):
        houder[naam] = [r for r in houder.get(naam, ()) if blijft(r)]
    verslag["leefgebieden"] = [g for g in verslag["leefgebieden"] if g["regels"]]
    if verslag.get("hulpvraag") and not blijft(verslag["hulpvraag"]):
        verslag["hulpvraag"] = None


def doet_niets(verslag: Mapping[str, Any], wijzigingen: Sequence[Wijziging]) -> bool:
    """Whether a single correction leaves everything as it is: sent twice, or saved without a change."""
    return len(wijzigingen) == 1 and corrigeer(verslag, met_bron(wijzigingen, 0)) == verslag


def met_bron(wijzigingen: Sequence[Wijziging], bron: int) -> list[Wijziging]:
    """The corrections with the bericht that says so as their source."""
    return [replace(w, bron=bron) for w in wijzigingen]
