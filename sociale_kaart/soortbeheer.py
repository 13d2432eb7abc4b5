"""The kinds as the redactie keeps them: more ways of asking and words for a kind, and kinds of their own.

What is added here is used by the next question. The kinds of the product themselves stay as they are.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from opslag.db import now
from sociale_kaart import queries, soort_queries
from sociale_kaart.edits import Afgekeurd
from sociale_kaart.geheugen import read_index
from sociale_kaart.herkenner import herkenner
from sociale_kaart.imports import stukken
from sociale_kaart.models import Session
from sociale_kaart.soort_models import UPL, VRAAG, WOORD, EigenSoort, Soortwijziging, Soortzin, read_eigen
from sociale_kaart.soorten import Soort, code_van, soorten, upl_naam
from sociale_kaart.velden import Veldfout
from taal.normaliseren import normaliseer
from taal.woorden import termen
from triage.beoordeling import LEEFGEBIEDEN

# One way of asking says too little about a kind; three together are what a question is compared with.
MINSTE_VRAGEN = 3
LANGSTE_NAAM, LANGSTE_DEFINITIE, LANGSTE_ZIN, MEESTE_ZINNEN = 80, 400, 200, 50
# So that no kind which the product brings along later has the same code.
_EIGEN = "eigen_"
_LANGSTE_CODE = 60
# Below this a question does not resemble a kind at all, and below this share of the best another one is meant.
_GEHOORD, _DEEL_VAN_BESTE, _MEESTE_GEHOORD = 0.2, 0.4, 5
_KORTSTE_WOORD = 4
# As the history tells it.
_ERBIJ = {UPL: "UPL-naam"}
# So many entries are compared with the kinds at once.
_PER_KEER = 512


@dataclass(frozen=True)
class Soortrij:
    """A kind in the list. eigen: of the redactie itself. erbij: how many sentences the redactie added."""

    soort: Soort
    eigen: bool
    erbij: int


@dataclass(frozen=True)
class Soortblad:
    """All there is to know of one kind. vragen and woorden: what the redactie added, by text."""

    soort: Soort
    eigen: bool
    vragen: list[Soortzin]
    woorden: list[Soortzin]
    geschiedenis: list[Soortwijziging]
    # How many entries a redacteur gave this kind, and how many have it by their text.
    gekozen: int
    voorgesteld: int

    @property
    def van_het_product(self) -> Soort | None:
        return soorten().get(self.soort.code)


def list_soorten(session: Session, zoek: str = "") -> list[Soortrij]:
    """The kinds with these words in their name, definition or words; the redactie's own first, then by name."""
    erbij = soort_queries.count_zinnen(session)
    gezocht = normaliseer(zoek).split()
    rijen = [Soortrij(s, s.code not in soorten(), erbij.get(s.code, 0)) for s in soorten(read_eigen(session)).values()]
    rijen = [r for r in rijen if all(w in _doorzocht(r.soort) for w in gezocht)]
    return sorted(rijen, key=lambda r: (not r.eigen, normaliseer(r.soort.naam)))


def _doorzocht(soort: Soort) -> str:
    return normaliseer(" ".join((soort.naam, soort.definitie, *soort.woorden)))


def get_soort(session: Session, code: str) -> Soortblad | None:
    """One kind with what was added; None when there is no such kind."""
    soort = soorten(read_eigen(session)).get(code)
    if soort is None:
        return None
    zinnen = soort_queries.read_zinnen(session, code)
    gekozen, voorgesteld = soort_queries.count_voorzieningen(session, code)
    return Soortblad(
        soort=soort,
        eigen=code not in soorten(),
        vragen=[z for z in zinnen if z.wat == VRAAG],
        woorden=[z for z in zinnen if z.wat == WOORD],
        geschiedenis=soort_queries.read_geschiedenis(session, code),
        gekozen=gekozen,
        voorgesteld=voorgesteld,
    )


def hear_soorten(session: Session, vraag: str) -> list[Soort]:
    """The kinds that this question asks for, most first; to see where a way of asking belongs."""
    eigen = read_index(session).eigen
    bekend, alle = herkenner(eigen), soorten(eigen)
    scores, _ = bekend.vraag(vraag)
    genoeg = max(_GEHOORD, _DEEL_VAN_BESTE * float(scores.max()))
    beste = [int(i) for i in (-scores).argsort(kind="stable")[:_MEESTE_GEHOORD] if scores[i] >= genoeg]
    return [alle[bekend.codes[i]] for i in beste]


