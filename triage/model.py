"""Triage: from a resident's words to a Beoordeling, in milliseconds, with or without a trained model."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from taal.tekstmodel import Tekstmodel, laad_tekstmodel
from triage import gesprek
from triage.beoordeling import CRISIS_SOORTEN, SOORTEN, ZWAARTES, Beoordeling, GevondenLeefgebied
from triage.gewichten import Gewichten, Kansen, ModelFout, load
from triage.kenmerken import MAX_TEKENS, Lezing, lees, stukken
from triage.koppen import GEBIEDEN, Getallen
from triage.lexicon import Lexicon, lees_lexicon
from triage.namens import vind_namens
from triage.ontkend import zonder_ontkend
from triage.ruimte import Vector
from triage.signalen import Signalen, extra_kenmerken, lees_signalen, regel
from triage.zwaarte import kies_route, tel_zwaarte, verklaar

LEXICON_MAP = Path(__file__).resolve().parent.parent / "data" / "lexicon"
MAX_BEWIJS = 3
# A sentence tells of a leefgebied that was heard unless the first layer is nearly sure that it does not (-1): the
# decision is about the whole message, and what its other sentences say of it belongs in the verslag too.
BEWIJS_DREMPEL = -0.7
MAX_BEWIJS_TEKENS = 300
# Above this chance of more than one simple question, the assistant asks before it answers.
TWIJFEL = 0.15
# Below the threshold of its kind but above this, danger is possible: ask first, and name the help lines gently.
MOGELIJK_GEVAAR = 0.08
# A reviewed pattern that leaves no doubt only needs the model not to be sure of the contrary.
CRISIS_DREMPEL_PATROON = 0.08
_LEXICON_GENOEG = 2.0


@dataclass(frozen=True)
class Triage:
    """Reads texts. Make one with `load` (or `zonder_model`) and keep it; it holds no state of a gesprek."""

    gewichten: Gewichten | None
    lexicon: Lexicon = field(default_factory=Lexicon)
    tekstmodel: Tekstmodel | None = None

    @classmethod
    def load(cls, map: Path, *, lexicon_map: Path = LEXICON_MAP, tekstmodel: str = "") -> Triage:
        """The trained triage in a folder; tekstmodel is the place of the text model it was trained with, if any.

        Raises ModelFout when there is none that can be used, and TekstmodelFout.
        """
        gewichten = load(map)
        breedte = gewichten.ruimte.dicht
        if not breedte:
            return cls(gewichten, lees_lexicon(lexicon_map))
        lezer = laad_tekstmodel(tekstmodel) if tekstmodel else None
        if lezer is None or lezer.breedte != breedte:
            raise ModelFout(
                f"Het triagemodel in {map} is met een ander tekstmodel getraind. "
                "Kijk TEKSTMODEL na, of train opnieuw met 'voordeur train'."
            )
        return cls(gewichten, lees_lexicon(lexicon_map), lezer)

    @classmethod
    def zonder_model(cls, *, lexicon_map: Path = LEXICON_MAP) -> Triage:
        """Patterns, rules and lexicon only: for when nothing was trained, so that a crisis is still heard."""
        return cls(None, lees_lexicon(lexicon_map))

    def beoordeel(self, tekst: str) -> Beoordeling:
        """The finding on one message. Never raises on any text; time grows linearly with its length."""
        lezing, signalen = self._gelezen(tekst[:MAX_TEKENS])
        if not lezing.zinnen:
            return Beoordeling(zwaarte="geen", soort="gesprek", route="gesprek", intent="leeg")
        if self.gewichten is None:
            return self._zonder_model(lezing, signalen)
        return self._met_model(self.gewichten, lezing, signalen, self._dicht(tekst))

    def _gelezen(self, tekst: str) -> tuple[Lezing, Signalen]:
        """The text without what somebody says is not the matter; with a sure sign of danger in it, all of it counts."""
        lezing = lees(tekst)
        signalen = lees_signalen(lezing, self.lexicon)
        rest = tekst if any(c.zeker for c in signalen.crisis) else zonder_ontkend(tekst)
        if rest == tekst:
            return lezing, signalen
        lezing = lees(rest)
        return lezing, lees_signalen(lezing, self.lexicon)

    def _dicht(self, tekst: str) -> Getallen | None:
        return None if self.tekstmodel is None else self.tekstmodel.vectoren([tekst[:MAX_TEKENS]])[0]

    def beoordeel_gesprek(
        self, berichten: Sequence[Beoordeling], *, weg: Collection[str] = (), erbij: Collection[str] = ()
    ) -> Beoordeling:
        """All findings of a gesprek together, with the resident's corrections applied."""
        return gesprek.beoordeel_gesprek(berichten, weg=weg, erbij=erbij)

    def kansen(self, tekst: str) -> Kansen | None:
        """All probabilities of one text, for measuring; None without a model, and for a text without words."""
        g = self.gewichten
        if g is None:
            return None
        lezing, signalen = self._gelezen(tekst[:MAX_TEKENS])
        if not lezing.zinnen:
            return None
        vector = g.ruimte.vector(lezing.tokens, self._dicht(tekst))
        return self._kansen(g, lezing, signalen, vector, _oordelen(g, lezing, vector))

    def _kansen(self, g: Gewichten, lezing: Lezing, signalen: Signalen, vector: Vector, oordelen: _Oordelen) -> Kansen:
        extra = extra_kenmerken(lezing, signalen, self.lexicon)
        return g.kansen(vector, oordelen.geheel, oordelen.stukken, extra)

    def _met_model(self, g: Gewichten, lezing: Lezing, signalen: Signalen, dicht: Getallen | None) -> Beoordeling:
        vector = g.ruimte.vector(lezing.tokens, dicht)
        oordelen = _oordelen(g, lezing, vector)
        kansen = self._kansen(g, lezing, signalen, vector, oordelen)
        crisis = _crisis(g, kansen, signalen)
        soort = SOORTEN[int(kansen.soort.argmax())]
        zwaarte = "crisis" if crisis else ZWAARTES[int(kansen.zwaarte[:-1].argmax())]
        per_zin = _per_zin(g, lezing, oordelen)
        leefgebieden = _leefgebieden(kansen.gebied, g.drempels, per_zin)
        if zwaarte == "geen" and soort not in {"gesprek", "buiten_bereik"} and leefgebieden:
            zwaarte = "enkelvoudig"
        if zwaarte == "geen":
            leefgebieden = ()
        i = int(kansen.intent.argmax())
        zwaarst = _zwaarste_zin(per_zin)
        p_zwaar = float(kansen.zwaarte[2:].sum())
        gevaar = crisis is None and kansen.crisis >= MOGELIJK_GEVAAR
        route = kies_route(zwaarte, soort, aantal=len(leefgebieden), twijfel=p_zwaar > TWIJFEL or gevaar)
        regels = verklaar(zwaarte, leefgebieden, signalen, zin=zwaarst)
        if gevaar:
            regels += (regel("mogelijk_gevaar", _beste(per_zin, per_zin.antwoorden[:, per_zin.crisis])[:1]),)
        return Beoordeling(
            zwaarte=zwaarte,
            soort=soort,
            leefgebieden=leefgebieden,
            crisis=crisis,
            crisis_bewijs=_crisis_bewijs(crisis, signalen, per_zin),
            route=route,
            regels=regels,
            namens=vind_namens(lezing.tokens, soort=soort),
            intent=g.koppen.intents[i],
            intent_score=round(float(kansen.intent[i]), 4),
        )

    def _zonder_model(self, lezing: Lezing, signalen: Signalen) -> Beoordeling:
        som = dict.fromkeys(GEBIEDEN, 0.0)
        for t in signalen.lexicon:
            som[t.leefgebied] += 0.0 if t.ontkend else t.gewicht
        leefgebieden = tuple(
            GevondenLeefgebied(code, round(s / (1 + s), 3), lezing.zinnen[:1])
            for code, s in sorted(som.items(), key=lambda paar: -paar[1])
            if s >= _LEXICON_GENOEG
        )
        zeker = next((c for c in signalen.crisis if c.zeker), None)
        zwaarte = "crisis" if zeker else tel_zwaarte(leefgebieden, signalen, soort="vraag")
        return Beoordeling(
            zwaarte=zwaarte,
            soort="vraag",
            leefgebieden=leefgebieden,
            crisis=zeker.soort if zeker else None,
            crisis_bewijs=zeker.bewijs if zeker else (),
            route=kies_route(zwaarte, "vraag", aantal=len(leefgebieden), twijfel=False),
            regels=verklaar(zwaarte, leefgebieden, signalen),
            namens=vind_namens(lezing.tokens, soort="vraag"),
            intent="crisis" if zeker else "hulpvraag",
        )


