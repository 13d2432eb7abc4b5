"""From a resident's question to the entries that answer it, or honestly to none.

Two things make an entry fit: the kinds the question asks for (`herkenner`) and the words it shares
(`rangschikking`). Leefgebied, toegang, hours and the check date shift the order among what fits.
Providers are treated alike: equal scores stand in an order drawn from the id.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import process
from rapidfuzz.distance import DamerauLevenshtein

from sociale_kaart import queries
from sociale_kaart.deel import Feiten
from sociale_kaart.geheugen import read_index, with_entries
from sociale_kaart.herkenner import herkenner
from sociale_kaart.index import KaartIndex
from sociale_kaart.kaartje import is_open
from sociale_kaart.kenmerken import stopwoorden
from sociale_kaart.models import Session, Voorziening
from sociale_kaart.rangschikking import Kandidaat, Waar, vind_kandidaten
from sociale_kaart.teksten import tekst
from sociale_kaart.thesaurus import vertaal
from sociale_kaart.velden import TOEGANGEN
from sociale_kaart.woordenschat import verbeter_vraag, woorden_van
from sociale_kaart.zicht import Zicht
from taal.woorden import termen
from triage.beoordeling import LEEFGEBIEDEN
from werkgebied import Plaats, Werkgebied

# Questions longer than this are cut: what is asked stands at the beginning.
MAX_VRAAG = 2000
# Below this nothing answers the question; and an answer must come near the best one.
DREMPEL, MIN_DEEL_VAN_BESTE = 0.30, 0.25
# The best entry must fit as well as this share of how clearly a kind is asked for (else the kaart has other kinds),
# and better as the question lies further beyond any kaart; ZEKER lets more through when it is lower.
# Found by logistic regression on half of the judged questions, with and without the entries that answer each; the
# first was lowered since: of five regions fewer than one in a hundred is refused wrongly, and one in seven is answered
# that should not be.
_GEVRAAGD, _BUITEN, _BUITEN_BEGIN, ZEKER = 0.70, 0.13, -0.17, -0.01
# The triage knows sixty thousand messages that are for the sociaal domein. Where it hears that one is not, nine in ten
# of what is answered all the same fits better than this; of what no kaart answers more than half does not.
_ELDERS = 0.12
# Unless the words of one entry are this much of the question.
_ZELFDE_WOORDEN = 0.6
_SYNONIEM_GEWICHT = 0.8
_TIJD = re.compile(
    r"\b(?:(?:op|aanstaande|komende|volgende|elke|iedere)\s+)?(?:maan|dins|woens|donder|vrij|zater|zon)dag"
    r"(?:ochtend|morgen|middag|avond)?s?\b|\b(?:vandaag|vanavond|vanmiddag|vanochtend|morgen|overmorgen|nu|nog|weekend"
    r"|open|geopend|dicht|gesloten|hoe laat)\b",
    re.IGNORECASE,
)
_HIER = r"(?:mij|me|ons|hier|huis|m'n huis|mijn huis)"
_NABIJ = re.compile(
    rf"(?:\bhier\s+)?(?:\b(?:bij|rond)\s+{_HIER}\s+)?\b(?:in\s+(?:de|mijn|onze|m'n)\s+(?:directe\s+|eigen\s+)?"
    rf"(?:buurt|omgeving)(?:\s+van)?|(?:dicht|vlak)\s?bij(?:\s+{_HIER})?|om\s+de\s+hoek|op\s+loopafstand)\b",
    re.IGNORECASE,
)
# Before the name of a place this says where somebody is; it does not ask for a house.
_IK_WOON = r"\b(?:ik|wij|we|hij|zij|ze)\s+(?:woon|woont|wonen)"
# "Wat is er te doen?" has no word of its own, and asks for what every kaart has. Who says for whom asks for that.
_ER_TE_DOEN = re.compile(r"\b(?:er|hier)\b[^.,?!]{0,30}\bte\s+(?:doen|beleven)\b", re.IGNORECASE)
_WAT_ER_TE_DOEN_IS, _DOEN = "activiteiten in het buurthuis", frozenset(termen("te doen en te beleven"))
# A question of nothing but small words must be this clear about a kind.
_ZONDER_EIGEN_WOORDEN = 1.0
# Factors small enough that they order what fits and never lift what does not.
_LEEFGEBIED = 1.10
_TOEGANG = dict(zip(TOEGANGEN, (1.0, 0.98, 0.96), strict=True))
_OPEN = {True: 1.15, None: 0.97, False: 0.85}
# An entry that was not checked in time comes behind one that fits as well: less than any step of place or toegang.
_TE_LAAT = 0.99


@dataclass(frozen=True)
class Treffer:
    """An entry that answers the question; score only compares within one question. waarom: for the redactie."""

    voorziening: Voorziening
    score: float
    waarom: tuple[str, ...]


@dataclass(frozen=True)
class Zoekvraag:
    """The question as words with their weight, and the place it is about.

    gevraagd: terms the resident used (or meant, when misspelt). vertaald: per term what the redactie's
    table of synonyms says it means.
    """

    gevraagd: tuple[str, ...]
    vertaald: Mapping[str, tuple[str, ...]]
    waar: Waar
    soorten: NDArray[np.float64]
    buiten: float

    @property
    def synoniemen(self) -> tuple[str, ...]:
        """Terms that only the table of synonyms adds."""
        alle = dict.fromkeys(t for termen_ in self.vertaald.values() for t in termen_)
        return tuple(t for t in alle if t not in self.gevraagd)

    @property
    def gewichten(self) -> dict[str, float]:
        return dict.fromkeys(self.synoniemen, _SYNONIEM_GEWICHT) | dict.fromkeys(self.gevraagd, 1.0)

    def totaal(self, index: KaartIndex) -> float:
        """How much all words of the question tell together, also those the kaart has not.

        A word that stands for another is answered by either.
        """
        return sum(
            max(index.idf(b) for b in self.vertaald[t]) if self.vertaald.get(t) and not index.kent(t) else index.idf(t)
            for t in self.gevraagd
        )


def lees_vraag(
    vraag: str, index: KaartIndex, *, werkgebied: Werkgebied, gemeente: str | None = None, kern: str | None = None
) -> Zoekvraag:
    """What is asked: the terms that count, and where. A place in the question goes before the place given."""
    vraag = vraag[:MAX_VRAAG]
    plaats = werkgebied.vind_plaats(vraag)
    zonder_nabij = _NABIJ.sub(" ", vraag)
    waar = replace(_waar(plaats, werkgebied, gemeente, kern), dichtbij=zonder_nabij != vraag)
    # "Near" says where, as the name of a place does; "in de buurt" must not find every buurthuis.
    vraag = zonder_nabij if len(zonder_nabij.split()) > 1 else vraag
    plaatswoorden = set(termen(f"{plaats.gemeente.naam} {plaats.kern or ''}")) if plaats else set()
    if not set(termen(_zonder_tijd(vraag))) - plaatswoorden - stopwoorden() - _DOEN:
        vraag = _ER_TE_DOEN.sub(lambda m: f"{m[0]} {_WAT_ER_TE_DOEN_IS}", vraag)
    eigen_woorden = woorden_van(index.eigen)
    vraag = verbeter_vraag(_zonder_plaats(vraag, plaats), kent=lambda t: index.kent(t) or t in eigen_woorden)
    woorden = tuple(termen(vraag))
    vertaald = vertaal(vraag, index.synoniemen, langste=index.langste_synoniem)
    gevraagd: dict[str, None] = {}
    for term in woorden:
        if term in vertaald:
            gevraagd[term] = None
        elif term not in stopwoorden() and term not in plaatswoorden:
            gevraagd[_bedoeld(term, index)] = None
    soorten, buiten = herkenner(index.eigen).vraag(_zonder_tijd(vraag), vertaald=vertaald)
    return Zoekvraag(tuple(gevraagd), vertaald, waar, soorten, buiten)


def _zonder_plaats(vraag: str, plaats: Plaats | None) -> str:
    """The question without the name of the place: where says nothing about what, nor does "ik woon in"."""
    namen = {plaats.gemeente.naam, plaats.kern or plaats.gemeente.naam} if plaats else set()
    for naam in sorted(namen, key=len, reverse=True):
        vraag = re.sub(
            rf"(?:(?:{_IK_WOON}\s+)?\b(?:in|te|uit|bij|rond|naar|van)\s+)?\b{re.escape(naam)}\b",
            " ",
            vraag,
            flags=re.IGNORECASE,
        )
    return vraag


def _zonder_tijd(vraag: str) -> str:
    """The question without when: "zaterdag open?" is asked of museums and passport desks as well."""
    wat = _TIJD.sub(" ", vraag)
    return wat if len(wat.split()) > 1 else vraag


def _waar(plaats: Plaats | None, werkgebied: Werkgebied, gemeente: str | None, kern: str | None) -> Waar:
    if plaats is not None:
        hoofdkern = plaats.gemeente.naam if plaats.gemeente.naam in plaats.gemeente.kernen else None
        return Waar(plaats.gemeente, plaats.kern, genoemd=plaats.kern or hoofdkern)
    gevonden = werkgebied.zoek_kern(kern) if kern else None
    return Waar(*gevonden) if gevonden else Waar(werkgebied.zoek_gemeente(gemeente))


def _bedoeld(term: str, index: KaartIndex) -> str:
    """The term itself when the kaart knows it, else the one it most resembles, else itself."""
    if index.kent(term) or len(term) < 5 or not term.isalpha():
        return term
    return _lijkt_op(index, term) or term


def _lijkt_op(index: KaartIndex, term: str) -> str | None:
    mag = 1 if len(term) < 8 else 2
    # The first letter is seldom wrong, and keeping it makes the search ten times shorter.
    woorden = index.woorden_met(term[0])
    kans = process.extractOne(term, woorden, scorer=DamerauLevenshtein.distance, score_cutoff=mag)
    return str(kans[0]) if kans else None


def find_voorzieningen(
    session: Session,
    vraag: str,
    *,
    werkgebied: Werkgebied,
    gemeente: str | None = None,
    kern: str | None = None,
    leefgebieden: Sequence[str] = (),
    elders: bool = False,
    nu: dt.datetime | None = None,
    limit: int = 3,
    zonder: Collection[str] = (),
    zicht: Zicht,
) -> list[Treffer]:
    """Entries that answer the question, best first; an empty list means: nothing here answers this.

    leefgebieden: codes that triage hears in the question; elders: it hears no matter of the sociaal domein, so that
    more must speak for an answer. nu: the moment somebody wants to go there,
    when hours matter. zonder: ids that were shown already. zicht: which entries may be seen.
    """
    index = read_index(session)
    gelezen = lees_vraag(vraag, index, werkgebied=werkgebied, gemeente=gemeente, kern=kern)
    volgorde = _rangschik(
        index, gelezen, werkgebied=werkgebied, leefgebieden=leefgebieden, nu=nu, zicht=zicht, elders=elders
    )
    gekozen = [r for r in volgorde if r.kandidaat.feiten.id not in zonder][:limit]
    voorzieningen = queries.get_many(session, [r.kandidaat.feiten.id for r in gekozen])
    return [
        Treffer(
            voorzieningen[r.kandidaat.feiten.id], round(r.score, 6), _waarom(r, gelezen, index, leefgebieden, zicht)
        )
        for r in gekozen
    ]


def try_vraag(
    session: Session,
    vraag: str,
    concept: Voorziening,
    *,
    werkgebied: Werkgebied,
    gemeente: str | None = None,
    leefgebieden: Sequence[str] = (),
    zicht: Zicht,
) -> int | None:
    """At which place (1 = first) this entry, not published yet, would come for this question; None = not found.

    concept: an entry outside the session, with the fields as they would be published.
    """
    index = with_entries(read_index(session), [concept])
    gelezen = lees_vraag(vraag, index, werkgebied=werkgebied, gemeente=gemeente)
    volgorde = _rangschik(index, gelezen, werkgebied=werkgebied, leefgebieden=leefgebieden, nu=None, zicht=zicht)
    return next((n for n, r in enumerate(volgorde, 1) if r.kandidaat.feiten.id == concept.id), None)


@dataclass(frozen=True)
class _Rang:
    kandidaat: Kandidaat
    score: float


def _rangschik(
    index: KaartIndex,
    vraag: Zoekvraag,
    *,
    werkgebied: Werkgebied,
    leefgebieden: Sequence[str],
    nu: dt.datetime | None,
    zicht: Zicht,
    elders: bool = False,
) -> list[_Rang]:
    if not vraag.gewichten and vraag.soorten.max() < _ZONDER_EIGEN_WOORDEN:
        return []
    kent = herkenner(index.eigen)
    kandidaten = vind_kandidaten(
        index, vraag.gewichten, kent.met_naast(vraag.soorten), codes=kent.codes, totaal=vraag.totaal(index),
        waar=vraag.waar, werkgebied=werkgebied, zicht=zicht,
    )  # fmt: skip
    zeker = 0.0 if _antwoordt(kandidaten, vraag, elders=elders) else _ZELFDE_WOORDEN
    genoeg = [k for k in kandidaten if k.past >= DREMPEL and k.tekst >= zeker]
    rangen = [_Rang(k, k.score * _factor(k.feiten, leefgebieden, nu, werkgebied, zicht)) for k in genoeg]
    rangen.sort(key=lambda r: (-round(r.score, 9), _eerlijk(r.kandidaat.feiten.id)))
    beste = rangen[0].score if rangen else 0.0
    return [r for r in rangen if r.score >= beste * MIN_DEEL_VAN_BESTE]


def _antwoordt(kandidaten: Sequence[Kandidaat], vraag: Zoekvraag, *, elders: bool) -> bool:
    """Whether this kaart answers the question at all."""
    beste = max((k.past for k in kandidaten), default=0.0)
    grens = _GEVRAAGD * float(vraag.soorten.max()) + max(ZEKER, _BUITEN * vraag.buiten + _BUITEN_BEGIN)
    return beste >= grens + (_ELDERS if elders else 0.0)


def _factor(
    feiten: Feiten, leefgebieden: Sequence[str], nu: dt.datetime | None, werkgebied: Werkgebied, zicht: Zicht
) -> float:
    factor = _TOEGANG.get(feiten.toegang, 1.0)
    if not _op_tijd(feiten, zicht):
        factor *= _TE_LAAT
    if set(leefgebieden) & set(feiten.leefgebieden):
        factor *= _LEEFGEBIED
    return factor if nu is None else factor * _OPEN[is_open(feiten, nu, werkgebied)]


def _op_tijd(feiten: Feiten, zicht: Zicht) -> bool:
    return feiten.vervalt_op is not None and feiten.vervalt_op > zicht.vandaag


@lru_cache(maxsize=65536)
def _eerlijk(id: str) -> str:
    """A fixed order among equals that no name or provider profits from."""
    return hashlib.sha256(id.encode()).hexdigest()


def _waarom(
    rang: _Rang, vraag: Zoekvraag, index: KaartIndex, leefgebieden: Sequence[str], zicht: Zicht
) -> tuple[str, ...]:
    kandidaat = rang.kandidaat
    redenen = []
    if kandidaat.soort is not None:
        redenen.append(tekst("waarom.soort", soort=herkenner(index.eigen).naam(kandidaat.soort)))
    gedeelde = index.gedeeld(kandidaat.feiten.id, vraag.gewichten)
    if woorden := [t for t in gedeelde if t in vraag.gevraagd]:
        redenen.append(tekst("waarom.woorden", woorden=", ".join(woorden)))
    if anders := [t for t in gedeelde if t in vraag.synoniemen]:
        redenen.append(tekst("waarom.synoniem", woorden=", ".join(anders)))
    gebieden = [c for c in leefgebieden if c in kandidaat.feiten.leefgebieden]
    redenen += [tekst("waarom.leefgebied", leefgebied=LEEFGEBIEDEN.get(c, c)) for c in gebieden]
    te_laat = () if _op_tijd(kandidaat.feiten, zicht) else (tekst("waarom.te_laat"),)
    return (*redenen, *_waarom_hier(kandidaat.feiten, vraag.waar), *te_laat)


def _waarom_hier(feiten: Feiten, waar: Waar) -> tuple[str, ...]:
    if waar.gemeente is None:
        return ()
    if waar.kern and waar.kern in feiten.kernen:
        return (tekst("waarom.kern", kern=waar.kern),)
    if feiten.gemeenten:
        return (tekst("waarom.gemeente", gemeente=waar.gemeente.naam),)
    return (tekst("waarom.regio"),)


def find_onbekende_woorden(index: KaartIndex, vraag: str) -> list[str]:
    """The words of a question that no entry has; what the redactie may add as a synonym or keyword."""
    woorden = dict.fromkeys(termen(vraag[:MAX_VRAAG]))
    return [t for t in woorden if t.isalpha() and t not in stopwoorden() and not index.kent(t)]
