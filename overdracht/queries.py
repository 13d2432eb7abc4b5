"""Questions about staff and overdrachten, each in a function named after what it asks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from sqlalchemy import Select, and_, func, or_, select
from sqlalchemy.orm import Session

from gesprek.models import Bericht, Gesprek
from overdracht.models import (
    Audit,
    ConceptVerslag,
    LoginPoging,
    Medewerker,
    Overdracht,
    OverdrachtStap,
    RouteRegel,
    Sessie,
    SnelAntwoord,
    Toestemming,
    UitPost,
)

# --- staff ----------------------------------------------------------------------------------------


def find_medewerker(session: Session, naam: str) -> Medewerker | None:
    """The account with this name, whatever the capitals and spaces."""
    kaal = " ".join(naam.split()).lower()
    return session.scalar(select(Medewerker).where(func.lower(Medewerker.naam) == kaal))


def find_medewerkers(session: Session) -> list[Medewerker]:
    """All accounts by name."""
    return list(session.scalars(select(Medewerker).order_by(Medewerker.naam)))


def find_namen(session: Session) -> dict[int, str]:
    """The name of each account by its number."""
    return dict(session.execute(select(Medewerker.id, Medewerker.naam)).tuples().all())


def count_medewerkers(session: Session) -> int:
    """How many accounts there are."""
    return session.scalar(select(func.count()).select_from(Medewerker)) or 0


def find_medewerker_by_token(session: Session, token_hash: str) -> Medewerker | None:
    """The open account with this API token."""
    return session.scalar(select(Medewerker).where(Medewerker.token_hash == token_hash, Medewerker.actief))


def find_medewerker_by_externe_id(session: Session, externe_id: str) -> Medewerker | None:
    """The account of somebody who logs in elsewhere."""
    return session.scalar(select(Medewerker).where(Medewerker.externe_id == externe_id))


def find_sessie(session: Session, id_hash: str, *, nu: dt.datetime) -> tuple[Medewerker, Sessie] | None:
    """The valid login with this hash and the open account it belongs to."""
    vraag = (
        select(Medewerker, Sessie)
        .join(Sessie, Sessie.medewerker_id == Medewerker.id)
        .where(Sessie.id_hash == id_hash, Sessie.verloopt_op > nu, Medewerker.actief)
    )
    rij = session.execute(vraag).first()
    return (rij[0], rij[1]) if rij else None


def find_uitlog_hint(session: Session, id_hash: str) -> str | None:
    """What logging out elsewhere needs; None for a login with a password."""
    return session.scalar(select(Sessie.uitlog_hint).where(Sessie.id_hash == id_hash))


def has_andere_noodtoegang(session: Session, rol: str, *, behalve: int) -> bool:
    """Whether another open account with this role can log in with a password."""
    ander = select(Medewerker.id).where(
        Medewerker.rol == rol, Medewerker.actief, Medewerker.wachtwoord_hash != "", Medewerker.id != behalve
    )
    return session.scalar(ander.limit(1)) is not None


def find_login_pogingen(session: Session, sleutel: str, *, na: dt.datetime) -> list[dt.datetime]:
    """When logins failed for this name or address, oldest first."""
    vraag = select(LoginPoging.op).where(LoginPoging.sleutel == sleutel, LoginPoging.op > na)
    return list(session.scalars(vraag.order_by(LoginPoging.op)))


def count_aanwezig(session: Session, gemeente: str | None, *, gezien_na: dt.datetime) -> int:
    """How many medewerkers who handle overdrachten of this gemeente are there now."""
    vraag = select(Medewerker).where(
        Medewerker.actief,
        Medewerker.beschikbaar == "aanwezig",
        Medewerker.gezien_op > gezien_na,
        Medewerker.rol.in_(("medewerker", "procesregisseur")),
    )
    return sum(1 for m in session.scalars(vraag) if not m.gemeenten or not gemeente or gemeente in m.gemeenten)


# --- overdrachten ---------------------------------------------------------------------------------


def get_concept(session: Session, gesprek_id: str) -> ConceptVerslag | None:
    """The concept-verslag of this gesprek, fresh from the database."""
    return session.get(ConceptVerslag, gesprek_id, populate_existing=True)


def get_overdracht(session: Session, kenmerk: str) -> Overdracht | None:
    """The overdracht with this kenmerk, fresh from the database."""
    vraag = select(Overdracht).where(Overdracht.kenmerk == kenmerk.strip().upper())
    return session.scalar(vraag.execution_options(populate_existing=True))


def find_houder(session: Session, kenmerk: str) -> tuple[str, str]:
    """(who holds it, the status) as they are in the database now; both empty when there is no such overdracht."""
    vraag = select(Medewerker.naam, Overdracht.status).join_from(
        Overdracht, Medewerker, Medewerker.id == Overdracht.medewerker_id, isouter=True
    )
    rij = session.execute(vraag.where(Overdracht.kenmerk == kenmerk.strip().upper())).first()
    return (rij[0] or "", rij[1]) if rij else ("", "")


def find_laatste_overdracht(session: Session, gesprek_id: str) -> Overdracht | None:
    """The last overdracht of this gesprek, whatever became of it."""
    vraag = select(Overdracht).where(Overdracht.gesprek_id == gesprek_id).order_by(Overdracht.id.desc()).limit(1)
    return session.scalar(vraag.execution_options(populate_existing=True))


def has_kenmerk(session: Session, kenmerk: str) -> bool:
    """Whether this kenmerk was given out before."""
    return session.scalar(select(Overdracht.id).where(Overdracht.kenmerk == kenmerk)) is not None


def _van(vraag: Select[Overdracht], gemeenten: Collection[str]) -> Select[Overdracht]:
    if not gemeenten:
        return vraag
    return vraag.where(or_(Overdracht.gemeente.in_(gemeenten), Overdracht.gemeente.is_(None)))


def count_voor(session: Session, overdracht: Overdracht) -> int:
    """How many of the same team go before this one; never the length of the whole queue."""
    eerder = and_(Overdracht.voorrang_op == overdracht.voorrang_op, Overdracht.id < overdracht.id)
    voorgaand = or_(Overdracht.voorrang_op < overdracht.voorrang_op, eerder)
    crisis = Overdracht.rang == 0
    voorgaand = and_(crisis, voorgaand) if overdracht.rang == 0 else or_(crisis, voorgaand)
    zelfde = Overdracht.gemeente == overdracht.gemeente if overdracht.gemeente else Overdracht.gemeente.is_(None)
    vraag = select(func.count()).select_from(Overdracht)
    vraag = vraag.where(Overdracht.status == "wachtend", zelfde, Overdracht.id != overdracht.id, voorgaand)
    return session.scalar(vraag) or 0


def find_wachttijden(
    session: Session, gemeente: str | None, *, na: dt.datetime, limit: int = 100
) -> list[tuple[dt.datetime, dt.datetime]]:
    """From when to when residents of this team waited lately, the last picked up first.

    What waits again, and what a medewerker took up again after it was over, is no wait that ended.
    """
    gewacht = Overdracht.opgepakt_op > Overdracht.wacht_sinds
    vraag = (
        select(Overdracht.wacht_sinds, Overdracht.opgepakt_op)
        .where(Overdracht.opgepakt_op > na, Overdracht.gemeente == gemeente, gewacht)
        .order_by(Overdracht.opgepakt_op.desc())
        .limit(limit)
    )
    return [(sinds, op) for sinds, op in session.execute(vraag).tuples() if op]


def find_stil(session: Session, nu: dt.datetime, *, limit: int = 100) -> list[Overdracht]:
    """Overdrachten whose holder had to do something before now."""
    vraag = select(Overdracht).where(Overdracht.status == "opgepakt", Overdracht.stilte_tot < nu)
    return list(session.scalars(vraag.order_by(Overdracht.stilte_tot).limit(limit)))


def find_ongehoord(session: Session, *, limit: int = 100) -> list[str]:
    """Gesprekken that somebody holds and in which more was said than the deadlines know of."""
    vraag = select(Overdracht.gesprek_id).join(Gesprek, Gesprek.id == Overdracht.gesprek_id)
    vraag = vraag.where(Overdracht.status == "opgepakt", Gesprek.volgnummer > Overdracht.gehoord_tot)
    return list(session.scalars(vraag.order_by(Overdracht.id).limit(limit)))


def find_open_met_termijn(session: Session, gemeenten: Collection[str] = ()) -> list[Overdracht]:
    """Every overdracht that is not over, the nearest first contact in front."""
    vraag = select(Overdracht).where(Overdracht.status.in_(("wachtend", "opgepakt")))
    return list(session.scalars(_van(vraag, gemeenten).order_by(Overdracht.eerste_contact_voor)))


def find_stappen(session: Session, overdracht_id: int) -> list[OverdrachtStap]:
    """What happened to this overdracht, in order."""
    vraag = select(OverdrachtStap).where(OverdrachtStap.overdracht_id == overdracht_id)
    return list(session.scalars(vraag.order_by(OverdrachtStap.id)))


def has_stap(session: Session, overdracht_id: int, wat: str, *, vanaf: dt.datetime | None = None) -> bool:
    """Whether this happened to the overdracht before; `vanaf`: since this moment."""
    vraag = select(OverdrachtStap.id).where(OverdrachtStap.overdracht_id == overdracht_id, OverdrachtStap.wat == wat)
    if vanaf is not None:
        vraag = vraag.where(OverdrachtStap.op >= vanaf)
    return session.scalar(vraag.limit(1)) is not None


def has_contact(session: Session, overdracht: Overdracht) -> bool:
    """Whether a person spoke with this resident about it: in the chat, or as was written down."""
    if has_stap(session, overdracht.id, "contact"):
        return True
    vraag = select(Bericht.id).where(
        Bericht.gesprek_id == overdracht.gesprek_id,
        Bericht.afzender == "medewerker",
        Bericht.volgnummer > overdracht.tot_volgnummer,
    )
    return session.scalar(vraag.limit(1)) is not None


def find_toegewezen(session: Session, medewerker_id: int) -> list[Overdracht]:
    """What waits and was passed on to this medewerker in person."""
    vraag = select(Overdracht).where(Overdracht.status == "wachtend", Overdracht.toegewezen_id == medewerker_id)
    return list(session.scalars(vraag.order_by(Overdracht.id)))


def find_toestemmingen(session: Session, gesprek_id: str) -> list[Toestemming]:
    """Each consent given and withdrawn, in order."""
    vraag = select(Toestemming).where(Toestemming.gesprek_id == gesprek_id)
    return list(session.scalars(vraag.order_by(Toestemming.id)))


def find_gehouden(session: Session, medewerker_id: int) -> list[Overdracht]:
    """What this medewerker holds now."""
    vraag = select(Overdracht).where(Overdracht.status == "opgepakt", Overdracht.medewerker_id == medewerker_id)
    return list(session.scalars(vraag.order_by(Overdracht.opgepakt_op)))


def find_routeregels(session: Session) -> list[RouteRegel]:
    """The routing rules in order, also those that are off."""
    return list(session.scalars(select(RouteRegel).order_by(RouteRegel.volgorde, RouteRegel.id)))


def find_zaken(session: Session, *, na: dt.datetime, limit: int = 2000) -> list[Overdracht]:
    """Overdrachten of lately that were approved, newest first, to try routing rules on."""
    vraag = select(Overdracht).where(Overdracht.aangemaakt_op > na, Overdracht.toestemming)
    return list(session.scalars(vraag.order_by(Overdracht.id.desc()).limit(limit)))


def find_snelantwoorden(session: Session) -> list[SnelAntwoord]:
    """The quick replies that beheer made, in order."""
    return list(session.scalars(select(SnelAntwoord).order_by(SnelAntwoord.volgorde)))


def count_lopend(session: Session, medewerker_id: int) -> int:
    """How many gesprekken this medewerker has now. What is followed up elsewhere is none."""
    vraag = (
        select(func.count())
        .select_from(Overdracht)
        .where(
            Overdracht.status == "opgepakt",
            Overdracht.medewerker_id == medewerker_id,
            Overdracht.vervolg_voor.is_(None),
            or_(Overdracht.voorkeur == "chat", Overdracht.crisis.is_not(None)),
        )
    )
    return session.scalar(vraag) or 0


def count_lopend_per_medewerker(session: Session) -> dict[int, int]:
    """The same for everybody at once; who has none is not in it."""
    vraag = (
        select(Overdracht.medewerker_id, func.count())
        .where(
            Overdracht.status == "opgepakt",
            Overdracht.medewerker_id.is_not(None),
            Overdracht.stilte_tot.is_not(None),
            or_(Overdracht.voorkeur == "chat", Overdracht.crisis.is_not(None)),
        )
        .group_by(Overdracht.medewerker_id)
    )
    return {id: aantal for id, aantal in session.execute(vraag).tuples() if id is not None}


def count_overdrachten(session: Session) -> dict[str, int]:
    """How many overdrachten there are per status, for the metrics."""
    rijen = session.execute(select(Overdracht.status, func.count()).group_by(Overdracht.status)).tuples()
    return dict(rijen.all())


def find_kenmerken(session: Session, gesprek_id: str) -> list[str]:
    """The kenmerken this gesprek ever had."""
    return list(session.scalars(select(Overdracht.kenmerk).where(Overdracht.gesprek_id == gesprek_id)))


# --- outbox and audit -----------------------------------------------------------------------------


def find_ontvanger(session: Session, kenmerk: str) -> str | None:
    """Whom the resident last said yes to."""
    vraag = select(Toestemming.ontvanger).where(Toestemming.kenmerk == kenmerk, Toestemming.gegeven)
    return session.scalar(vraag.order_by(Toestemming.id.desc()).limit(1))


def find_uit_post(session: Session, kenmerk: str, soort: str) -> UitPost | None:
    """The last item of this kind for this kenmerk."""
    vraag = select(UitPost).where(UitPost.kenmerk == kenmerk, UitPost.soort == soort).order_by(UitPost.id.desc())
    return session.scalar(vraag.limit(1))


def has_bezig(session: Session, kenmerk: str, soorten: Collection[str], *, behalve: int = 0) -> bool:
    """Whether another item of these kinds is being sent for this kenmerk, or was when its process died."""
    vraag = select(UitPost.id).where(
        UitPost.kenmerk == kenmerk, UitPost.soort.in_(soorten), UitPost.status == "bezig", UitPost.id != behalve
    )
    return session.scalar(vraag.limit(1)) is not None


def find_uit_posten(session: Session, *, status: str | None = None, limit: int = 200) -> list[UitPost]:
    """The outbox, newest first, for beheer."""
    vraag = select(UitPost).order_by(UitPost.id.desc()).limit(limit)
    return list(session.scalars(vraag.where(UitPost.status == status) if status else vraag))


def find_klaar_om_te_sturen(
    session: Session,
    nu: dt.datetime,
    *,
    limit: int,
    soorten: Collection[str] | None = None,
    behalve: Collection[str] = (),
) -> list[int]:
    """What is due now of these kinds, danger first, then oldest first; `bezig` is due again when whoever took it never
    came back."""
    vraag = select(UitPost.id).where(UitPost.status.in_(("wacht", "bezig")), UitPost.volgende_op <= nu)
    vraag = vraag.where(UitPost.soort.not_in(behalve)) if soorten is None else vraag.where(UitPost.soort.in_(soorten))
    volgorde = UitPost.soort != "spoed", UitPost.volgende_op, UitPost.id
    return list(session.scalars(vraag.order_by(*volgorde).limit(limit)))


def find_gewist(session: Session, kenmerken: Collection[str], *, houder: str, na: dt.datetime) -> list[str]:
    """Which of these the resident deleted, and which this medewerker held that were deleted since then."""
    gewist = select(Audit.waarvan).where(Audit.wat == "gewist")
    van_mij = and_(Audit.op > na, Audit.reden == houder)
    return list(session.scalars(gewist.where(or_(Audit.waarvan.in_(kenmerken), van_mij)).order_by(Audit.id)))


def find_audit(
    session: Session, *, waarvan: str | None = None, over: str | None = None, wat: str | None = None, limit: int = 200
) -> list[Audit]:
    """Who did what, newest first. waarvan: of this kenmerk or name; over: that, or by whom, whatever the capitals;
    wat: of this kind of deed."""
    vraag = select(Audit).order_by(Audit.id.desc()).limit(limit)
    if waarvan:
        vraag = vraag.where(Audit.waarvan == waarvan)
    if over:
        # SQLite knows no capitals outside ASCII, so what was typed exactly counts as well.
        gelijk = [kolom == over for kolom in (Audit.waarvan, Audit.wie)]
        gelijk += [func.lower(kolom) == over.lower() for kolom in (Audit.waarvan, Audit.wie)]
        vraag = vraag.where(or_(*gelijk))
    return list(session.scalars(vraag.where(Audit.wat == wat) if wat else vraag))
