"""Accounts of who logs in elsewhere (OIDC): begun logins, making and updating an account, connecting an own one.

What somebody may do comes from that place at every login: never more than was mapped, never what was mapped
before. An account is recognised by who issued it and its fixed number there, never by name or e-mail address,
which people can change.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from gesprek.events import Event
from gesprek.sleutel import hash_token, new_token
from opslag.db import now
from overdracht import edits, queries, staf
from overdracht.models import Medewerker, OidcPoging
from overdracht.stilte import return_all

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from werkgebied.model import Werkgebied

# How long somebody may take to log in elsewhere.
POGING_DUUR = dt.timedelta(minutes=10)
# Who is written in the audit as the one who changed an account at login.
BRON = "inlogdienst"
_MAX_NAAM, _MAX_EMAIL, _MAX_GELIJK = 120, 200, 50


@dataclass(frozen=True)
class NieuwePoging:
    """A login that begins: `browser` goes into a cookie, the rest to the provider; only hashes are kept."""

    state: str
    browser: str
    nonce: str
    verifier: str


@dataclass(frozen=True)
class Poging:
    """A login that was begun in this browser."""

    nonce: str
    verifier: str
    naar: str
    koppel_id: int | None


@dataclass(frozen=True)
class Persoon:
    """Somebody who proved elsewhere who they are."""

    externe_id: str
    naam: str
    email: str = ""


@dataclass(frozen=True)
class Uitkomst:
    """The account, or why not: `gesloten`, `naam_bezet`, `al_gekoppeld`, `laatste`. Commit either way."""

    medewerker: Medewerker | None
    reden: str = ""
    # Of what waits again, since the new role may not help residents.
    events: tuple[Event, ...] = ()


def make_externe_id(issuer: str, sub: str) -> str:
    """One fixed value for a person at an issuer; the same number at another issuer is somebody else."""
    return "oidc:" + hashlib.sha256(f"{issuer}\0{sub}".encode()).hexdigest()


def new_poging() -> NieuwePoging:
    """Four secrets that cannot be guessed (256 bits each)."""
    return NieuwePoging(new_token(), new_token(), new_token(), new_token() + new_token())


def save_poging(
    session: Session, poging: NieuwePoging, *, naar: str = "", koppel_id: int | None = None, nu: dt.datetime
) -> None:
    """Remember a login that begins."""
    session.add(
        OidcPoging(
            state_hash=hash_token(poging.state),
            browser_hash=hash_token(poging.browser),
            nonce=poging.nonce,
            verifier=poging.verifier,
            naar=naar,
            koppel_id=koppel_id,
            op=nu,
        )
    )
    session.flush()


def take_poging(session: Session, state: str, *, browser: str, nu: dt.datetime) -> Poging | None:
    """The login that was begun with this state in this browser; once, and not for long."""
    gevonden = edits.take_oidc_poging(session, hash_token(state), browser_hash=hash_token(browser), na=nu - POGING_DUUR)
    return Poging(*gevonden) if gevonden else None


def log_in(
    session: Session,
    persoon: Persoon,
    *,
    rol: str,
    gemeenten: Sequence[str],
    koppel_id: int | None = None,
    nu: dt.datetime | None = None,
    werkgebied: Werkgebied | None = None,
) -> Uitkomst:
    """The account of this person with exactly this role and these gemeenten (none = all), made if needed.

    Whoever may no longer help residents lets go of all they held: nobody waits for them.
    """
    nu = nu or now()
    uitkomst = _find_or_make(session, persoon, rol, koppel_id=koppel_id, nu=nu)
    medewerker = uitkomst.medewerker
    if medewerker is not None and not medewerker.actief:
        uitkomst = Uitkomst(None, "gesloten")
    if uitkomst.medewerker is None:
        edits.add_audit(session, BRON, "oidc_geweigerd", _kap(persoon.naam), reden=uitkomst.reden, op=nu)
        return uitkomst
    # Before the role is written: first the overdrachten, then who holds them (the lock order of `edits`).
    blijft = "werkplek" in staf.RECHTEN[rol]
    events = () if blijft else return_all(session, uitkomst.medewerker, nu, werkgebied=werkgebied)
    _update(session, uitkomst.medewerker, persoon, rol=rol, gemeenten=gemeenten, nu=nu)
    edits.add_audit(session, uitkomst.medewerker.naam, "oidc_ingelogd", "", op=nu)
    return replace(uitkomst, events=events)


def refuse(
    session: Session, persoon: Persoon, *, nu: dt.datetime | None = None, werkgebied: Werkgebied | None = None
) -> tuple[Event, ...]:
    """Somebody without a role (any more): what was open ends, the API token too, and what they held waits again."""
    nu = nu or now()
    events: tuple[Event, ...] = ()
    medewerker = queries.find_medewerker_by_externe_id(session, persoon.externe_id)
    if medewerker is not None:
        events = return_all(session, medewerker, nu, werkgebied=werkgebied)
        medewerker.token_hash = None
        edits.remove_sessies(session, medewerker_id=medewerker.id)
    edits.add_audit(session, BRON, "oidc_geweigerd", _kap(persoon.naam), reden="geen_rol", op=nu)
    return events


def _find_or_make(session: Session, persoon: Persoon, rol: str, *, koppel_id: int | None, nu: dt.datetime) -> Uitkomst:
    medewerker = queries.find_medewerker_by_externe_id(session, persoon.externe_id)
    if koppel_id is not None:
        return _connect(session, persoon, medewerker, koppel_id, nu=nu)
    if medewerker is not None:
        return Uitkomst(medewerker)
    naam = _vrije_naam(session, persoon.naam)
    if naam is None:
        return Uitkomst(None, "naam_bezet")
    staf.add_medewerker(session, naam, rol)
    nieuw = queries.find_medewerker(session, naam)
    assert nieuw is not None  # noqa: S101  (just made; tells the type checker)
    nieuw.externe_id, nieuw.wachtwoord_hash = persoon.externe_id, ""
    edits.add_audit(session, BRON, "account_gemaakt", naam, reden=rol, op=nu)
    return Uitkomst(nieuw)


def _connect(
    session: Session, persoon: Persoon, bestaand: Medewerker | None, koppel_id: int, *, nu: dt.datetime
) -> Uitkomst:
    """Give an own account, to which one is logged in, this way of logging in; its password goes."""
    eigen = session.get(Medewerker, koppel_id)
    if eigen is None or bestaand is not None or eigen.externe_id is not None:
        return Uitkomst(None, "al_gekoppeld")
    beheerder = eigen.rol == staf.BEHEERDER
    if beheerder and not queries.has_andere_noodtoegang(session, staf.BEHEERDER, behalve=eigen.id):
        return Uitkomst(None, "laatste")
    eigen.externe_id, eigen.wachtwoord_hash = persoon.externe_id, ""
    edits.remove_sessies(session, medewerker_id=eigen.id)
    edits.add_audit(session, eigen.naam, "account_gekoppeld", eigen.naam, op=nu)
    return Uitkomst(eigen)


def _update(
    session: Session, medewerker: Medewerker, persoon: Persoon, *, rol: str, gemeenten: Sequence[str], nu: dt.datetime
) -> None:
    if (medewerker.rol, list(medewerker.gemeenten)) != (rol, list(gemeenten)):
        wat = f"{medewerker.rol} → {rol}; {', '.join(gemeenten)}".rstrip("; ")
        edits.add_audit(session, BRON, "account_rol", medewerker.naam, reden=wat, op=nu)
        medewerker.rol, medewerker.gemeenten = rol, list(gemeenten)
    medewerker.email = persoon.email[:_MAX_EMAIL] or medewerker.email
    medewerker.wachtwoord_hash = ""
    medewerker.gezien_op = nu
    session.flush()


def _vrije_naam(session: Session, naam: str) -> str | None:
    """The name, numbered when somebody else who logs in elsewhere has it; None when an own account has it."""
    basis = _kap(naam)
    for n in range(1, _MAX_GELIJK):
        poging = basis if n == 1 else f"{basis[: _MAX_NAAM - 5]} ({n})"
        bezet = queries.find_medewerker(session, poging)
        if bezet is None:
            return poging
        if bezet.externe_id is None:
            return None
    return None


def _kap(naam: str) -> str:
    schoon = " ".join("".join(c if c.isprintable() else " " for c in naam).split())
    return schoon[:_MAX_NAAM] if len(schoon) > 1 else "Medewerker"
