"""place in the queue, and asking the resident before passing on

From when the place in the queue counts, apart from since when this wait lasts; and to whom a medewerker wants to pass it
on, as long as the resident did not say yes or no.

Revision ID: 0008
Revises: 0007
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = '0008'
down_revision = '0007'
branch_labels = None
depends_on = None

overdracht = sa.table('overdracht', *(sa.column(n, sa.DateTime(timezone=True)) for n in ('plek_sinds', 'wacht_sinds')))


def upgrade() -> None:
    with op.batch_alter_table('overdracht', schema=None) as batch_op:
        batch_op.add_column(sa.Column('plek_sinds', sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('doorzetvraag', sa.JSON(), nullable=True))
    op.get_bind().execute(overdracht.update().values(plek_sinds=overdracht.c.wacht_sinds))
    with op.batch_alter_table('overdracht', schema=None) as batch_op:
        batch_op.alter_column('plek_sinds', existing_type=sa.DateTime(timezone=True), nullable=False)


def downgrade() -> None:
    with op.batch_alter_table('overdracht', schema=None) as batch_op:
        batch_op.drop_column('doorzetvraag')
        batch_op.drop_column('plek_sinds')
