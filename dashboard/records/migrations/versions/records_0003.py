"""The roadmap and the strategy; workshops with their votes, decisions and checks of readiness."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    _initiative()
    _found_and_chosen()
    _strategy()
    _workshop()
    _decided()


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


def _to(table: str, of: str, column: str, ondelete: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [column], [f"{table}.id"], name=f"fk_{of}_{column}", ondelete=ondelete
    )


def _initiative() -> None:
    _record(
        "initiative",
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("goal_id", sa.Integer),
        sa.Column("department", sa.Text, nullable=False),
        sa.Column("owner", sa.Text, nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("quarter", sa.String(7)),
        sa.Column("start", sa.Date),
        sa.Column("end", sa.Date),
        sa.Column("position", sa.Double, nullable=False),
        sa.Column("promised_effect", sa.Double),
        sa.Column("promised_unit", sa.String(10), nullable=False),
        sa.Column("promised_by", sa.Date),
        sa.Column("hypothesis", sa.Text, nullable=False),
        sa.Column("metric", sa.Text, nullable=False),
        sa.Column("guardrails", sa.JSON, nullable=False),
        sa.Column("design", sa.String(10), nullable=False),
        sa.Column("pilot", sa.JSON, nullable=False),
        sa.Column("control", sa.JSON, nullable=False),
        sa.Column("stages", sa.JSON, nullable=False),
        sa.Column("team", sa.JSON, nullable=False),
        sa.Column("departments", sa.JSON, nullable=False),
        sa.Column("systems", sa.JSON, nullable=False),
        sa.Column("processes", sa.JSON, nullable=False),
        sa.Column("cost_once", sa.Double),
        sa.Column("cost_month", sa.Double),
        sa.Column("benefit_low", sa.Double),
        sa.Column("benefit_high", sa.Double),
        sa.Column("benefit_why", sa.Text, nullable=False),
        sa.Column("confidence", sa.Double),
        sa.Column("person_weeks", sa.Double),
        sa.Column("milestones", sa.JSON, nullable=False),
        sa.Column("depends_on", sa.JSON, nullable=False),
        sa.Column("risks", sa.JSON, nullable=False),
        sa.Column("links", sa.JSON, nullable=False),
        sa.Column("dropped_why", sa.Text, nullable=False),
        sa.Column("because", sa.Text, nullable=False),
        sa.Column("decided_on", sa.Date),
        sa.Column("frozen", sa.JSON),
        sa.UniqueConstraint("title", name="uq_initiative_title"),
        _to("goal", "initiative", "goal_id", "SET NULL"),
    )
    op.create_index("ix_initiative_goal_id", "initiative", ["goal_id"])


def _found_and_chosen() -> None:
    op.create_table(
        "verdict",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("initiative_id", sa.Integer, nullable=False),
        sa.Column("initiative_version", sa.Integer, nullable=False),
        sa.Column("version_seq", sa.Integer, nullable=False),
        sa.Column("worked_out_at", sa.DateTime, nullable=False),
        sa.Column("verdict", sa.String(20), nullable=False),
        sa.Column("effect", sa.Double),
        sa.Column("low", sa.Double),
        sa.Column("high", sa.Double),
        sa.Column("promised", sa.Double),
        sa.Column("details", sa.JSON, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_verdict"),
        _to("initiative", "verdict", "initiative_id", "CASCADE"),
        sa.UniqueConstraint(
            "initiative_id", "initiative_version", "version_seq", name="uq_verdict_initiative_id"
        ),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "dot",
        sa.Column("session_id", sa.Integer, nullable=False, autoincrement=False),
        sa.Column("initiative_id", sa.Integer, nullable=False, autoincrement=False),
        sa.Column("voter", sa.Text, nullable=False),
        sa.Column("count", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("session_id", "initiative_id", "voter", name="pk_dot"),
        _to("initiative", "dot", "initiative_id", "CASCADE"),
        sqlite_with_rowid=False,
    )


def _strategy() -> None:
    _record(
        "strategy",
        sa.Column("vision", sa.Text, nullable=False),
        sa.Column("strengths", sa.JSON, nullable=False),
        sa.Column("weaknesses", sa.JSON, nullable=False),
        sa.Column("starts_on", sa.Date),
        sa.Column("frozen", sa.JSON, nullable=False),
    )


def _workshop() -> None:
    _record(
        "workshop_session",
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("planned_on", sa.Date, nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("quarter", sa.String(7)),
        sa.Column("agenda", sa.JSON, nullable=False),
        sa.Column("vote_token", sa.Text, nullable=False),
        sa.Column("started_at", sa.DateTime),
        sa.Column("finished_at", sa.DateTime),
        sa.UniqueConstraint("title", name="uq_workshop_session_title"),
    )
    op.create_table(
        "vote",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("session_id", sa.Integer, nullable=False),
        sa.Column("item", sa.Text, nullable=False),
        sa.Column("voter_token", sa.Text, nullable=False),
        sa.Column("answer", sa.Text, nullable=False),
        sa.Column("confidence", sa.Double),
        sa.Column("code", sa.Text, nullable=False),
        sa.Column("at", sa.DateTime, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_vote"),
        _to("workshop_session", "vote", "session_id", "CASCADE"),
        sa.UniqueConstraint("session_id", "item", "voter_token", name="uq_vote_session_id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_vote_code", "vote", ["code"])


def _decided() -> None:
    _record(
        "decision",
        sa.Column("what", sa.Text, nullable=False),
        sa.Column("session_id", sa.Integer),
        sa.Column("item", sa.Text, nullable=False),
        sa.Column("about", sa.Text, nullable=False),
        sa.Column("why", sa.Text, nullable=False),
        sa.Column("who", sa.Text, nullable=False),
        sa.Column("due", sa.Date),
        sa.Column("figure", sa.JSON),
        sa.Column("at", sa.DateTime, nullable=False),
        sa.Column("outcome", sa.Text, nullable=False),
        sa.Column("outcome_on", sa.Date),
        _to("workshop_session", "decision", "session_id", "SET NULL"),
    )
    op.create_index("ix_decision_session_id", "decision", ["session_id"])
    _record(
        "readiness",
        sa.Column("on_day", sa.Date, nullable=False),
        sa.Column("session_id", sa.Integer),
        sa.Column("answers", sa.JSON, nullable=False),
        _to("workshop_session", "readiness", "session_id", "SET NULL"),
    )
    op.create_index("ix_readiness_on_day", "readiness", ["on_day"])
