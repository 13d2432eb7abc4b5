"""The gesprek as it goes along with the verslag, without what the resident took out."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from overdracht.teksten import tekst
from overdracht.zinnen import sleutel, zinnen

if TYPE_CHECKING:
    from gesprek.models import Bericht


def gesprek_regels(berichten: Sequence[Bericht], *, vanaf: int = 0) -> list[dict[str, Any]]:
    """Who said what, from where the gesprek last began afresh."""
    return [
        {"volgnummer": b.volgnummer, "afzender": b.afzender, "tekst": b.tekst}
        for b in berichten
        if b.volgnummer > vanaf and b.tekst
    ]


def alle_regels(verslag: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Every line of the verslag, the hulpvraag included."""
    if verslag.get("hulpvraag"):
        yield verslag["hulpvraag"]
    for naam in ("urgentie", "betrokken", "huishouden", "wens"):
        yield from verslag.get(naam, ())
    for gebied in verslag.get("leefgebieden", ()):
        yield from gebied["regels"]
    for regels in verslag.get("al_geprobeerd", {}).values():
        yield from regels
    for getoond in verslag.get("getoonde_voorzieningen", ()):
        yield from getoond.get("reactie", ())


def hide(inhoud: str, weg: Collection[str], blijft: Sequence[str]) -> str:
    """The text with each sentence replaced that holds removed words, unless a remaining line has that sentence.

    weg and blijft: the words of removed and remaining lines.
    """
    weg_sleutels = [s for s in map(sleutel, weg) if s]
    blijf_sleutels = [s for s in map(sleutel, blijft) if s]
    uit = []
    for zin in zinnen(inhoud):
        s = sleutel(zin)
        geraakt = any(_bevat(s, w) or (len(s) > 8 and _bevat(w, s)) for w in weg_sleutels)
        gedekt = any(_bevat(b, s) for b in blijf_sleutels)
        uit.append(tekst("verslag.weggehaald") if geraakt and not gedekt else zin)
    return " ".join(uit) if any(z == tekst("verslag.weggehaald") for z in uit) else inhoud


def _bevat(a: str, b: str) -> bool:
    """Whether the words of b stand together in a."""
    return f" {b} " in f" {a} "


def hide_in_gesprek(verslag: dict[str, Any], weg: Collection[str]) -> None:
    """Take removed words out of the resident's berichten in `verslag["gesprek"]`."""
    blijft = [str(r["tekst"]) for r in alle_regels(verslag)]
    for regel in verslag.get("gesprek", ()):
        if regel["afzender"] == "inwoner":
            regel["tekst"] = hide(regel["tekst"], weg, blijft)