def add_soort(
    session: Session,
    naam: str,
    *,
    leefgebieden: Sequence[str],
    definitie: str,
    vragen: str,
    woorden: str,
    wie: str,
    upl: str = "",
    code: str = "",
    stel_voor: bool = True,
) -> str:
    """Make a kind of the redactie's own and give its code. vragen, woorden: one a line. Raises Afgekeurd.

    upl: its name in the Uniforme Productnamenlijst, when it has one. code: as it has elsewhere; '' makes one.
    stel_voor: whether entries get the kind at once; else the caller does that (`propose_again`).
    """
    naam, definitie = " ".join(naam.split()), " ".join(definitie.split())
    fouten = [*_keur_kop(session, "", naam, leefgebieden, definitie, upl)]
    goede_vragen, goede_woorden = _lees(session, "", VRAAG, vragen, fouten), _lees(session, "", WOORD, woorden, fouten)
    if len(goede_vragen) < MINSTE_VRAGEN and not any(f.veld == "vragen" for f in fouten):
        fouten.append(Veldfout("vragen", f"schrijf minstens {MINSTE_VRAGEN} vragen, elk op een eigen regel."))
    if fouten:
        raise Afgekeurd(fouten)
    code = code or _vrije_code(session, naam)
    session.add(EigenSoort(code=code, naam=naam, leefgebieden=list(leefgebieden), definitie=definitie, wie=wie))
    _noteer(session, code, "soort gemaakt", naam, wie)
    for wat, zinnen in ((VRAAG, goede_vragen), (WOORD, goede_woorden), (UPL, [upl_naam(upl)] if upl else [])):
        _voeg_toe(session, code, wat, zinnen, wie)
    session.flush()
    if stel_voor:
        propose_again(session, [code], (naam, *goede_woorden))
    return code


def change_soort(
    session: Session,
    code: str,
    naam: str,
    *,
    leefgebieden: Sequence[str],
    definitie: str,
    wie: str,
    upl: str | None = None,
    stel_voor: bool = True,
) -> bool:
    """Change what a kind of the redactie's own is called and what it is; whether anything is different. Raises
    Afgekeurd. upl: '' = none, None = as it is."""
    eigen = session.get(EigenSoort, code)
    naam, definitie = " ".join(naam.split()), " ".join(definitie.split())
    if eigen is None:
        raise Afgekeurd([Veldfout("naam", "deze soort hoort bij het programma. U kunt er wel vragen bij zetten.")])
    if fouten := list(_keur_kop(session, code, naam, leefgebieden, definitie, upl or "")):
        raise Afgekeurd(fouten)
    andere_upl = upl is not None and _zet_upl(session, code, upl_naam(upl), wie)
    if (eigen.naam, eigen.leefgebieden, eigen.definitie) == (naam, list(leefgebieden), definitie):
        session.flush()
        return andere_upl
    eerst = f"{eigen.naam}: {eigen.definitie}"
    eigen.naam, eigen.leefgebieden, eigen.definitie = naam, list(leefgebieden), definitie
    eigen.wie, eigen.op = wie, now()
    _noteer(session, code, "soort gewijzigd, eerst stond er", eerst, wie)
    session.flush()
    if stel_voor:
        propose_again(session, [code], (naam,))
    return True


def _zet_upl(session: Session, code: str, upl: str, wie: str) -> bool:
    """Give this kind this UPL name, or none; whether it is another one."""
    huidig = soort_queries.find_upl(session, code)
    if (huidig.tekst if huidig else "") == upl:
        return False
    if huidig is not None:
        session.delete(huidig)
        _noteer(session, code, "UPL-naam weg", huidig.tekst, wie)
    _voeg_toe(session, code, UPL, [upl] if upl else [], wie)
    return True


def add_zinnen(session: Session, code: str, wat: str, teksten: str, *, wie: str, stel_voor: bool = True) -> int:
    """Add ways of asking (VRAAG) or words (WOORD) to a kind, one a line; gives how many are new. Raises Afgekeurd."""
    if wat not in (VRAAG, WOORD) or code not in soorten(read_eigen(session)):
        raise Afgekeurd([Veldfout("soort", "kies een soort uit de lijst.")])
    fouten: list[Veldfout] = []
    zinnen = _lees(session, code, wat, teksten, fouten)
    if not zinnen and not fouten and not teksten.strip():
        fouten.append(Veldfout(_veld(wat), "mag niet leeg zijn."))
    if fouten:
        raise Afgekeurd(fouten)
    _voeg_toe(session, code, wat, zinnen, wie)
    session.flush()
    if wat == WOORD and stel_voor:
        propose_again(session, [code], zinnen)
    return len(zinnen)


def delete_zin(session: Session, code: str, id: int, *, wie: str) -> bool:
    """Take away a sentence that the redactie added; False when it was not there."""
    zin = session.get(Soortzin, id)
    if zin is None or zin.soort != code or zin.wat == UPL:
        return False
    session.delete(zin)
    _noteer(session, code, f"{zin.wat} weg", zin.tekst, wie)
    session.flush()
    if zin.wat == WOORD:
        propose_again(session, [code], ())
    return True


def delete_soort(session: Session, code: str, *, wie: str) -> bool:
    """Take away a kind of the redactie's own, with its sentences; False when it was not there. Raises Afgekeurd."""
    eigen = session.get(EigenSoort, code)
    if eigen is None:
        return False
    gekozen, _ = soort_queries.count_voorzieningen(session, code)
    if gekozen:
        reden = f"{gekozen} keer gekozen bij een voorziening. Haal het vinkje daar eerst weg."
        raise Afgekeurd([Veldfout("weg", reden)])
    for zin in soort_queries.read_zinnen(session, code):
        session.delete(zin)
    session.delete(eigen)
    if (termijn := queries.read_controletermijnen(session).get(code)) is not None:
        session.delete(termijn)
    _noteer(session, code, "soort weggehaald", eigen.naam, wie)
    session.flush()
    propose_again(session, [code], ())
    return True


