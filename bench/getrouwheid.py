"""Is the verslag faithful? Written-out gesprekken with the facts that must stand in it, and what must not.

    python -m bench.getrouwheid             what was heard is written beside each bericht
    python -m bench.getrouwheid --triage    the trained triage listens itself

A fact is missed when no line of its part holds the words; a line is invented when its part allows it
nowhere, when it stands under `niet`, or when its words or its source are not the resident's own.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from gesprek.models import Bericht, Gesprek
from overdracht import verslag
from overdracht.gesprekstekst import alle_regels
from overdracht.zinnen import sleutel
from settings import ROOT
from triage.beoordeling import Beoordeling, GevondenLeefgebied, Regel
from werkgebied import load_werkgebied

GESPREKKEN = ROOT / "tests" / "overdracht" / "gesprekken"
WERKGEBIED = load_werkgebied(ROOT / "werkgebied.yml")
# Parts in which every line must be foreseen; in the leefgebieden the same sentence may serve twice.
GESLOTEN = ("urgentie", "geprobeerd.zelf", "geprobeerd.netwerk", "geprobeerd.voorzieningen", "betrokken",
            "huishouden", "wens")  # fmt: skip
VRAGEN = {
    "urgentie": "Wat is nu het meest dringend?", "wie": "Om wie gaat het?",
    "geprobeerd": "Wat heeft u al geprobeerd?", "betrokken": "Wie is er al bij betrokken?", "wens": "Wat zou u helpen?",
}  # fmt: skip
ZWAARTE = ("geen", "enkelvoudig", "meervoudig", "multicomplex")
Luister = Callable[[str], Beoordeling]


@dataclass
class Uitslag:
    """Of one gesprek: facts found and missed, and what stands in the verslag that nobody said."""

    naam: str
    bestand: str
    gevonden: int = 0
    gemist: list[str] = field(default_factory=list)
    verzonnen: list[str] = field(default_factory=list)
    regels: int = 0

    @property
    def feiten(self) -> int:
        return self.gevonden + len(self.gemist)

    def tel(self, goed: bool, wat: str) -> None:
        if goed:
            self.gevonden += 1
        else:
            self.gemist.append(wat)


def lees_gesprekken(map_: Path = GESPREKKEN) -> list[dict[str, Any]]:
    """All written-out gesprekken, each with the name of its file."""
    return [
        {**geval, "bestand": pad.stem}
        for pad in sorted(map_.glob("*.yml"))
        for geval in yaml.safe_load(pad.read_text(encoding="utf-8"))
    ]


# --- a written-out gesprek as rows ------------------------------------------------------------------


def als_gesprek(geval: dict[str, Any], *, luister: Luister | None = None) -> tuple[Gesprek, list[Bericht]]:
    """The gesprek as it would stand in the database. luister: triage instead of what is written as heard."""
    gesprek = Gesprek(
        id="g", token_hash="", gemeente="castricum", kern=geval.get("kern"), bevindingen_vanaf=0,
        correcties=geval.get("correcties", {}), taal="nl",
    )  # fmt: skip
    berichten: list[Bericht] = []
    vraag, laatste = None, None
    for beurt in _beurten(geval["gesprek"]):
        n = len(berichten) + 1
        bericht = Bericht(gesprek_id="g", volgnummer=n, voorzieningen=beurt.get("voorzieningen", []))
        if "inwoner" in beurt:
            bericht.tekst, bericht.afzender, bericht.payload = beurt["inwoner"], "inwoner", beurt.get("knop")
            bericht.vraag, vraag, laatste = vraag, None, n
            if not beurt.get("knop"):
                bericht.beoordeling = (luister(beurt["inwoner"]) if luister else _gehoord(beurt)).as_dict()
        else:
            bericht.tekst, bericht.afzender = beurt["assistent"], "assistent"
            bericht.vraag = vraag = beurt.get("vraag")
            bericht.antwoord_op = laatste
        berichten.append(bericht)
    return gesprek, berichten


def _beurten(ruw: Iterable[dict[str, Any]]) -> Iterable[dict[str, Any]]:
    """`{vraag, inwoner}` is two turns: the question of the assistant and the answer."""
    for beurt in ruw:
        if "vraag" in beurt and "inwoner" in beurt:
            yield {"assistent": VRAGEN[beurt["vraag"]], "vraag": beurt["vraag"]}
        yield beurt


def _gehoord(beurt: dict[str, Any]) -> Beoordeling:
    gevonden = beurt.get("gehoord", {})
    velden = {k: beurt[k] for k in ("namens", "crisis", "intent") if k in beurt}
    return Beoordeling(
        beurt.get("zwaarte", ZWAARTE[min(len(gevonden), 3)]),
        beurt.get("soort", "vraag"),
        tuple(GevondenLeefgebied(c, 0.9, tuple(b)) for c, b in gevonden.items()),
        regels=tuple(Regel(*r) for r in beurt.get("regels", ())),
        **velden,
    )


def bouw(geval: dict[str, Any], *, luister: Luister | None = None) -> tuple[dict[str, Any], list[Bericht]]:
    """The verslag of this gesprek, and the berichten it rests on."""
    gesprek, berichten = als_gesprek(geval, luister=luister)
    nu = WERKGEBIED.lokale_tijd(verslag.dt.datetime(2026, 11, 24, 10, 30, tzinfo=WERKGEBIED.tijdzone))
    return verslag.bouw_verslag(gesprek, berichten, werkgebied=WERKGEBIED, nu=nu), berichten


def regels_van(gemaakt: dict[str, Any], onderdeel: str) -> list[str]:
    """The lines of one part, named as in the files."""
    if onderdeel.startswith("geprobeerd."):
        return [r["tekst"] for r in gemaakt["al_geprobeerd"][onderdeel.removeprefix("geprobeerd.")]]
    if onderdeel in GESLOTEN:
        return [r["tekst"] for r in gemaakt[onderdeel]]
    return [r["tekst"] for g in gemaakt["leefgebieden"] if g["code"] == onderdeel for r in g["regels"]]


# --- measuring ----------------------------------------------------------------------------------------


def meet(geval: dict[str, Any], *, luister: Luister | None = None) -> Uitslag:
    """Count what was found, missed and invented in this gesprek."""
    gemaakt, berichten = bouw(geval, luister=luister)
    uit = Uitslag(geval["naam"], geval.get("bestand", ""), regels=sum(1 for _ in alle_regels(gemaakt)))
    _tel_feiten(uit, geval, gemaakt)
    _zoek_verzinsels(uit, geval, gemaakt, luister=luister)
    _zoek_vreemde_woorden(uit, gemaakt, berichten)
    return uit


def _tel_feiten(uit: Uitslag, geval: dict[str, Any], gemaakt: dict[str, Any]) -> None:
    hulpvraag = (gemaakt["hulpvraag"] or {}).get("tekst", "")
    uit.tel(geval["hulpvraag"] in hulpvraag, f"hulpvraag: {geval['hulpvraag']}")
    if "namens" in geval:
        uit.tel(gemaakt["namens"] == geval["namens"], f"namens: {geval['namens']}, niet {gemaakt['namens']}")
    for onderdeel, feiten in geval.get("wel", {}).items():
        regels = regels_van(gemaakt, onderdeel)
        for feit in feiten:
            uit.tel(any(feit in r for r in regels), f"{onderdeel}: {feit}")
    for id_ in geval.get("getoond", ()):
        uit.tel(any(v["id"] == id_ for v in gemaakt["getoonde_voorzieningen"]), f"getoond: {id_}")
    if "reactie" in geval:
        reacties = [r["tekst"] for v in gemaakt["getoonde_voorzieningen"] for r in v["reactie"]]
        uit.tel(geval["reactie"] in reacties, f"reactie: {geval['reactie']}")


def _zoek_verzinsels(
    uit: Uitslag, geval: dict[str, Any], gemaakt: dict[str, Any], *, luister: Luister | None = None
) -> None:
    wel, mag, niet = geval.get("wel", {}), geval.get("mag", {}), geval.get("niet", {})
    for onderdeel in GESLOTEN:
        goed = [*wel.get(onderdeel, ()), *mag.get(onderdeel, ())]
        uit.verzonnen += [
            f"{onderdeel}: {r}" for r in regels_van(gemaakt, onderdeel) if not any(g in r for g in goed)
        ]  # fmt: skip
    for onderdeel, verboden in niet.items():
        uit.verzonnen += [
            f"{onderdeel}: {r}" for r in regels_van(gemaakt, onderdeel) for v in verboden
            if v in r and not any(g in r for g in wel.get(onderdeel, ()))
        ]  # fmt: skip
    codes = {g["code"] for g in gemaakt["leefgebieden"]}
    uit.verzonnen += [f"leefgebied {c}" for c in sorted(codes & set(geval.get("niet_gebieden", ())))]
    alles = " ".join(r["tekst"].lower() for r in alle_regels(gemaakt))
    uit.verzonnen += [f"ergens: {t}" for t in geval.get("nergens", ()) if t.lower() in alles]


def _zoek_vreemde_woorden(uit: Uitslag, gemaakt: dict[str, Any], berichten: list[Bericht]) -> None:
    """A line that is `gezegd` holds only words of its sources; the names of parties are given by us."""
    eigen = {b.volgnummer: set(sleutel(b.tekst).split()) for b in berichten if b.afzender == "inwoner"}
    for regel in alle_regels(gemaakt):
        bronnen = set(regel["bron"])
        if not bronnen or not bronnen <= set(eigen):
            uit.verzonnen.append(f"zonder bron: {regel['tekst']}")
        elif regel["herkomst"] == "gezegd" and not regel["id"].startswith("betrokken"):
            woorden = set().union(*(eigen[n] for n in bronnen))
            if not set(sleutel(regel["tekst"]).split()) <= woorden:
                uit.verzonnen.append(f"vreemde woorden: {regel['tekst']}")


def recall(uitslagen: Iterable[Uitslag]) -> float:
    """The part of all facts that stands in the verslagen."""
    lijst = list(uitslagen)
    return sum(u.gevonden for u in lijst) / max(1, sum(u.feiten for u in lijst))


def tabel(uitslagen: list[Uitslag]) -> str:
    """A Markdown table per file and in all."""
    regels = [
        "| gesprekken | aantal | feiten | gevonden | recall | regels | verzonnen |",
        "|---|--:|--:|--:|--:|--:|--:|",
    ]
    bestanden = list(dict.fromkeys(u.bestand for u in uitslagen))
    for naam, deel in [*((b, [u for u in uitslagen if u.bestand == b]) for b in bestanden), ("samen", uitslagen)]:
        regels.append(
            f"| {naam} | {len(deel)} | {sum(u.feiten for u in deel)} | {sum(u.gevonden for u in deel)} "
            f"| {recall(deel):.3f} | {sum(u.regels for u in deel)} | {sum(len(u.verzonnen) for u in deel)} |"
        )
    return "\n".join(regels)


def main() -> int:
    parser = argparse.ArgumentParser(description="Meet hoe getrouw het verslag is")
    parser.add_argument("--triage", action="store_true", help="laat de getrainde triage zelf luisteren")
    gevraagd = parser.parse_args()
    luister: Luister | None = None
    if gevraagd.triage:
        from triage.model import Triage

        luister = Triage.load(ROOT / "models" / "triage").beoordeel
    uitslagen = [meet(g, luister=luister) for g in lees_gesprekken()]
    for u in uitslagen:
        for soort, lijst in (("gemist", u.gemist), ("VERZONNEN", u.verzonnen)):
            for wat in lijst:
                print(f"{u.bestand} · {u.naam} · {soort}: {wat}")
    print(tabel(uitslagen))
    return 0 if recall(uitslagen) >= 0.9 and not any(u.verzonnen for u in uitslagen) else 1


if __name__ == "__main__":
    sys.exit(main())
