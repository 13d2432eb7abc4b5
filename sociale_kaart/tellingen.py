"""What gesprekken tell the redactie, as counts without the residents.

Three lists: words of questions that found nothing, words residents use that no entry has, and entries
that were shown but never useful. One gesprek counts once. Nobody sees a count of fewer than five, and a
word that fewer than five people used is not even readable in the database: only a keyed hash is kept.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sociale_kaart import tellingen_opslag
from sociale_kaart.geheugen import read_index
from sociale_kaart.herkenner import herkenner
from sociale_kaart.models import Session
from sociale_kaart.soort_models import read_eigen
from sociale_kaart.soorten import soort_naam
from sociale_kaart.tellingen_opslag import Geteld
from sociale_kaart.zoek import find_onbekende_woorden, lees_vraag
from taal.woorden import termen
from werkgebied import Werkgebied

if TYPE_CHECKING:
    from sociale_kaart.index import KaartIndex

# Fewer than this is shown to nobody.
MINSTENS = 5
# The lists look back this far; older counts are deleted.
VENSTER = dt.timedelta(days=90)
# A question's words, at most; the rest of a long story says nothing about what the kaart lacks.
_MEESTE_WOORDEN = 8
# Figures, e-mail and odd words may be about a person; only ordinary words are counted.
_GEWOON_WOORD = re.compile(r"[a-z]{3,40}")
# From here on a question is sure enough to be about a kind.
_ZEKER = 0.5
# What a resident does when an entry was of use: asks on about it, or says so.
NUTTIG = frozenset(
    {"vervolg_kosten", "vervolg_openingstijden", "vervolg_contact", "vervolg_voorwaarden", "bedankt", "compliment"}
)
GOEDE_SCORE = 4


@dataclass(frozen=True)
class Beurt:
    """One message of a gesprek, as far as it is counted. intent: of a resident's words. getoond: ids of entries."""

    van_inwoner: bool
    tekst: str = ""
    intent: str = ""
    getoond: tuple[str, ...] = ()


@dataclass(frozen=True)
class Oogst:
    """What one more answer adds to the counts."""

    niets: tuple[str, ...] = ()
    onbekend: tuple[str, ...] = ()
    soorten: tuple[str, ...] = ()
    getoond: frozenset[str] = frozenset()
    nuttig: frozenset[str] = field(default_factory=frozenset)


def oogst(
    session: Session,
    eerder: Sequence[Beurt],
    vraag: Beurt,
    antwoord: Beurt,
    *,
    werkgebied: Werkgebied,
    onbeantwoord: bool,
    lees_index: Callable[[Session], KaartIndex] = read_index,
) -> Oogst:
    """What this question with its answer adds; what this gesprek counted before is not counted again.

    lees_index: for who counts many at once and reads the index once.
    """
    al = {t for b in eerder if b.van_inwoner for t in termen(b.tekst)}
    niets: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    onbekend: tuple[str, ...] = ()
    if vraag.tekst and (onbeantwoord or antwoord.getoond):
        index = lees_index(session)
        onbekend = _woorden(find_onbekende_woorden(index, vraag.tekst), al)
    if vraag.tekst and onbeantwoord:
        gelezen = lees_vraag(vraag.tekst, index, werkgebied=werkgebied)
        eigen = set(termen(vraag.tekst))
        niets = _woorden((w for w in gelezen.gevraagd if w in eigen), al)
        beste = int(gelezen.soorten.argmax()) if len(gelezen.soorten) else -1
        if niets and beste >= 0 and float(gelezen.soorten[beste]) >= max(_ZEKER, gelezen.buiten):
            kinds = (herkenner(index.eigen).codes[beste],)
    alles = [*eerder, vraag, antwoord]
    getoond = frozenset(antwoord.getoond) - {id for b in eerder for id in b.getoond}
    return Oogst(niets, onbekend, kinds, getoond, nuttige(alles) - nuttige(eerder))


def _woorden(woorden: Iterable[str], al: Collection[str]) -> tuple[str, ...]:
    goede = [w for w in dict.fromkeys(woorden) if _GEWOON_WOORD.fullmatch(w) and w not in al]
    return tuple(goede[:_MEESTE_WOORDEN])