@dataclass(frozen=True)
class _PerZin:
    zinnen: tuple[str, ...]
    antwoorden: Getallen
    koppen_gebied: slice
    crisis: int
    zwaar: int


@dataclass(frozen=True)
class _Oordelen:
    """First-layer answers on the whole, on each sentence and on each piece (`kenmerken.stukken`)."""

    geheel: Getallen
    zinnen: Getallen
    stukken: Getallen


def _oordelen(g: Gewichten, lezing: Lezing, vector: Vector) -> _Oordelen:
    geheel = g.antwoorden(vector)
    gezien: dict[tuple[str, ...], Getallen] = {lezing.tokens: geheel}

    def oordeel(woorden: tuple[str, ...]) -> Getallen:
        if woorden not in gezien:
            gezien[woorden] = g.antwoorden(g.ruimte.vector(woorden))
        return gezien[woorden]

    zinnen = np.array([oordeel(zin) for zin in lezing.per_zin], dtype=np.float32)
    return _Oordelen(geheel, zinnen, np.array([oordeel(stuk) for stuk in stukken(lezing)], dtype=np.float32))


def _per_zin(g: Gewichten, lezing: Lezing, oordelen: _Oordelen) -> _PerZin:
    """First-layer answers per sentence, for evidence."""
    k = g.koppen
    antwoorden = oordelen.zinnen
    kort = tuple(z if len(z) <= MAX_BEWIJS_TEKENS else z[: MAX_BEWIJS_TEKENS - 1] + "…" for z in lezing.zinnen)
    return _PerZin(kort, antwoorden, k.plek("gebied"), k.plek("crisis").start, k.plek("complex").start)


