"""Goals, check-ins and actions, measures kept by hand, confirmed shifts, alerts and messages, forecasts of goals."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    _goal()
    _said_and_done()
    _measure()
    _shift()
    _alert()
    _forecast()


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


def _goal() -> None:
    _record(
        "goal",
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("metric", sa.Text, nullable=False),
        sa.Column("grain", sa.String(10), nullable=False),
        sa.Column("concerns", sa.JSON, nullable=False),
        sa.Column("defined", sa.JSON, nullable=False),
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("target", sa.Double),
        sa.Column("change_percent", sa.Double),
        sa.Column("change_points", sa.Double),
        sa.Column("base_starts_on", sa.Date),
        sa.Column("base_ends_on", sa.Date),
        sa.Column("starts_on", sa.Date, nullable=False),
        sa.Column("due_on", sa.Date, nullable=False),
        sa.Column("owner", sa.Text, nullable=False),
        sa.Column("department", sa.Text, nullable=False),
        sa.Column("why", sa.Text, nullable=False),
        sa.Column("is_pinned", sa.Boolean, nullable=False),
        sa.Column("milestones", sa.JSON, nullable=False),
        sa.Column("parent_id", sa.Integer),
        sa.Column("because", sa.Text, nullable=False),
        sa.Column("decided_on", sa.Date),
        sa.Column("closed_on", sa.Date),
        sa.UniqueConstraint("name", name="uq_goal_name"),
        _to("goal", "goal", "parent_id", "SET NULL"),
    )


def _said_and_done() -> None:
    _record(
        "check_in",
        sa.Column("goal_id", sa.Integer, nullable=False),
        sa.Column("on_day", sa.Date, nullable=False),
        sa.Column("status", sa.String(20), nullable=False),
        sa.Column("confidence", sa.Integer),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("value", sa.Double),
        sa.Column("chance", sa.Double),
        _to("goal", "check_in", "goal_id", "CASCADE"),
    )
    op.create_index("ix_check_in_goal_id", "check_in", ["goal_id"])
    _record(
        "action",
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("owner", sa.Text, nullable=False),
        sa.Column("due_on", sa.Date),
        sa.Column("done_on", sa.Date),
        sa.Column("goal_id", sa.Integer),
        sa.Column("check_in_id", sa.Integer),
        _to("goal", "action", "goal_id", "SET NULL"),
        _to("check_in", "action", "check_in_id", "SET NULL"),
    )
    op.create_index("ix_action_goal_id", "action", ["goal_id"])


def _measure() -> None:
    _record(
        "measure",
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("meaning", sa.Text, nullable=False),
        sa.Column("unit", sa.String(20), nullable=False),
        sa.Column("better", sa.String(10), nullable=False),
        sa.Column("combined", sa.String(10), nullable=False),
        sa.Column("across", sa.String(10), nullable=False),
        sa.Column("grain", sa.String(10), nullable=False),
        sa.Column("department", sa.Text, nullable=False),
        sa.Column("owner", sa.Text, nullable=False),
        sa.UniqueConstraint("name", name="uq_measure_name"),
    )
    _record(
        "measure_value",
        sa.Column("measure_id", sa.Integer, nullable=False),
        sa.Column("on_day", sa.Date, nullable=False),
        sa.Column("part", sa.Text, nullable=False),
        sa.Column("value", sa.Double, nullable=False),
        _to("measure", "measure_value", "measure_id", "CASCADE"),
        sa.UniqueConstraint("measure_id", "on_day", "part", name="uq_measure_value_measure_id"),
    )


def _shift() -> None:
    _record(
        "shift",
        sa.Column("metric", sa.Text, nullable=False),
        sa.Column("grain", sa.String(10), nullable=False),
        sa.Column("on_day", sa.Date, nullable=False),
        sa.Column("concerns", sa.JSON, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
    )


def _alert() -> None:
    _record(
        "alert_rule",
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("about", sa.JSON, nullable=False),
        sa.Column("conditions", sa.JSON, nullable=False),
        sa.Column("sees", sa.JSON, nullable=False),
        sa.Column("least_n", sa.Integer, nullable=False),
        sa.Column("channels", sa.JSON, nullable=False),
        sa.Column("language", sa.String(5), nullable=False),
        sa.Column("quiet_from", sa.String(5), nullable=False),
        sa.Column("quiet_until", sa.String(5), nullable=False),
        sa.Column("snoozed_until", sa.Date),
        sa.Column("is_on", sa.Boolean, nullable=False),
        sa.Column("owner", sa.Text, nullable=False),
        sa.UniqueConstraint("name", name="uq_alert_rule_name"),
    )
    op.create_table(
        "alert_rule_judged",
        sa.Column("rule_id", sa.Integer, nullable=False, autoincrement=False),
        sa.Column("until", sa.Date, nullable=False),
        sa.PrimaryKeyConstraint("rule_id", name="pk_alert_rule_judged"),
        _to("alert_rule", "alert_rule_judged", "rule_id", "CASCADE"),
        sqlite_with_rowid=False,
    )
    _record(
        "digest_subscription",
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("owner", sa.Text, nullable=False),
        sa.Column("channels", sa.JSON, nullable=False),
        sa.Column("language", sa.String(5), nullable=False),
        sa.Column("sees", sa.JSON, nullable=False),
        sa.Column("weekday", sa.Integer, nullable=False),
        sa.Column("hour", sa.Integer, nullable=False),
        sa.Column("is_on", sa.Boolean, nullable=False),
        sa.UniqueConstraint("name", name="uq_digest_subscription_name"),
    )
    _message()


def _message() -> None:
    op.create_table(
        "message",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("rule_id", sa.Integer),
        sa.Column("subscription_id", sa.Integer),
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("about_period", sa.Text, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("html", sa.Text, nullable=False),
        sa.Column("facts", sa.JSON, nullable=False),
        sa.Column("sees", sa.JSON, nullable=False),
        sa.Column("owner", sa.Text, nullable=False),
        sa.Column("link", sa.Text, nullable=False),
        sa.Column("made_at", sa.DateTime, nullable=False),
        sa.Column("read_by", sa.JSON, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_message"),
        _to("alert_rule", "message", "rule_id", "SET NULL"),
        _to("digest_subscription", "message", "subscription_id", "SET NULL"),
        sa.UniqueConstraint("source", "about_period", name="uq_message_source"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "delivery",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("message_id", sa.Integer, nullable=False),
        sa.Column("channel", sa.Text, nullable=False),
        sa.Column("next_at", sa.DateTime, nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("tries", sa.Integer, nullable=False),
        sa.Column("sent_by", sa.Text, nullable=False),
        sa.Column("error", sa.Text, nullable=False),
        sa.Column("sent_at", sa.DateTime),
        sa.PrimaryKeyConstraint("id", name="pk_delivery"),
        _to("message", "delivery", "message_id", "CASCADE"),
        sa.UniqueConstraint("message_id", "channel", name="uq_delivery_message_id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_delivery_state", "delivery", ["state", "next_at"])


def _forecast() -> None:
    op.create_table(
        "goal_forecast",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("goal_id", sa.Integer, nullable=False),
        sa.Column("goal_version", sa.Integer, nullable=False),
        sa.Column("warehouse_version", sa.Integer, nullable=False),
        sa.Column("made_at", sa.DateTime, nullable=False),
        sa.Column("until_day", sa.Date, nullable=False),
        sa.Column("due_on", sa.Date, nullable=False),
        sa.Column("target", sa.Double),
        sa.Column("chance", sa.Double),
        sa.Column("method", sa.Text, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("fan", sa.JSON, nullable=False),
        sa.Column("details", sa.JSON, nullable=False),
        sa.Column("came_true", sa.Boolean),
        sa.PrimaryKeyConstraint("id", name="pk_goal_forecast"),
        _to("goal", "goal_forecast", "goal_id", "CASCADE"),
        sa.UniqueConstraint(
            "goal_id", "goal_version", "warehouse_version", name="uq_goal_forecast_goal_id"
        ),
        sqlite_autoincrement=True,
    )
