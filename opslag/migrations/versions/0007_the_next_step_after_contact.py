"""the next step after contact

Until when the holder takes the next step once the resident was reached, up to which bericht the deadlines follow the
gesprek, and when danger was last heard. What somebody holds after contact had no deadline at all until now: it gets
one, far enough away that nobody is called back today.

Revision ID: 0007
Revises: 0006
"""

from __future__ import annotations

import datetime as dt

import sqlalchemy as sa
from alembic import op

revision = '0007'
down_revision = '0006'
branch_labels = None
depends_on = None

TERMIJN = dt.timedelta(weeks=2)
MOMENTEN = ('vervolg_voor', 'crisis_op')
overdracht = sa.table(
    'overdracht',
    sa.column('gesprek_id', sa.String()), sa.column('status', sa.String()), sa.column('crisis', sa.String()),
    sa.column('gehoord_tot', sa.Integer()),
    *(sa.column(naam, sa.DateTime(timezone=True)) for naam in (*MOMENTEN, 'stilte_tot', 'aangemaakt_op')),
)
gesprek = sa.table('gesprek', sa.column('id', sa.String()), sa.column('volgnummer', sa.Integer()))


def upgrade() -> None:
    with op.batch_alter_table('overdracht', schema=None) as batch_op:
        for naam in MOMENTEN:
            batch_op.add_column(sa.Column(naam, sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('gehoord_tot', sa.Integer(), nullable=True))
    _fill(op.get_bind())
    with op.batch_alter_table('overdracht', schema=None) as batch_op:
        batch_op.alter_column('gehoord_tot', existing_type=sa.Integer(), nullable=False)


def _fill(connection: sa.Connection) -> None:
    # What was typed before this is not answered by a machine now: the holder reads it as ever.
    tot_nu = (
        sa.select(gesprek.c.volgnummer).where(gesprek.c.id == overdracht.c.gesprek_id).correlate(overdracht)
        .scalar_subquery()
    )
    connection.execute(overdracht.update().values(gehoord_tot=sa.func.coalesce(tot_nu, 0)))
    later = dt.datetime.now(dt.UTC) + TERMIJN
    bereikt = overdracht.c.status == 'opgepakt', overdracht.c.stilte_tot.is_(None)
    connection.execute(overdracht.update().where(*bereikt).values(vervolg_voor=later, stilte_tot=later))
    connection.execute(
        overdracht.update().where(overdracht.c.crisis.is_not(None)).values(crisis_op=overdracht.c.aangemaakt_op)
    )


def downgrade() -> None:
    bereikt = overdracht.c.status == 'opgepakt', overdracht.c.vervolg_voor.is_not(None)
    op.get_bind().execute(overdracht.update().where(*bereikt).values(stilte_tot=None))
    with op.batch_alter_table('overdracht', schema=None) as batch_op:
        for naam in (*MOMENTEN, 'gehoord_tot'):
            batch_op.drop_column(naam)
