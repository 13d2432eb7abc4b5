"""settings of beheer

Teams, hours and how long things are kept, as a beheerder set them; without a row the file and the settings count.
And the lock on the audit: from here the database itself refuses to change or delete a line.

Revision ID: 0006
Revises: 0005
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from opslag import audit_slot

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
    op.create_table('audit_opruiming',
    sa.Column('id', sa.Integer(), autoincrement=True, nullable=False),
    sa.Column('voor', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_audit_opruiming'))
    )
    audit_slot.maak(op.get_bind())


def downgrade() -> None:
    audit_slot.haal_weg(op.get_bind())
    op.drop_table('audit_opruiming')
    op.drop_table('instelling')
