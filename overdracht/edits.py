"""Writing staff and overdrachten. What must happen once is one conditional statement.

Lock order: first the overdracht, then its gesprek. Two transactions that both keep to it never wait
for one another.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence

from sqlalchemy import delete, or_, select, update
from sqlalchemy.orm import Session

from opslag.audit_slot import DAGEN
from opslag.db import now
from overdracht.models import (
    Audit,
    AuditOpruiming,
    ConceptVerslag,
    LoginPoging,
    Medewerker,
    OidcPoging,
    Overdracht,
    OverdrachtStap,
    Sessie,
    SnelAntwoord,
    UitPost,
)

# The clocks of this machine and of the database may differ a little.
AUDIT_MINSTENS = dt.timedelta(days=DAGEN + 2)


def remove_sessies(session: Session, *, medewerker_id: int | None = None, id_hash: str | None = None) -> None:
    """End one login, or all of a medewerker."""
    session.flush()
    wie = Sessie.medewerker_id == medewerker_id if medewerker_id is not None else Sessie.id_hash == id_hash
    session.execute(delete(Sessie).where(wie))


def remove_verlopen_sessies(session: Session, nu: dt.datetime, *, pogingen_voor: dt.datetime) -> int:
    """Delete logins that ended and attempts that no longer count."""
    session.execute(delete(LoginPoging).where(LoginPoging.op < pogingen_voor))
    session.execute(delete(OidcPoging).where(OidcPoging.op < pogingen_voor))
    return len(session.execute(delete(Sessie).where(Sessie.verloopt_op < nu).returning(Sessie.id_hash)).all())


def add_login_pogingen(session: Session, sleutels: Sequence[str], *, op: dt.datetime) -> None:
    """Remember a failed login."""
    session.add_all([LoginPoging(sleutel=sleutel, op=op) for sleutel in sleutels])
    session.flush()


def remove_login_pogingen(session: Session, sleutel: str) -> None:
    """A good login makes the failed ones before it forgotten."""
    session.execute(delete(LoginPoging).where(LoginPoging.sleutel == sleutel))


def take_oidc_poging(
    session: Session, state_hash: str, *, browser_hash: str, na: dt.datetime
) -> tuple[str, str, str, int | None] | None:
    """(nonce, verifier, naar, koppel_id) of a login begun in this browser; only the first who asks gets it."""
    van_hier = OidcPoging.state_hash == state_hash, OidcPoging.browser_hash == browser_hash, OidcPoging.op > na
    weg = delete(OidcPoging).where(*van_hier)
    rij = session.execute(
        weg.returning(OidcPoging.nonce, OidcPoging.verifier, OidcPoging.naar, OidcPoging.koppel_id)
    ).first()
    return rij._tuple() if rij else None


def touch_medewerker(session: Session, medewerker_id: int, *, op: dt.datetime) -> int:
    """Remember when this medewerker was last seen, and hold the row from here on; the maximum of gesprekken.

    After the overdracht and its gesprek. An update of what is no key: an overdracht that was just given to them
    holds a key-share lock on the same row, and two stronger locks would wait for one another for ever.
    """
    session.flush()
    vraag = update(Medewerker).where(Medewerker.id == medewerker_id).values(gezien_op=op)
    return session.scalar(vraag.returning(Medewerker.max_gesprekken)) or 0


def lock_overdrachten(session: Session, gesprek_id: str) -> None:
    """Take the rows of the overdrachten of a gesprek, before its own row is taken."""
    session.flush()
    session.execute(select(Overdracht.id).where(Overdracht.gesprek_id == gesprek_id).with_for_update()).all()


def change_overdracht(
    session: Session,
    kenmerk: str,
    *,
    van: str,
    houder: int | None = None,
    voor: dt.datetime | None = None,
    van_gemeenten: Collection[str] = (),
    **waarden: object,
) -> Overdracht | None:
    """Change this overdracht in one statement if it still is what the caller takes it for; None when it is not.

    van: the status it must have; houder: the medewerker who must hold it; voor: its `stilte_tot` must be before this;
    van_gemeenten: it must be of one of these, or of none.
    """
    session.flush()
    vraag = update(Overdracht).where(Overdracht.kenmerk == kenmerk.strip().upper(), Overdracht.status == van)
    if houder is not None:
        vraag = vraag.where(Overdracht.medewerker_id == houder)
    if voor is not None:
        vraag = vraag.where(Overdracht.stilte_tot < voor)
    if van_gemeenten:
        vraag = vraag.where(or_(Overdracht.gemeente.in_(van_gemeenten), Overdracht.gemeente.is_(None)))
    raak = vraag.values(versie=Overdracht.versie + 1, **waarden).returning(Overdracht)
    return session.scalar(raak, execution_options={"populate_existing": True})


def add_stap(
    session: Session,
    overdracht: Overdracht,
    wat: str,
    *,
    op: dt.datetime,
    wie: str = "",
    naar: str = "",
    reden: str = "",
    intern: bool = True,
) -> OverdrachtStap:
    """Tell in the story of this overdracht what happened."""
    stap = OverdrachtStap(
        overdracht_id=overdracht.id, wat=wat, wie=wie, naar=naar[:120], reden=reden, intern=intern, op=op
    )
    session.add(stap)
    return stap


def renew_stap(session: Session, overdracht: Overdracht, wat: str, *, op: dt.datetime, wie: str) -> None:
    """Tell that this happened (again): who changes ten lines does one thing, as long as nobody was told of it.

    The step is changed in one statement, so that who tells of it at this moment waits for this commit.
    """
    session.flush()
    laatste = (
        select(OverdrachtStap.id)
        .where(OverdrachtStap.overdracht_id == overdracht.id)
        .order_by(OverdrachtStap.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    zelfde = OverdrachtStap.id == laatste, OverdrachtStap.wat == wat, OverdrachtStap.gemeld.is_(False)
    if session.scalar(update(OverdrachtStap).where(*zelfde).values(op=op).returning(OverdrachtStap.id)) is None:
        add_stap(session, overdracht, wat, op=op, wie=wie, intern=False)


def add_audit(session: Session, wie: str, wat: str, waarvan: str, *, reden: str = "", op: dt.datetime) -> None:
    """Who did what to whose data, and why. Append only."""
    session.add(Audit(wie=wie, wat=wat, waarvan=waarvan, reden=reden, op=op))


def remove_concept(session: Session, gesprek_id: str) -> None:
    """Throw the concept-verslag away."""
    session.execute(delete(ConceptVerslag).where(ConceptVerslag.gesprek_id == gesprek_id))


def replace_snelantwoorden(session: Session, regels: Sequence[tuple[str, str]]) -> None:
    """These (name, text) in the place of all quick replies there were."""
    session.execute(delete(SnelAntwoord))
    session.add_all(
        SnelAntwoord(code=f"eigen-{n}", volgorde=n, naam=naam, tekst=tekst) for n, (naam, tekst) in enumerate(regels)
    )
    session.flush()


# --- outbox ---------------------------------------------------------------------------------------


def add_uit_post(session: Session, soort: str, kenmerk: str, *, op: dt.datetime, **inhoud: object) -> UitPost:
    """Something that must reach another system; holds no words of a resident, those are read when it is sent."""
    post = UitPost(soort=soort, kenmerk=kenmerk, inhoud=inhoud, stappen={}, volgende_op=op, aangemaakt_op=op)
    session.add(post)
    session.flush()
    return post


def replace_uit_post(session: Session, soort: str, kenmerk: str, *, op: dt.datetime, **inhoud: object) -> UitPost:
    """The same thing again, in the place of what of it was not sent yet: what is sent is read then.

    What the old items were to do besides (`inhoud`) goes along.

    Whoever takes the old item at this moment waits for this commit, and then finds it is no longer needed.
    """
    session.flush()
    oud = session.scalars(
        update(UitPost)
        .where(UitPost.kenmerk == kenmerk, UitPost.soort == soort, UitPost.status.in_(("wacht", "mislukt")))
        .values(status="overbodig", fout="")
        .returning(UitPost.inhoud)
    )
    samen = {naam: waarde for eerder in oud for naam, waarde in (eerder or {}).items()}
    return add_uit_post(session, soort, kenmerk, op=op, **(samen | inhoud))


def take_stappen_te_melden(
    session: Session, soorten: Collection[str], *, na: dt.datetime
) -> list[tuple[str, str, dt.datetime]]:
    """Steps of these kinds that no webhook told of yet, once each: (kenmerk, what, when), in order."""
    raak = (
        update(OverdrachtStap)
        .where(OverdrachtStap.gemeld.is_(False), OverdrachtStap.op > na, OverdrachtStap.wat.in_(soorten))
        .values(gemeld=True)
        .returning(OverdrachtStap.id, OverdrachtStap.overdracht_id, OverdrachtStap.wat, OverdrachtStap.op)
    )
    stappen = sorted(session.execute(raak).tuples().all())
    wie = select(Overdracht.id, Overdracht.kenmerk).where(Overdracht.id.in_({s[1] for s in stappen}))
    kenmerken = dict(session.execute(wie).tuples().all())
    return [(kenmerken[overdracht_id], wat, op) for _, overdracht_id, wat, op in stappen]


def take_uit_post(session: Session, id: int, *, nu: dt.datetime, tot: dt.datetime) -> UitPost | None:
    """Take one item to send it, for a while; None when somebody else did."""
    vraag = (
        update(UitPost)
        .where(UitPost.id == id, UitPost.status.in_(("wacht", "bezig")), UitPost.volgende_op <= nu)
        .values(status="bezig", volgende_op=tot, pogingen=UitPost.pogingen + 1)
        .returning(UitPost)
    )
    return session.scalar(vraag, execution_options={"populate_existing": True})


def cancel_uit_post(session: Session, kenmerk: str, *, behalve: Collection[str] = ()) -> None:
    """What was not sent yet for this kenmerk is no longer sent, but for these kinds."""
    session.execute(
        update(UitPost)
        .where(UitPost.kenmerk == kenmerk, UitPost.status.in_(("wacht", "mislukt")), UitPost.soort.not_in(behalve))
        .values(status="overbodig", inhoud={})
    )


def remove_uit_post(session: Session, kenmerken: Sequence[str]) -> None:
    """Delete everything of these kenmerken from the outbox."""
    session.execute(delete(UitPost).where(UitPost.kenmerk.in_(kenmerken)))


def remove_oude_uit_post(session: Session, voor: dt.datetime) -> None:
    """Delete what was sent, dropped or given up before this moment and hangs on no overdracht that is still kept.

    Mail to a team or a provider hangs on none, and what closes a file in Open Klant outlives its gesprek.
    """
    af = UitPost.status.in_(("klaar", "mislukt", "overbodig"))
    er_nog = UitPost.kenmerk.in_(select(Overdracht.kenmerk))
    session.execute(delete(UitPost).where(UitPost.aangemaakt_op < voor, af, ~er_nog))


def remove_audit(session: Session, voor: dt.datetime) -> int:
    """Delete audit lines older than they may be kept, and never of the last month.

    The only place that may: it says so to the database, which otherwise refuses (opslag/audit_slot.py).
    """
    voor = min(voor, now() - AUDIT_MINSTENS)
    session.add(AuditOpruiming(voor=voor))
    session.flush()
    weg = len(session.execute(delete(Audit).where(Audit.op < voor).returning(Audit.id)).all())
    session.execute(delete(AuditOpruiming))
    return weg