def _leefgebieden(p: Getallen, drempels: Getallen, per_zin: _PerZin) -> tuple[GevondenLeefgebied, ...]:
    gevonden = []
    for k in np.argsort(-p):
        if p[k] >= drempels[k]:
            kolom = per_zin.antwoorden[:, per_zin.koppen_gebied.start + int(k)]
            bewijs = _beste(per_zin, kolom, vanaf=BEWIJS_DREMPEL)
            gevonden.append(GevondenLeefgebied(GEBIEDEN[k], round(float(p[k]), 4), bewijs))
    return tuple(gevonden)


def _beste(per_zin: _PerZin, kolom: Getallen, *, vanaf: float = 0.0) -> tuple[str, ...]:
    """The sentence that speaks most for a head, and others that do so too."""
    orde = [int(i) for i in np.argsort(-kolom)[:MAX_BEWIJS]]
    return tuple(per_zin.zinnen[i] for n, i in enumerate(orde) if n == 0 or kolom[i] > vanaf)


def _zwaarste_zin(per_zin: _PerZin) -> str:
    return per_zin.zinnen[int(per_zin.antwoorden[:, per_zin.zwaar].argmax())]


def _crisis(g: Gewichten, kansen: Kansen, signalen: Signalen) -> str | None:
    zeker = [c for c in signalen.crisis if c.zeker]
    soort = int(kansen.crisis_soort.argmax())
    if kansen.crisis >= g.crisis_drempels[soort]:
        return CRISIS_SOORTEN[soort]
    return zeker[0].soort if zeker and kansen.crisis >= CRISIS_DREMPEL_PATROON else None


def _crisis_bewijs(crisis: str | None, signalen: Signalen, per_zin: _PerZin) -> tuple[str, ...]:
    if crisis is None:
        return ()
    uit_patroon = next((c.bewijs for c in signalen.crisis if c.soort == crisis), ())
    return uit_patroon or _beste(per_zin, per_zin.antwoorden[:, per_zin.crisis])
