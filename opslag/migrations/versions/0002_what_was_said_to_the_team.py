"""what was said to the team

Between which volgnummers a resident spoke to the team. Until now staff read everything after the approval,
also what was said to the assistant once the question was finished. What was agreed on before stays so: the
approved verslag of then, with or without the gesprek, is left as it is.

Revision ID: 0002
Revises: 0001
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = '0002'
down_revision = '0001'
branch_labels = None
depends_on = None

overdracht = sa.table(
    'overdracht',
    sa.column('id', sa.Integer()), sa.column('gesprek_id', sa.String()), sa.column('status', sa.String()),
    sa.column('toestemming', sa.Boolean()), sa.column('tot_volgnummer', sa.Integer()),
    sa.column('afgerond_op', sa.DateTime(timezone=True)), sa.column('vensters', sa.JSON()),
)
gesprek = sa.table(
    'gesprek',
    sa.column('id', sa.String()), sa.column('volgnummer', sa.Integer()), sa.column('bevindingen_vanaf', sa.Integer()),
)
bericht = sa.table(
    'bericht',
    sa.column('gesprek_id', sa.String()), sa.column('volgnummer', sa.Integer()), sa.column('afzender', sa.String()),
    sa.column('op', sa.DateTime(timezone=True)),
)


def upgrade() -> None:
    with op.batch_alter_table('overdracht', schema=None) as batch_op:
        batch_op.add_column(sa.Column('vensters', sa.JSON(), nullable=True))
    _fill(op.get_bind())
    with op.batch_alter_table('overdracht', schema=None) as batch_op:
        batch_op.alter_column('vensters', existing_type=sa.JSON(), nullable=False)


def _fill(connection: sa.Connection) -> None:
    # The first word of the resident after the end was said to the assistant.
    na_het_einde = (
        sa.select(sa.func.min(bericht.c.volgnummer))
        .where(bericht.c.gesprek_id == overdracht.c.gesprek_id, bericht.c.afzender == 'inwoner',
               bericht.c.op > overdracht.c.afgerond_op)
        .correlate(overdracht)
        .scalar_subquery()
    )
    vraag = sa.select(
        overdracht.c.id, overdracht.c.status, overdracht.c.toestemming, overdracht.c.tot_volgnummer,
        gesprek.c.volgnummer, gesprek.c.bevindingen_vanaf, na_het_einde.label('verder'),
    ).join_from(overdracht, gesprek, gesprek.c.id == overdracht.c.gesprek_id)
    for rij in connection.execute(vraag).all():
        # Without consent it is a crisis. Where that began is not known any more once the resident began afresh.
        begonnen = rij.verder is not None and rij.bevindingen_vanaf >= rij.verder - 1
        vanaf = rij.tot_volgnummer if rij.toestemming else 0 if begonnen else rij.bevindingen_vanaf
        tot = None
        if rij.status == 'afgerond':
            tot = rij.verder - 1 if rij.verder is not None else rij.volgnummer
        vensters = [] if rij.status == 'ingetrokken' else [[vanaf, tot]]
        connection.execute(overdracht.update().where(overdracht.c.id == rij.id).values(vensters=vensters))


def downgrade() -> None:
    with op.batch_alter_table('overdracht', schema=None) as batch_op:
        batch_op.drop_column('vensters')
