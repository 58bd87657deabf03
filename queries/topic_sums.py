"""What do comments speak about, and what sums does each topic's effect on the score need?"""

from typing import Any

from sqlalchemy import Select, case, func, select
from sqlalchemy.sql.selectable import FromClause

from queries.marts import answer, answer_topic, topic
from queries.people import Members
from queries.slice import Slice
from queries.voice_rows import members_of, named


def topic_names(slice: Slice) -> Select[Any]:
    """Every topic with its label in each language that names it."""
    return select(topic.c.topic, topic.c.language, topic.c.label).order_by(
        topic.c.topic, topic.c.language
    )


def topic_sums(metric: str) -> Any:
    """The question for one metric: per topic the sums of its answers, and of people the products with those of all.

    ty, tx are a person's sums of y and x over answers with the topic, Y and X over all answers of theirs.
    """

    def topic_sums(slice: Slice) -> Select[Any]:
        members = _clustered(metric, slice).cte("member")
        everything = _per_person(select(members).cte("every"), "every_person")
        spoken = (
            select(members, answer_topic.c.topic)
            .join(answer_topic, members.c.seq == answer_topic.c.seq)
            .cte("spoken")
        )
        own = (
            select(
                spoken.c.topic,
                spoken.c.cluster,
                func.sum(spoken.c.y).label("ty"),
                func.sum(spoken.c.x).label("tx"),
                func.count().label("n"),
                _sum_if(spoken, spoken.c.y > 0, spoken.c.y).label("promoters"),
                _sum_if(spoken, spoken.c.y < 0, -spoken.c.y).label("detractors"),
                func.sum(spoken.c.x * spoken.c.x).label("ww"),
            )
            .group_by(spoken.c.topic, spoken.c.cluster)
            .cte("own")
        )
        products = {
            "yy": own.c.ty * own.c.ty, "yx": own.c.ty * own.c.tx, "xx": own.c.tx * own.c.tx,
            "all_y_y": everything.c.y * own.c.ty, "all_y_x": everything.c.y * own.c.tx,
            "all_x_y": everything.c.x * own.c.ty, "all_x_x": everything.c.x * own.c.tx,
        }  # fmt: skip
        return (
            select(
                own.c.topic,
                func.sum(own.c.n).label("n"),
                func.count().label("people"),
                func.sum(own.c.ty).label("numerator"),
                func.sum(own.c.tx).label("denominator"),
                func.sum(own.c.promoters).label("promoters"),
                func.sum(own.c.detractors).label("detractors"),
                func.sum(own.c.ww).label("sum_ww"),
                *(func.sum(product).label(name) for name, product in products.items()),
            )
            .join(everything, own.c.cluster == everything.c.cluster)
            .group_by(own.c.topic)
            .order_by(own.c.topic)
        )

    return named(topic_sums, __name__, metric)


def answer_sums(metric: str) -> Any:
    """The question for one metric: the sums over all its answers, how many have words, how many words have no topic."""

    def answer_sums(slice: Slice) -> Select[Any]:
        members = _clustered(metric, slice).cte("member")
        people = _per_person(select(members).cte("every"), "every_person")
        return select(
            func.sum(people.c.n).label("n"),
            func.count().label("clusters"),
            func.sum(people.c.y).label("numerator"),
            func.sum(people.c.x).label("denominator"),
            func.sum(people.c.y * people.c.y).label("yy"),
            func.sum(people.c.y * people.c.x).label("yx"),
            func.sum(people.c.x * people.c.x).label("xx"),
            func.sum(people.c.comments).label("comments"),
            func.sum(people.c.comments_in_vain).label("without_topic"),
        )

    return named(answer_sums, __name__, metric)


def topic_members(metric: str, name: str) -> Members:
    """One row per answer with a topic."""

    def topic_members(slice: Slice) -> FromClause:
        rows = members_of(metric, slice)
        spoken = answer_topic.c
        return (
            select(rows.c.person, rows.c.x, rows.c.y)
            .join(answer_topic, rows.c.seq == spoken.seq)
            .where(spoken.topic == name)
            .subquery("members")
        )

    found: Members = named(topic_members, __name__, metric, name)
    return found


def _clustered(metric: str, slice: Slice) -> Select[Any]:
    """The metric's rows, those of nobody each in a cluster of its own, with whether they have words and a topic."""
    rows = members_of(metric, slice)
    with_topic = select(answer_topic.c.seq)
    return select(
        rows.c.seq,
        rows.c.x,
        rows.c.y,
        case((rows.c.person.is_(None), -1 - rows.c.seq), else_=rows.c.person).label("cluster"),
        case((answer.c.comment.is_not(None), 1), else_=0).label("comments"),
        case(
            (answer.c.comment.is_(None), 0), (answer.c.seq.in_(with_topic), 0), else_=1
        ).label("comments_in_vain"),
    ).join(answer, rows.c.seq == answer.c.seq)  # fmt: skip


def _per_person(members: Any, name: str) -> Any:
    return (
        select(
            members.c.cluster,
            func.count().label("n"),
            func.sum(members.c.y).label("y"),
            func.sum(members.c.x).label("x"),
            func.sum(members.c.comments).label("comments"),
            func.sum(members.c.comments_in_vain).label("comments_in_vain"),
        )
        .group_by(members.c.cluster)
        .cte(name)
    )


def _sum_if(rows: FromClause, condition: Any, value: Any) -> Any:
    return func.sum(case((condition, value), else_=0))
