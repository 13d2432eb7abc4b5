"""What staff may read of the gesprek itself, decided where it is read. Pure.

A window (`Overdracht.vensters`) is `[van, tot]`: what has a volgnummer above `van` up to and including
`tot` was said to the team; without a `tot` it still is. What was said before the approval is
read only from the approved verslag, and stands there only when the resident chose to share the gesprek,
or when there was danger. What is said to the assistant after the end is nobody's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from gesprek.models import Bericht, Gesprek
    from overdracht.models import Overdracht

# What a consent can be for, and what it is for when the resident says no more than yes.
ALLES = ("verslag", "gesprek", "contact")
STANDAARD = ("verslag", "contact")


def deelt_gesprek(verslag: dict[str, Any]) -> bool:
    """Whether the gesprek before the approval goes along with this approved verslag.

    A verslag from before the parts were written down in it holds exactly what was agreed then.
    """
    delen = verslag["toestemming"].get("onderdelen")
    return bool(verslag["gesprek"]) if delen is None else "gesprek" in delen or verslag["crisis"] is not None


def gedeeld_verslag(overdracht: Overdracht) -> dict[str, Any] | None:
    """The verslag as staff may read it; None without consent."""
    if not overdracht.toestemming or not overdracht.verslag:
        return None
    verslag = overdracht.verslag
    return verslag if deelt_gesprek(verslag) else {**verslag, "gesprek": []}


def open_venster(overdracht: Overdracht, vanaf: int) -> None:
    """From here on the team reads along, unless it already does."""
    vensters = overdracht.vensters or []
    if not vensters or vensters[-1][1] is not None:
        overdracht.vensters = [*vensters, [vanaf, None]]


def sluit_venster(overdracht: Overdracht, gesprek: Gesprek) -> None:
    """What comes from here on is not said to the team."""
    vensters = overdracht.vensters or []
    if vensters and vensters[-1][1] is None:
        vanaf = vensters[-1][0] if overdracht.toestemming else _vanaf(vensters[-1][0], gesprek)
        overdracht.vensters = [*vensters[:-1], [vanaf, gesprek.volgnummer]]


def tekst_voor_team(overdracht: Overdracht, gesprek: Gesprek, berichten: list[Bericht]) -> dict[int, str]:
    """Per volgnummer the text that staff may read; what is not in it is hidden."""
    verslag = gedeeld_verslag(overdracht)
    goedgekeurd = {r["volgnummer"]: r["tekst"] for r in verslag["gesprek"]} if verslag else {}
    tot = overdracht.tot_volgnummer if verslag else 0
    uit: dict[int, str] = {}
    for bericht in berichten:
        nummer = bericht.volgnummer
        if nummer <= tot and nummer in goedgekeurd:
            uit[nummer] = goedgekeurd[nummer]
        elif any(
            _in(venster, nummer, gesprek, na=tot, goed=verslag is not None) for venster in overdracht.vensters or ()
        ):
            uit[nummer] = bericht.tekst
    return uit


def _in(venster: list[Any], nummer: int, gesprek: Gesprek, *, na: int, goed: bool) -> bool:
    """Whether this was said within the window; of one that is open, only what came after the approval counts."""
    vanaf, tot = venster
    if tot is not None:
        return bool(vanaf < nummer <= tot)
    return bool(nummer > (max(vanaf, na) if goed else _vanaf(vanaf, gesprek)))


def _vanaf(vanaf: int, gesprek: Gesprek) -> int:
    """In a crisis without consent: what the resident began afresh after is left alone."""
    return max(vanaf, gesprek.bevindingen_vanaf or 0)
