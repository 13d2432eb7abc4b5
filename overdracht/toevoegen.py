"""Where in the verslag goes what a resident adds: the part that they chose, else the part that is heard in it. Pure.

A line without a part is read as the gesprek is: sentence by sentence, by the patterns of herkenning.yml and by what
triage hears (`Hoor`). So a debt that comes to mind later stands under Financiën, and not as a wish.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from overdracht import herkennen
from overdracht.zinnen import zinnen
from triage.beoordeling import Beoordeling

Hoor = Callable[[str], Beoordeling | None]
# What can be chosen as one part; which of the three it is, is heard.
GEPROBEERD = "geprobeerd"
# Where a line goes in which nothing is heard: what somebody still wants to be known.
_ANDERS = "wens"


def niets(_: str) -> Beoordeling | None:
    """For who has no triage: then the patterns alone decide."""
    return None


def te_horen(body: Any) -> list[str]:
    """The sentences of the new lines without a part, and those lines whole: what triage must be asked of."""
    regels = body.get("regels") if isinstance(body, Mapping) else body
    uit: dict[str, None] = {}
    for regel in regels if isinstance(regels, list) else ():
        if is_zonder_deel(regel):
            tekst = regel["tekst"].strip()
            uit |= dict.fromkeys([*zinnen(tekst), tekst])
    return list(uit)


def is_zonder_deel(regel: Any) -> bool:
    """Whether this is a new line for which no part was chosen."""
    nieuw = isinstance(regel, Mapping) and "id" not in regel and regel.get("onderdeel") in (None, "")
    return nieuw and isinstance(regel.get("tekst"), str) and bool(regel["tekst"].strip())


def place(tekst: str, verslag: Mapping[str, Any], hoor: Hoor) -> list[tuple[str, str]]:
    """(part, words) for a new line: sentences of the same part together, in the order in which they were typed.

    A sentence in which nothing is heard stays with the one before it.
    """
    bekend = {g["code"] for g in verslag.get("leefgebieden", ())}
    delen: list[tuple[tuple[str, ...], list[str]]] = []
    for zin in zinnen(tekst):
        waar = tuple(_delen_van(zin, bekend, hoor))
        if delen and waar in ((), delen[-1][0]):
            delen[-1][1].append(zin)
        elif delen and not delen[-1][0]:
            delen[-1] = (waar, [*delen[-1][1], zin])
        else:
            delen.append((waar, [zin]))
    if [waar for waar, _ in delen] == [()]:
        # The whole may say what none of its sentences does.
        delen = [(tuple(_delen_van(tekst, bekend, hoor)) or (_ANDERS,), [tekst])]
    return [(deel, " ".join(woorden)) for waar, woorden in delen for deel in waar]


def soort_geprobeerd(tekst: str) -> str:
    """Which of the three parts of what was tried these words belong to."""
    return f"geprobeerd-{herkennen.soort_geprobeerd(tekst)}"


def _delen_van(zin: str, bekend: set[str], hoor: Hoor) -> list[str]:
    gebieden = [f"leefgebied-{code}" for code in _leefgebieden(zin, hoor)]
    eigen = next(_eigen_deel(zin), None)
    if eigen is None:
        return gebieden or _wie(zin)
    # As in the verslag itself: what has a part of its own is repeated only when a leefgebied would be missed else.
    return [eigen, *(g for g in gebieden if g.partition("-")[2] not in bekend)]


def _eigen_deel(zin: str) -> Iterator[str]:
    if herkennen.find_zinnen(zin, "geprobeerd"):
        yield soort_geprobeerd(zin)
    for deel in ("wens", "urgentie"):
        if herkennen.find_zinnen(zin, deel):
            yield deel


def _leefgebieden(zin: str, hoor: Hoor) -> list[str]:
    """The codes of what is heard, without what is only denied."""
    gehoord = hoor(zin)
    ontkend = herkennen.find_ontkend(zin)
    return [g.code for g in gehoord.leefgebieden if g.code not in ontkend] if gehoord else []


def _wie(zin: str) -> list[str]:
    if herkennen.find_partijen(zin):
        return ["betrokken"]
    return ["huishouden"] if herkennen.find_huishouden(zin) else []