def nuttige(beurten: Iterable[Beurt], *, score: int | None = None) -> frozenset[str]:
    """The entries that were of use in a gesprek: asked on about, thanked for, or all shown when the score is good."""
    laatst: tuple[str, ...] = ()
    nuttig: set[str] = set()
    gezien: set[str] = set()
    for beurt in beurten:
        if beurt.getoond:
            laatst = beurt.getoond
            gezien |= set(beurt.getoond)
        elif beurt.van_inwoner and beurt.intent in NUTTIG:
            nuttig |= set(laatst)
    return frozenset(gezien if score is not None and score >= GOEDE_SCORE else nuttig)


def store_oogst(session: Session, uit: Oogst, *, geheim: str, gemeente: str, dag: dt.date) -> None:
    """Add it to the counts. geheim: the key of the hashes; without it nobody can try words on them."""
    store_oogsten(session, [(uit, gemeente)], geheim=geheim, dag=dag)


def store_oogsten(session: Session, oogsten: Sequence[tuple[Oogst, str]], *, geheim: str, dag: dt.date) -> None:
    """The same for many at once, each with its gemeente, in as many statements as for one."""
    woorden: Counter[tuple[str, str, str]] = Counter()
    for uit, gemeente in oogsten:
        for wat, lijst in (("niets", uit.niets), ("onbekend", uit.onbekend), ("soort", uit.soorten)):
            woorden.update((wat, woord, gemeente) for woord in lijst)
    # In a fixed order: two transactions that count the same rows must not wait for one another for ever.
    geteld = {
        Geteld(wat, _sleutel(geheim, wat, woord), woord, gem): n for (wat, woord, gem), n in sorted(woorden.items())
    }
    tellingen_opslag.add_woorden(session, geteld, dag=dag)
    vaak = tellingen_opslag.find_verborgen(session, geteld, sinds=dag - VENSTER, minstens=MINSTENS)
    for wat, sleutel, woord in sorted({(g.wat, g.sleutel, g.woord) for g in geteld if g.sleutel in vaak}):
        tellingen_opslag.reveal(session, wat, sleutel, woord)
    getoond = Counter(id for uit, _ in oogsten for id in uit.getoond)
    nuttig = Counter(id for uit, _ in oogsten for id in uit.nuttig)
    tellingen_opslag.add_getoond(session, dag, getoond=getoond, nuttig=nuttig)


def _sleutel(geheim: str, wat: str, woord: str) -> str:
    return hmac.new(geheim.encode(), f"{wat}:{woord}".encode(), hashlib.sha256).hexdigest()


@dataclass(frozen=True)
class Signalen:
    """The lists for the redactie. soorten: (code, name, how many). nooit_nuttig: (id, name, how often shown)."""

    niets: list[tuple[str, int]]
    onbekend: list[tuple[str, int]]
    soorten: list[tuple[str, str, int]]
    nooit_nuttig: list[tuple[str, str, int]]


def read_signalen(session: Session, vandaag: dt.date) -> Signalen:
    """What the gesprekken of the last three months tell; nothing of which there are fewer than five."""
    sinds, eigen = vandaag - VENSTER, read_eigen(session)
    per_wat: Mapping[str, list[tuple[str, int]]] = {
        wat: tellingen_opslag.sum_woorden(session, wat, sinds=sinds, minstens=MINSTENS)
        for wat in ("niets", "onbekend", "soort")
    }
    return Signalen(
        niets=per_wat["niets"],
        onbekend=_nog_onbekend(session, per_wat["onbekend"]),
        soorten=[(code, soort_naam(code, eigen), n) for code, n in per_wat["soort"]],
        nooit_nuttig=tellingen_opslag.find_nooit_nuttig(session, sinds=sinds, minstens=MINSTENS),
    )


def _nog_onbekend(session: Session, woorden: list[tuple[str, int]]) -> list[tuple[str, int]]:
    """Words that got a synonym or an entry meanwhile need no attention any more."""
    index: Any = read_index(session)
    bekend = {w for sleutel in index.synoniemen for w in sleutel}
    return [(w, n) for w, n in woorden if not index.kent(w) and w not in bekend]


def delete_old(session: Session, vandaag: dt.date) -> None:
    """Forget what is older than the lists look back."""
    tellingen_opslag.delete_before(session, vandaag - VENSTER)