def _keur_kop(
    session: Session, code: str, naam: str, leefgebieden: Sequence[str], definitie: str, upl: str
) -> Iterator[Veldfout]:
    yield from _keur_tekst("naam", naam, LANGSTE_NAAM)
    yield from _keur_tekst("definitie", definitie, LANGSTE_DEFINITIE)
    if code_van(naam, read_eigen(session)) not in (None, code):
        yield Veldfout("naam", "deze soort is er al. Zet uw vragen daarbij.")
    if not leefgebieden or set(leefgebieden) - set(LEEFGEBIEDEN):
        yield Veldfout("leefgebieden", "kies minstens één leefgebied.")
    if upl and not upl_naam(upl):
        kort = upl if len(upl) <= 40 else upl[:40] + "…"
        yield Veldfout("upl", f"'{kort}' staat niet in de lijst. Typ een paar letters en kies een naam.")


def _keur_tekst(veld: str, tekst: str, lengte: int) -> Iterator[Veldfout]:
    kort = tekst if len(tekst) <= 40 else tekst[:40] + "…"
    if not tekst:
        yield Veldfout(veld, "mag niet leeg zijn.")
    elif len(tekst) > lengte:
        yield Veldfout(veld, f"'{kort}' is te lang: er passen {lengte} tekens.")
    elif "\x00" in tekst or not termen(tekst):
        yield Veldfout(veld, f"in '{kort}' staat geen woord waarop gezocht kan worden.")


def _veld(wat: str) -> str:
    return {VRAAG: "vragen", WOORD: "woorden"}[wat]


def _lees(session: Session, code: str, wat: str, teksten: str, fouten: list[Veldfout]) -> list[str]:
    """The lines that are new for this kind; what is wrong with any goes to `fouten`."""
    regels = [" ".join(regel.split()) for regel in teksten.splitlines()]
    uniek = list({normaliseer(r): r for r in regels if r}.values())
    if len(uniek) > MEESTE_ZINNEN:
        fouten.append(Veldfout(_veld(wat), f"dit zijn er te veel. U kunt er {MEESTE_ZINNEN} tegelijk bewaren."))
        return []
    waar = _waar_staat(session, wat)
    nieuw = []
    for regel in uniek:
        eerste_fout = next(_keur_tekst(_veld(wat), regel, LANGSTE_ZIN), None)
        elders = waar.get(normaliseer(regel))
        if eerste_fout is not None:
            fouten.append(eerste_fout)
        elif elders is None:
            nieuw.append(regel)
        elif elders.code != code and wat == VRAAG:
            fouten.append(Veldfout("vragen", f"'{regel}' staat al bij de soort {elders.naam}."))
        elif elders.code != code:
            nieuw.append(regel)
    return nieuw


def _waar_staat(session: Session, wat: str) -> dict[str, Soort]:
    """By sentence the kind it stands with."""
    alle = soorten(read_eigen(session)).values()
    return {normaliseer(z): s for s in alle for z in (s.vragen if wat == VRAAG else s.woorden)}


def _vrije_code(session: Session, naam: str) -> str:
    basis = _EIGEN + (re.sub(r"[^a-z0-9]+", "_", normaliseer(naam)).strip("_")[:_LANGSTE_CODE] or "soort")
    bezet = {e.code for e in read_eigen(session)}
    return next(c for c in (basis, *(f"{basis}_{n}" for n in range(2, 1000))) if c not in bezet)


def _voeg_toe(session: Session, code: str, wat: str, zinnen: Iterable[str], wie: str) -> None:
    for zin in zinnen:
        session.add(Soortzin(soort=code, wat=wat, tekst=zin, wie=wie))
        _noteer(session, code, f"{_ERBIJ.get(wat, wat)} erbij", zin, wie)


def _noteer(session: Session, code: str, wat: str, tekst: str, wie: str) -> None:
    session.add(Soortwijziging(soort=code, wat=wat, tekst=tekst, wie=wie))


def propose_again(session: Session, codes: Collection[str], woorden: Iterable[str]) -> None:
    """Give entries that nobody labelled the kinds that their text shows now; only those it can be about.

    codes: the kinds that changed; woorden: what they are recognised by from now on.
    """
    termen_ = {t for w in woorden for t in termen(w) if len(t) >= _KORTSTE_WOORD}
    bekend = herkenner(read_eigen(session))
    voorstel: dict[str, list[str]] = {}
    for stuk in stukken(soort_queries.find_ungekozen(session, sorted(codes), sorted(termen_)), _PER_KEER):
        beter = zip(stuk, bekend.stel_alle_voor(stuk), strict=True)
        voorstel |= {rij.id: soorten_ for rij, soorten_ in beter if soorten_ != rij.soorten}
    for id, voorziening in queries.get_many(session, voorstel).items():
        voorziening.soorten = voorstel[id]
    session.flush()
