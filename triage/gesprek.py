"""One finding over a whole gesprek: what was heard adds up, and what the resident takes back goes away."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from triage.beoordeling import CRISIS_SOORTEN, LEEFGEBIEDEN, ZWAARTES, Beoordeling, GevondenLeefgebied, Regel
from triage.signalen import Signalen, regel, regelsoorten
from triage.zwaarte import kies_route, verklaar

_TWEE = ZWAARTES.index("meervoudig")


def _leefgebieden(
    berichten: Sequence[Beoordeling], weg: Collection[str], erbij: Collection[str]
) -> tuple[GevondenLeefgebied, ...]:
    scores: dict[str, float] = {}
    bewijs: dict[str, dict[str, None]] = {}
    for bericht in berichten:
        for g in bericht.leefgebieden:
            scores[g.code] = max(scores.get(g.code, 0.0), g.score)
            bewijs.setdefault(g.code, {}).update(dict.fromkeys(g.bewijs))
    for code in erbij:
        scores[code] = 1.0
    over = [code for code in LEEFGEBIEDEN if code in scores and (code not in weg or code in erbij)]
    return tuple(
        sorted(
            (GevondenLeefgebied(c, scores[c], tuple(bewijs.get(c, ()))) for c in over), key=lambda g: (-g.score, g.code)
        )
    )


def _regels(berichten: Sequence[Beoordeling]) -> tuple[Regel, ...]:
    """Rules on words, with the evidence of all messages; counting is done anew over the whole gesprek."""
    bewijs: dict[str, dict[str, None]] = {}
    for bericht in berichten:
        for r in bericht.regels:
            if r.code in regelsoorten() and regelsoorten()[r.code].soort in {"complex", "vast", "model"}:
                bewijs.setdefault(r.code, {}).update(dict.fromkeys(r.bewijs))
    return tuple(regel(code, tuple(zinnen)) for code, zinnen in bewijs.items())


def _zwaarte(leefgebieden: Sequence[GevondenLeefgebied], regels: Sequence[Regel], zwaarst: str) -> str:
    """The heaviest message counts when complexity was heard in words; areas are counted over all messages."""
    soorten = {regelsoorten()[r.code].soort for r in regels}
    aantal = len(leefgebieden)
    if aantal == 0:
        return "geen"
    if aantal >= 3 or "vast" in soorten or (zwaarst == "multicomplex" and soorten):
        return "multicomplex"
    if aantal == 2 or soorten:
        return "meervoudig"
    return "enkelvoudig"


def beoordeel_gesprek(
    berichten: Sequence[Beoordeling], *, weg: Collection[str] = (), erbij: Collection[str] = ()
) -> Beoordeling:
    """All findings together. weg, erbij: leefgebieden the resident took away or added; they win.

    Nothing fades: what was said ten messages ago still stands, until it is corrected. A crisis stays one.
    """
    if not berichten:
        return Beoordeling(zwaarte="geen", soort="gesprek", route="verhelderen")
    leefgebieden = _leefgebieden(berichten, weg, erbij)
    inhoud = [b for b in berichten if b.soort not in {"gesprek", "buiten_bereik"}]
    laatste = (inhoud or list(berichten))[-1]
    soort = next((b.soort for b in inhoud if b.soort == "signaal"), laatste.soort)
    regels = _regels(inhoud)
    crisis = next((s for s in CRISIS_SOORTEN for b in berichten if b.crisis == s), None)
    zwaarst = max((b.zwaarte for b in inhoud), key=ZWAARTES.index, default="geen")
    zwaarte = "crisis" if crisis else _zwaarte(leefgebieden, regels, zwaarst)
    uitleg = verklaar(
        zwaarte, leefgebieden, Signalen(regels=regels, soorten=frozenset(regelsoorten()[r.code].soort for r in regels))
    )
    return replace(
        laatste,
        zwaarte=zwaarte,
        soort=soort,
        leefgebieden=leefgebieden,
        crisis=crisis,
        crisis_bewijs=tuple(dict.fromkeys(z for b in berichten for z in b.crisis_bewijs)),
        regels=uitleg,
        namens=next((b.namens for b in reversed(berichten) if b.namens in {"naaste", "signaal"}), laatste.namens),
        route=kies_route(zwaarte, soort, aantal=len(leefgebieden), twijfel=laatste.route == "verhelderen"),
    )
