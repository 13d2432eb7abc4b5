"""settings of beheer

Teams, hours and how long things are kept, as a beheerder set them; without a row the file and the settings count.

Revision ID: 0006
Revises: 0005
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = '0006'
down_revision = '0005'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('instelling',
    sa.Column('sleutel', sa.String(length=80), nullable=False),
    sa.Column('waarde', sa.JSON(none_as_null=True), nullable=True),
    sa.Column('versie', sa.Integer(), nullable=False),
    sa.Column('reden', sa.Text(), nullable=False),
    sa.Column('wie', sa.String(length=120), nullable=False),
    sa.Column('op', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('sleutel', name=op.f('pk_instelling'))
    )


def downgrade() -> None:
    op.drop_table('instelling')
