"""What can happen to a gesprek. Every function takes a session, returns events and never commits.

The caller publishes the events after the commit (web/hub), so nobody is woken for what may not be.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from gesprek import edits, queries, status
from gesprek.antwoord import Antwoord, AntwoordBericht, Knop
from gesprek.berichten import ASSISTENT, INWONER, MEDEWERKER, van_assistent, van_systeem
from gesprek.events import Event, gesprek_event, werkplek_event
from gesprek.invoer import MAX_TEKST, BerichtFout, knop_tekst, schoon, vraag_van
from gesprek.models import Bericht, Feedback, Gesprek
from gesprek.sleutel import hash_token, new_token, same_secret
from gesprek.teksten import verborgen_tekst
from opslag.db import now
from taal.herkenning import taal_van
from taal.persoonsgegevens import verberg

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


MAX_NAAM = 120
# The leefgebied under which a gesprek is counted as a whole.
IN_ALLES = "*"
# How far the clocks of the machines that share a database may be apart.
KLOKVERSCHIL = dt.timedelta(minutes=5)
NEDERLANDS = "nl"
# One or two Latin words ("hello", "no problem") say nothing about the language somebody speaks.
_GENOEG_WOORDEN = 3


class OnbekendGesprek(Exception):
    """There is no such gesprek (any more)."""


@dataclass(frozen=True)
class Gestart:
    """A new gesprek; `token` is shown once and is the only key to it."""

    gesprek: Gesprek
    token: str
    berichten: tuple[Bericht, ...]
    events: tuple[Event, ...]


@dataclass(frozen=True)
class Ontvangen:
    """A stored bericht with what was already answered to it. `nieuw` is False for a retry.

    A bericht of which `te_beantwoorden` is still set waits for the assistant; in a gesprek that is
    `opgepakt` it never is, because there a person answers.
    """

    bericht: Bericht
    antwoorden: tuple[Bericht, ...]
    nieuw: bool
    status: str
    events: tuple[Event, ...]
    # The row as it is after this.
    gesprek: Gesprek | None = None


@dataclass(frozen=True)
class Toegepast:
    """A stored answer. `stap` is what must follow in the same transaction (see Antwoord); None when dropped."""

    antwoorden: tuple[Bericht, ...]
    status: str
    events: tuple[Event, ...]
    stap: str | None = None


def start(
    session: Session, *, gemeente: str | None = None, welkom: Sequence[AntwoordBericht] = (), taal: str = NEDERLANDS
) -> Gestart:
    """Open a gesprek with the welcome of the assistant. taal: in which language the page was asked for."""
    token = new_token()
    gesprek = Gesprek(id=str(uuid.uuid4()), token_hash=hash_token(token), gemeente=gemeente, taal=taal)
    session.add(gesprek)
    session.flush()
    berichten = [van_assistent(gesprek.id, b) for b in welkom]
    count(session, gesprek, ("gesprek", ""))
    edits.add_berichten(session, gesprek, *berichten)
    return Gestart(gesprek, token, tuple(berichten), ())


def check_token(session: Session, gesprek_id: str, token: str) -> bool:
    """Whether this token opens this gesprek; no alike for a wrong token and a gesprek that does not exist."""
    return same_secret(hash_token(token), queries.find_token_hash(session, gesprek_id) or "")


def mask(tekst: str) -> str:
    """The text without numbers and secrets that identify or open something; for every text that is typed."""
    return verberg(schoon(tekst)).tekst


def find_verborgen(*teksten: str) -> tuple[str, ...]:
    """Which kinds `mask` takes out of these texts, so that who typed them can be told."""
    return tuple(dict.fromkeys(soort for tekst in teksten for soort in verberg(tekst[:MAX_TEKST]).soorten))


def receive(
    session: Session, gesprek_id: str, *, client_id: str, tekst: str | None = None, payload: str | None = None
) -> Ontvangen:
    """Store a bericht of the resident, once per `client_id`, without the personal numbers in it.

    Raises OnbekendGesprek and BerichtFout. Waiting for the row of the gesprek first makes two
    deliveries of the same bericht follow one another, so the second finds the first.
    """
    gesprek = _take(session, gesprek_id)
    bestaand, vorige = queries.find_bekend(session, gesprek, client_id, laatste=10)
    if bestaand is not None:
        antwoorden = queries.find_antwoorden(session, gesprek_id, bestaand.volgnummer)
        return Ontvangen(bestaand, tuple(antwoorden), False, gesprek.status, ())
    payload = mask(payload) if payload else None
    verborgen = verberg(schoon(tekst) if tekst is not None else knop_tekst(payload, vorige))
    bericht = Bericht(
        gesprek_id=gesprek_id, client_id=client_id, afzender=INWONER, tekst=verborgen.tekst, payload=payload,
        vraag=vraag_van(vorige), te_beantwoorden=gesprek.status != status.OPGEPAKT,
    )  # fmt: skip
    _begin_again(gesprek)
    if tekst is not None:
        gesprek.taal = heard_taal(verborgen.tekst) or gesprek.taal
    uitleg = _explain_verborgen(gesprek, verborgen.soorten)
    edits.add_berichten(session, gesprek, bericht, *uitleg, volg=False)
    return Ontvangen(bericht, tuple(uitleg), True, gesprek.status, _events(gesprek, van_inwoner=True), gesprek)


def heard_taal(tekst: str) -> str:
    """The other language that this is written in; empty for Dutch, and for too few words to tell.

    Who once wrote in another language keeps it, also with a Dutch "dank u" after it: a person who speaks it helps best.
    """
    if tekst.isascii() and len(tekst.split()) < _GENOEG_WOORDEN:
        return ""
    taal = taal_van(tekst)
    return "" if taal == NEDERLANDS else taal


def choose_taal(gesprek: Gesprek, taal: str | None) -> None:
    """The language of the page counts as long as no other was heard: what somebody writes says more."""
    if taal and gesprek.taal == NEDERLANDS:
        gesprek.taal = taal


def _begin_again(gesprek: Gesprek) -> None:
    """A bericht after the end is a new question to the assistant; what was heard before does not count in it."""
    if gesprek.status == status.AFGEROND:
        status.change_status(gesprek, status.ASSISTENT)
        gesprek.bevindingen_vanaf = gesprek.volgnummer
        gesprek.correcties = {}


def _explain_verborgen(gesprek: Gesprek, soorten: Sequence[str]) -> list[Bericht]:
    """What to say of the bericht that is stored next."""
    if not soorten:
        return []
    return [van_systeem(gesprek.id, verborgen_tekst(soorten), antwoord_op=gesprek.volgnummer + 1)]


def find_te_beantwoorden(session: Session, *, ouder_dan: dt.datetime, limit: int = 50) -> list[Bericht]:
    """Berichten that wait for an answer since before this moment, for instance after a `kill -9`."""
    return queries.find_te_beantwoorden(session, ouder_dan, na=now() + KLOKVERSCHIL, limit=limit)


def apply_antwoord(session: Session, gesprek_id: str, volgnummer: int, antwoord: Antwoord) -> Toegepast:
    """Store the reply of the assistant to this bericht, once.

    The status is read again: when a medewerker stepped in meanwhile the reply is dropped, except the
    text of a crisis. `antwoord.data` may hold `gemeente`, `kern`, `taal`, `weg` and `erbij` (leefgebied
    codes) and `geen_antwoord_op_vraag` (the bericht did not answer the question that was asked).
    Raises OnbekendGesprek.
    """
    gesprek = _take(session, gesprek_id)
    gehoord, zonder_vraag = antwoord.beoordeling, bool(antwoord.data.get("geen_antwoord_op_vraag"))
    eerste_keer = edits.take_beantwoorden(session, gesprek_id, volgnummer, gehoord=gehoord, zonder_vraag=zonder_vraag)
    if not eerste_keer:
        bericht, antwoorden = queries.find_met_antwoorden(session, gesprek_id, volgnummer)
        if bericht is None:
            raise OnbekendGesprek(gesprek_id)
        eerder = [b for b in antwoorden if b.afzender == ASSISTENT]
        if eerder:
            return Toegepast(tuple(eerder), gesprek.status, ())
        bericht.beoordeling = dict(gehoord) if gehoord is not None else bericht.beoordeling
        bericht.vraag = None if zonder_vraag else bericht.vraag
    _remember(gesprek, volgnummer, antwoord)
    if antwoord.dialoog is not None:
        edits.save_dialoog(session, gesprek_id, antwoord.dialoog, op=now())
    crisis = (antwoord.beoordeling or {}).get("crisis")
    if not crisis and (gesprek.status == status.OPGEPAKT or not eerste_keer):
        edits.write_gesprek(session, gesprek)
        return Toegepast((), gesprek.status, ())
    _count_answer(session, gesprek, antwoord)
    berichten = [van_assistent(gesprek_id, b, antwoord_op=volgnummer) for b in antwoord.berichten]
    edits.add_berichten(session, gesprek, *berichten, volg=False)
    return Toegepast(tuple(berichten), gesprek.status, _events(gesprek), antwoord.stap)


def _count_answer(session: Session, gesprek: Gesprek, antwoord: Antwoord) -> None:
    """Count a question, and whether entries of the kaart answered it, for the figures of beheer."""
    codes = _codes(antwoord.beoordeling)
    wat: list[str] = ["vraag"] if codes else []
    if any(b.voorzieningen for b in antwoord.berichten):
        wat.append("beantwoord")
    if antwoord.onbeantwoord:
        wat.append("onbeantwoord")
    count(session, gesprek, *(paar for naam in wat for paar in per_leefgebied(naam, codes)))


def _remember(gesprek: Gesprek, volgnummer: int, antwoord: Antwoord) -> None:
    """Keep in the gesprek what holds from this bericht on."""
    data = antwoord.data
    if antwoord.beoordeling is not None and antwoord.beoordeling.get("crisis"):
        gesprek.crisis_op, gesprek.crisis_soort = now(), antwoord.beoordeling["crisis"]
    for naam in ("gemeente", "kern", "taal"):
        if data.get(naam) and data[naam] != getattr(gesprek, naam):
            setattr(gesprek, naam, data[naam])
    if antwoord.stap == "opnieuw":
        gesprek.bevindingen_vanaf, gesprek.correcties = volgnummer, {}
    elif data.get("weg") or data.get("erbij"):
        gesprek.correcties = _correct(gesprek.correcties or {}, data, volgnummer)


def _correct(oud: dict[str, Any], data: Any, volgnummer: int) -> dict[str, Any]:
    """The corrections with the newest ones; the last word of the resident counts. `bron`: who said so where."""
    weg, erbij = dict.fromkeys(oud.get("weg", ())), dict.fromkeys(oud.get("erbij", ()))
    bron = dict(oud.get("bron", {}))
    for code in data.get("weg", ()):
        erbij.pop(code, None)
        weg[code] = None
    for code in data.get("erbij", ()):
        weg.pop(code, None)
        erbij[code] = None
        bron[code] = volgnummer
    return {"weg": list(weg), "erbij": list(erbij), "bron": bron}


def read_berichten(session: Session, gesprek_id: str, na: int = 0, limit: int | None = None) -> list[Bericht]:
    """The berichten after volgnummer `na`, complete and in order."""
    return queries.find_berichten(session, gesprek_id, na=na, limit=limit)


def mark_gelezen(session: Session, gesprek_id: str, *, wie: str, tot: int) -> tuple[Event, ...]:
    """The resident or the medewerker has seen the gesprek up to this volgnummer.

    Kept only while a person is in the gesprek: the assistant has no use for knowing when somebody looks.
    """
    raak = edits.raise_gelezen(session, gesprek_id, wie=wie, tot=tot, status=status.OPGEPAKT)
    return (gesprek_event(gesprek_id, "gelezen"),) if raak else ()


def post_medewerker(session: Session, gesprek_id: str, *, client_id: str, naam: str, tekst: str) -> Ontvangen:
    """Store a bericht of a person, once per `client_id`, without personal numbers either.

    Who may write is decided in overdracht, and `find_verborgen` says what was taken out.
    Raises OnbekendGesprek and BerichtFout.
    """
    gesprek = _lock(session, gesprek_id)
    bestaand, _ = queries.find_bekend(session, gesprek, client_id)
    if bestaand is not None:
        return Ontvangen(bestaand, (), False, gesprek.status, ())
    bericht = Bericht(
        gesprek_id=gesprek_id, client_id=client_id, afzender=MEDEWERKER, naam=naam[:MAX_NAAM], tekst=mask(tekst)
    )
    edits.add_berichten(session, gesprek, bericht)
    return Ontvangen(bericht, (), True, gesprek.status, _events(gesprek))


def post_systeem(
    session: Session, gesprek_id: str, *, tekst: str, knoppen: Sequence[Knop] = ()
) -> tuple[Bericht, tuple[Event, ...]]:
    """Tell the resident what happened to the gesprek. Raises OnbekendGesprek."""
    gesprek = _lock(session, gesprek_id)
    bericht = van_systeem(gesprek_id, tekst, knoppen=knoppen)
    edits.add_berichten(session, gesprek, bericht)
    return bericht, _events(gesprek)


def post_inwoner(session: Session, gesprek_id: str, *, tekst: str) -> tuple[Bericht, tuple[Event, ...]]:
    """Store what a resident said outside the chat (in the verslag, on the volg page) as an own bericht.

    It needs no answer of the assistant, and it gives such a line its source. Raises OnbekendGesprek.
    """
    gesprek = _lock(session, gesprek_id)
    bericht = Bericht(gesprek_id=gesprek_id, client_id=str(uuid.uuid4()), afzender=INWONER, tekst=mask(tekst))
    edits.add_berichten(session, gesprek, bericht)
    return bericht, _events(gesprek, van_inwoner=True)


def set_status(session: Session, gesprek_id: str, naar: str) -> tuple[Gesprek, tuple[Event, ...]]:
    """Change the status under the lock of the gesprek. Raises OnbekendGesprek and OngeldigeOvergang."""
    gesprek = _lock(session, gesprek_id)
    return gesprek, _change(session, gesprek, naar)


def change_and_tell(
    session: Session, gesprek_id: str, naar: str, *, tekst: str
) -> tuple[Gesprek, Bericht, tuple[Event, ...]]:
    """`set_status` and `post_systeem` as one step: the resident hears what changed."""
    gesprek = _lock(session, gesprek_id)
    events = _change(session, gesprek, naar)
    bericht = van_systeem(gesprek_id, tekst)
    edits.add_berichten(session, gesprek, bericht)
    return gesprek, bericht, (*events, *_events(gesprek))


def _change(session: Session, gesprek: Gesprek, naar: str) -> tuple[Event, ...]:
    veranderd = status.change_status(gesprek, naar)
    if naar == status.OPGEPAKT:
        # The status is written together with what follows it.
        with session.no_autoflush:
            edits.clear_te_beantwoorden(session, gesprek.id)
    return (gesprek_event(gesprek.id, "status", gesprek.volgnummer), werkplek_event()) if veranderd else ()


def delete_gesprek(session: Session, gesprek_id: str) -> tuple[Event, ...]:
    """Delete the gesprek and all that hangs on it. What has its own place (the outbox): overdracht.bewaren."""
    if not edits.remove_gesprek(session, gesprek_id):
        return ()
    return (gesprek_event(gesprek_id, "verwijderd"), werkplek_event())


def save_feedback(session: Session, gesprek_id: str, *, score: int, toelichting: str = "") -> Feedback:
    """Keep one score of 1 to 5 per gesprek; a second one replaces the first. Raises BerichtFout."""
    if isinstance(score, bool) or score not in range(1, 6):
        raise BerichtFout("score")
    _lock(session, gesprek_id)
    feedback = queries.find_feedback(session, gesprek_id) or Feedback(gesprek_id=gesprek_id)
    feedback.score, feedback.toelichting, feedback.op = score, mask(toelichting), now()
    session.add(feedback)
    session.flush()
    return feedback


def per_leefgebied(wat: str, leefgebieden: Sequence[str]) -> list[tuple[str, str]]:
    """What to count of something that concerns these leefgebieden, also none.

    With leefgebieden the gesprek itself is counted too, under `*`: the sum over leefgebieden would count
    one person more than once.
    """
    return [(wat, code) for code in ((*leefgebieden, IN_ALLES) if leefgebieden else ("",))]


def count(session: Session, gesprek: Gesprek, *wat: tuple[str, str]) -> None:
    """Count things that happened as (what, leefgebied or ''), without anything that leads to the resident.

    Once per gesprek: five times the same question of one person must not look like five people.
    """
    nieuw = {paar for paar in wat if "|".join(paar) not in (gesprek.geteld or ())}
    if nieuw:
        gesprek.geteld = sorted({*(gesprek.geteld or ()), *("|".join(paar) for paar in nieuw)})
        edits.add_tellingen(session, now().date(), nieuw, gemeente=gesprek.gemeente or "", kern=gesprek.kern or "")


def _codes(beoordeling: Any) -> list[str]:
    return [g["code"] for g in (beoordeling or {}).get("leefgebieden", ())]


def _lock(session: Session, gesprek_id: str) -> Gesprek:
    gesprek = edits.lock_gesprek(session, gesprek_id, op=now())
    if gesprek is None:
        raise OnbekendGesprek(gesprek_id)
    return gesprek


def _take(session: Session, gesprek_id: str) -> Gesprek:
    gesprek = edits.take_gesprek(session, gesprek_id, op=now())
    if gesprek is None:
        raise OnbekendGesprek(gesprek_id)
    return gesprek


def _events(gesprek: Gesprek, *, van_inwoner: bool = False) -> tuple[Event, ...]:
    """Wake whoever reads this gesprek: the resident, who holds it and who has it open. The queue stays as it was.

    Only what a resident says while nobody holds it wakes all: the line of the queue counts it.
    """
    bericht = gesprek_event(gesprek.id, "bericht", gesprek.volgnummer)
    return (bericht, werkplek_event()) if van_inwoner and gesprek.status == status.WACHTEND else (bericht,)
