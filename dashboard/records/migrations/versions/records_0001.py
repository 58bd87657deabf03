"""The first records: notes, saved views, groups of people, cases, who acted, and the audit."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    _record(
        "annotation",
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("starts_on", sa.Date, nullable=False),
        sa.Column("ends_on", sa.Date, nullable=False),
        sa.Column("metrics", sa.JSON, nullable=False),
        sa.Column("concerns", sa.JSON, nullable=False),
    )
    _record(
        "saved_view",
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("page", sa.Text, nullable=False),
        sa.Column("query", sa.Text, nullable=False),
        sa.Column("owner", sa.Text, nullable=False),
        sa.Column("is_shared", sa.Boolean, nullable=False),
        sa.UniqueConstraint("owner", "name", name="uq_saved_view_owner"),
    )
    _record(
        "people_group",
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("origin", sa.Text, nullable=False),
        sa.Column("size", sa.Integer, nullable=False),
        sa.Column("warehouse_version", sa.Integer),
        sa.UniqueConstraint("name", name="uq_people_group_name"),
    )
    _people_of_groups()
    _record(
        "survey_case",
        sa.Column("person_id", sa.Text, nullable=False),
        sa.Column("survey", sa.Text, nullable=False),
        sa.Column("answered_on", sa.Date, nullable=False),
        sa.Column("status", sa.String(20), nullable=False),
        sa.Column("owner", sa.Text, nullable=False),
        sa.Column("note", sa.Text, nullable=False),
        sa.Column("contacted_at", sa.DateTime),
        sa.Column("resolved_at", sa.DateTime),
        sa.UniqueConstraint("person_id", "survey", "answered_on", name="uq_survey_case_person_id"),
    )
    _actor()
    _audit()


def _record(name: str, *columns: sa.Column[object] | sa.Constraint) -> None:
    """What every record has, around its own columns."""
    op.create_table(
        name,
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        *columns,
        sa.Column("created_at", sa.DateTime, nullable=False),
        sa.Column("created_by", sa.Text, nullable=False),
        sa.Column("updated_at", sa.DateTime, nullable=False),
        sa.Column("updated_by", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name=f"pk_{name}"),
        sqlite_autoincrement=True,
    )


def _people_of_groups() -> None:
    op.create_table(
        "people_group_person",
        sa.Column("group_id", sa.Integer, nullable=False),
        sa.Column("person_id", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("group_id", "person_id", name="pk_people_group_person"),
        sa.ForeignKeyConstraint(
            ["group_id"], ["people_group.id"], name="fk_people_group_person_group_id",
            ondelete="CASCADE",
        ),
        sqlite_with_rowid=False,
    )  # fmt: skip
    op.create_index("ix_people_group_person_person_id", "people_group_person", ["person_id"])


def _actor() -> None:
    op.create_table(
        "actor",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("is_verified", sa.Boolean, nullable=False),
        sa.Column("first_at", sa.DateTime, nullable=False),
        sa.Column("last_at", sa.DateTime, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_actor"),
        sa.UniqueConstraint("name", "is_verified", name="uq_actor_name"),
        sqlite_autoincrement=True,
    )


def _audit() -> None:
    op.create_table(
        "audit",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("at", sa.DateTime, nullable=False),
        sa.Column("who", sa.Text, nullable=False),
        sa.Column("is_verified", sa.Boolean, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("record_id", sa.Integer, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("did", sa.String(20), nullable=False),
        sa.Column("before", sa.JSON),
        sa.Column("after", sa.JSON),
        sa.PrimaryKeyConstraint("id", name="pk_audit"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_audit_kind", "audit", ["kind", "record_id", "version"])
    op.create_index("ix_audit_at", "audit", ["at"])
