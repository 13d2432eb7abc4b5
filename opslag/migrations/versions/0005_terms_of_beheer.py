"""terms of beheer

Terms that a beheerder sets, and what each overdracht was promised with them. What runs already keeps its dates.

Revision ID: 0005
Revises: 0004
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = '0005'
down_revision = '0004'
branch_labels = None
depends_on = None

LIJSTEN = ('termijnen', 'soorten')
overdracht = sa.table('overdracht', *(sa.column(naam, sa.JSON()) for naam in LIJSTEN))


def upgrade() -> None:
    op.create_table('termijnregel',
    sa.Column('id', sa.Integer(), autoincrement=True, nullable=False),
    sa.Column('naam', sa.String(length=80), nullable=False),
    sa.Column('stap', sa.String(length=20), nullable=False),
    sa.Column('voorwaarden', sa.JSON(), nullable=False),
    sa.Column('aantal', sa.Integer(), nullable=False),
    sa.Column('eenheid', sa.String(length=10), nullable=False),
    sa.Column('vooraf', sa.Integer(), nullable=False),
    sa.Column('vooraf_eenheid', sa.String(length=10), nullable=False),
    sa.Column('aan', sa.Boolean(), nullable=False),
    sa.Column('versie', sa.Integer(), nullable=False),
    sa.Column('wie', sa.String(length=120), nullable=False),
    sa.Column('op', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_termijnregel'))
    )
    with op.batch_alter_table('overdracht', schema=None) as batch_op:
        for naam in LIJSTEN:
            batch_op.add_column(sa.Column(naam, sa.JSON(), nullable=True))
    op.get_bind().execute(overdracht.update().values({naam: [] for naam in LIJSTEN}))
    with op.batch_alter_table('overdracht', schema=None) as batch_op:
        for naam in LIJSTEN:
            batch_op.alter_column(naam, existing_type=sa.JSON(), nullable=False)


def downgrade() -> None:
    with op.batch_alter_table('overdracht', schema=None) as batch_op:
        for naam in LIJSTEN:
            batch_op.drop_column(naam)
    op.drop_table('termijnregel')
