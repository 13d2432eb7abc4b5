"""Staff: accounts, passwords, sessions, API tokens and what each role may do."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError

from gesprek.sleutel import hash_token, new_token
from opslag.db import now
from overdracht import edits, queries
from overdracht.models import Medewerker, Sessie
from overdracht.teksten import tekst

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

MEDEWERKER, PROCESREGISSEUR, REDACTEUR, BEHEERDER = "medewerker", "procesregisseur", "redacteur", "beheerder"
# The one table of what a role may do. `werkplek`: read and handle overdrachten; `doorkijken`: those of every
# gemeente, whoever holds them; `redactie`: the sociale kaart; `beheer`: accounts, settings, outbox;
# `cijfers`: figures without persons; `audit`: who did what.
RECHTEN: Mapping[str, frozenset[str]] = {
    MEDEWERKER: frozenset({"werkplek"}),
    PROCESREGISSEUR: frozenset({"werkplek", "doorkijken", "cijfers"}),
    REDACTEUR: frozenset({"redactie"}),
    # Keeping the system is no reason to read residents' stories (data minimisation, AVG art. 5).
    BEHEERDER: frozenset({"beheer", "redactie", "cijfers", "audit"}),
}
ROLLEN = tuple(RECHTEN)
BESCHIKBAAR = ("aanwezig", "pauze", "afwezig")

SESSIE_DUUR = dt.timedelta(hours=10)
POGING_VENSTER = dt.timedelta(minutes=15)
MAX_POGINGEN_NAAM, MAX_POGINGEN_ADRES = 5, 30
MIN_WACHTWOORD = 12

_HASHER = PasswordHasher()
# Checked when the name is unknown, so that the answer takes as long as for a known one. Of a password that nobody
# knows; written out because making one takes a tenth of a second of every start. A test looks at its cost.
_NEP_HASH = "$argon2id$v=19$m=65536,t=3,p=4$bLnsI6yl7iNFiWtPlHgZSw$rCFcI0c/SSdpNmQFzJ3WEdJvqchxR4iEDo0dG7B7XlM"


class StafFout(ValueError):
    """This cannot be done with an account; the text is plain Dutch."""


class TeVaakGeprobeerd(Exception):
    """Too many failed logins with this name or from this address; `tot` is when it may be tried again."""

    def __init__(self, tot: dt.datetime) -> None:
        super().__init__("te vaak geprobeerd")
        self.tot = tot


@dataclass(frozen=True)
class NieuweSessie:
    """A login that just began; `geheim` goes into the cookie and stands nowhere else."""

    geheim: str
    csrf: str
    verloopt_op: dt.datetime


@dataclass(frozen=True)
class OpenSessie:
    """A valid login."""

    medewerker: Medewerker
    csrf: str


def mag(medewerker: Medewerker | None, recht: str) -> bool:
    """Whether this medewerker may do this; nobody and a closed account may nothing."""
    return bool(medewerker and medewerker.actief and recht in RECHTEN.get(medewerker.rol, frozenset()))


def add_medewerker(
    session: Session,
    naam: str,
    rol: str,
    *,
    email: str = "",
    gemeenten: Sequence[str] = (),
    leefgebieden: Sequence[str] = (),
    talen: Sequence[str] = (),
) -> str:
    """Make an account and return its first password, which is shown once. Raises StafFout."""
    naam = " ".join(naam.split())
    if rol not in RECHTEN:
        raise StafFout(tekst("staf.onbekende_rol", rollen=", ".join(ROLLEN)))
    if not 1 < len(naam) <= 120:
        raise StafFout(tekst("staf.naam_lengte"))
    if queries.find_medewerker(session, naam) is not None:
        raise StafFout(tekst("staf.naam_bezet", naam=naam))
    wachtwoord = new_wachtwoord()
    session.add(
        Medewerker(
            naam=naam,
            rol=rol,
            wachtwoord_hash=_HASHER.hash(wachtwoord),
            email=email.strip(),
            gemeenten=list(gemeenten),
            leefgebieden=list(leefgebieden),
            talen=list(talen),
        )
    )
    session.flush()
    return wachtwoord


def new_wachtwoord() -> str:
    """A password that can be read aloud: four groups of four from an alphabet without look-alikes (80 bits)."""
    return "-".join("".join(secrets.choice("abcdefghjkmnpqrstuvwxyz23456789") for _ in range(4)) for _ in range(4))


def set_wachtwoord(session: Session, medewerker: Medewerker, wachtwoord: str) -> None:
    """Change a password and end every login made with the old one. Raises StafFout.

    Who logs in elsewhere gets none: it would go on working after the account there is closed.
    """
    if medewerker.externe_id is not None:
        raise StafFout(tekst("staf.extern"))
    if len(wachtwoord) < MIN_WACHTWOORD:
        raise StafFout(tekst("staf.wachtwoord_kort", aantal=MIN_WACHTWOORD))
    medewerker.wachtwoord_hash = _HASHER.hash(wachtwoord)
    edits.remove_sessies(session, medewerker_id=medewerker.id)


def set_actief(session: Session, medewerker: Medewerker, *, actief: bool) -> None:
    """Open or close an account; closing ends every login and takes the API token away."""
    medewerker.actief = actief
    if not actief:
        medewerker.token_hash = None
        edits.remove_sessies(session, medewerker_id=medewerker.id)


def check_login(
    session: Session,
    naam: str,
    wachtwoord: str,
    *,
    adres: str = "",
    nu: dt.datetime | None = None,
    rollen: Collection[str] = ROLLEN,
) -> Medewerker | None:
    """The medewerker with this name and password, or None; failures are remembered, so commit either way.

    Only accounts of `rollen` may log in this way; for others the answer is as for a wrong password.

    Raises TeVaakGeprobeerd before looking at the password.
    """
    nu = nu or now()
    sleutels = [(hash_token(f"naam:{naam.strip().casefold()}"), MAX_POGINGEN_NAAM)]
    if adres:
        sleutels.append((hash_token(f"adres:{adres}"), MAX_POGINGEN_ADRES))
    for sleutel, grens in sleutels:
        pogingen = queries.find_login_pogingen(session, sleutel, na=nu - POGING_VENSTER)
        if len(pogingen) >= grens:
            raise TeVaakGeprobeerd(pogingen[-grens] + POGING_VENSTER)
    medewerker = queries.find_medewerker(session, naam)
    klopt = _verify(medewerker.wachtwoord_hash if medewerker else "", wachtwoord)
    if medewerker is None or not klopt or not medewerker.actief or medewerker.rol not in rollen:
        edits.add_login_pogingen(session, [sleutel for sleutel, _ in sleutels], op=nu)
        return None
    edits.remove_login_pogingen(session, sleutels[0][0])
    medewerker.gezien_op = nu
    return medewerker


def _verify(bewaard: str, wachtwoord: str) -> bool:
    try:
        return _HASHER.verify(bewaard or _NEP_HASH, wachtwoord) and bool(bewaard)
    except (Argon2Error, InvalidHashError):
        return False


def start_sessie(
    session: Session, medewerker: Medewerker, *, nu: dt.datetime | None = None, uitlog_hint: str | None = None
) -> NieuweSessie:
    """Begin a login after the password was checked, or after logging in elsewhere (`uitlog_hint` not None)."""
    nu = nu or now()
    nieuw = NieuweSessie(geheim=new_token(), csrf=new_token(), verloopt_op=nu + SESSIE_DUUR)
    session.add(
        Sessie(
            id_hash=hash_token(nieuw.geheim),
            medewerker_id=medewerker.id,
            csrf=nieuw.csrf,
            uitlog_hint=uitlog_hint,
            aangemaakt_op=nu,
            verloopt_op=nieuw.verloopt_op,
        )
    )
    session.flush()
    return nieuw


def find_sessie(session: Session, geheim: str, *, nu: dt.datetime | None = None) -> OpenSessie | None:
    """The login this cookie stands for, while it is valid and the account is open."""
    gevonden = queries.find_sessie(session, hash_token(geheim), nu=nu or now())
    return OpenSessie(medewerker=gevonden[0], csrf=gevonden[1].csrf) if gevonden else None


def end_sessie(session: Session, geheim: str) -> None:
    """Log out."""
    edits.remove_sessies(session, id_hash=hash_token(geheim))


def make_token(session: Session, medewerker: Medewerker) -> str:
    """A new API token, shown once; the old one stops working."""
    token = new_token()
    medewerker.token_hash = hash_token(token)
    session.flush()
    return token


def find_by_token(session: Session, token: str) -> Medewerker | None:
    """The open account this API token belongs to."""
    return queries.find_medewerker_by_token(session, hash_token(token))


def find_by_naam(session: Session, naam: str) -> Medewerker | None:
    """The account with this name, whatever the capitals."""
    return queries.find_medewerker(session, naam)


def set_beschikbaar(session: Session, medewerker: Medewerker, stand: str, *, nu: dt.datetime | None = None) -> None:
    """Somebody is there, takes a break or leaves; who is there counts for the waiting time. Raises StafFout."""
    if stand not in BESCHIKBAAR:
        raise StafFout(tekst("staf.onbekende_stand", standen=", ".join(BESCHIKBAAR)))
    medewerker.beschikbaar, medewerker.gezien_op = stand, nu or now()
    session.flush()


def touch(session: Session, medewerker_id: int, *, nu: dt.datetime | None = None) -> None:
    """Remember that this medewerker is at work; called at most once a minute."""
    edits.touch_medewerker(session, medewerker_id, op=nu or now())
