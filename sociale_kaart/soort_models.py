"""Tables of what redacteuren add to the taxonomy of kinds: kinds of their own, ways of asking and words.

The files of the product stay as they are; what stands here comes on top of them, for one installation.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace

from sqlalchemy import JSON, Integer, String, Text, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from opslag.db import Base, now
from sociale_kaart.soorten import Soort, soorten

# How residents ask for it, what organisations call it, and its name in the Uniforme Productnamenlijst (one at most,
# and only for a kind of the redactie's own).
VRAAG, WOORD, UPL = "vraag", "woord", "upl"


class EigenSoort(Base):
    """A kind of voorziening that the product does not bring along."""

    __tablename__ = "eigen_soort"

    code: Mapped[str] = mapped_column(String(80), primary_key=True)
    naam: Mapped[str] = mapped_column(String(80))
    leefgebieden: Mapped[list[str]] = mapped_column(JSON, default=list)
    definitie: Mapped[str] = mapped_column(Text)
    wie: Mapped[str] = mapped_column(String(120), default="")
    op: Mapped[dt.datetime] = mapped_column(default=now)


class Soortzin(Base):
    """A way of asking for a kind, a word for it or its UPL name; the kind is the product's or the redactie's own."""

    __tablename__ = "soortzin"
    __table_args__ = (UniqueConstraint("soort", "wat", "tekst"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=True)
    soort: Mapped[str] = mapped_column(String(80), index=True)
    wat: Mapped[str] = mapped_column(String(10))
    tekst: Mapped[str] = mapped_column(String(200))
    wie: Mapped[str] = mapped_column(String(120), default="")
    op: Mapped[dt.datetime] = mapped_column(default=now)


class Soortwijziging(Base):
    """Who did what to a kind, for the history; stays when the kind or the sentence goes."""

    __tablename__ = "soortwijziging"

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=True)
    soort: Mapped[str] = mapped_column(String(80), index=True)
    wat: Mapped[str] = mapped_column(String(40))
    tekst: Mapped[str] = mapped_column(Text, default="")
    wie: Mapped[str] = mapped_column(String(120), default="")
    op: Mapped[dt.datetime] = mapped_column(default=now)


def read_eigen(session: Session) -> tuple[Soort, ...]:
    """The kinds as redacteuren made them, in a fixed order; () when they added nothing."""
    verbinding = session.connection()
    zinnen: _Zinnen = {}
    kolommen = (Soortzin.soort, Soortzin.wat, Soortzin.tekst)
    for soort, wat, tekst in verbinding.execute(select(*kolommen).order_by(*kolommen)):
        zinnen.setdefault(soort, {}).setdefault(wat, []).append(tekst)
    vast = (EigenSoort.code, EigenSoort.naam, EigenSoort.leefgebieden, EigenSoort.definitie)
    eigen = verbinding.execute(select(*vast).order_by(EigenSoort.code)).all()
    basis = [Soort(r.code, r.naam, tuple(r.leefgebieden), r.definitie, (), ()) for r in eigen]
    return tuple(_aangevuld(basis, zinnen))


_Zinnen = dict[str, dict[str, list[str]]]


def _aangevuld(basis: list[Soort], zinnen: _Zinnen) -> Iterator[Soort]:
    van_het_product = soorten()
    # A kind of the product with more in it, in the order of the product.
    for soort in (*(s for c, s in van_het_product.items() if c in zinnen), *basis):
        erbij = zinnen.get(soort.code, {})
        yield replace(
            soort,
            woorden=(*soort.woorden, *erbij.get(WOORD, ())),
            vragen=(*soort.vragen, *erbij.get(VRAAG, ())),
            upl=next(iter(erbij.get(UPL, ())), soort.upl),
        )
