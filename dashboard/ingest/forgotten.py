"""Who was forgotten, as keyed hashes (HMAC-SHA-256): enough to know an id again, not enough to say it.

The key lies beside the master file. A load leaves out, under the rule `forgotten person`, every row that would bring
somebody back.
"""

import hmac
import os
import secrets
from collections.abc import Iterable

import duckdb

from dashboard.errors import BadData
from dashboard.ingest.mapping import Mapping
from dashboard.ingest.recognised import clean_comments, faulty_lines, recogniser
from dashboard.paths import Home

RULE = "forgotten person"
"""The rule under which the ledger counts rows that were left out."""

KINDS = ("person", "visitor", "order", "ticket")
_BLOCK = 64  # bytes of a block of SHA-256 (RFC 2104)


def made_key(home: Home) -> bytes:
    """The key of a home, made once, readable by its owner only."""
    if not home.forgotten_key.exists():
        beside = home.forgotten_key.with_suffix(".new")
        beside.unlink(missing_ok=True)
        handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(secrets.token_hex(32))
            file.flush()
            os.fsync(file.fileno())
        os.replace(beside, home.forgotten_key)
    return _key(home)


def digest(key: bytes, kind: str, id: str) -> str:
    """What is kept of an id: `kind` keeps a person apart from a visitor of the same spelling."""
    return hmac.digest(key, f"{kind}:{id}".encode(), "sha256").hex()


def remember(
    connection: duckdb.DuckDBPyConnection, key: bytes, ids: Iterable[tuple[str, str]], version: int
) -> None:
    """Keep hashes and lengths of (kind, id) pairs; published versions before `version` held them."""
    rows = [(digest(key, kind, id), _check(key), version, len(id)) for kind, id in ids]
    connection.executemany(
        "insert or replace into forgotten by name select $1 as digest, $2 as key_check, $3 as first_version, "
        "timezone('UTC', current_timestamp) as forgotten_at, $4 as length",
        rows,
    )


def know_again(connection: duckdb.DuckDBPyConnection, home: Home) -> None:
    """Let this connection tell forgotten ids (`digest_of`); `BadData` where the key is not the master's."""
    [(count,)] = connection.execute("select count(*) from forgotten").fetchall()
    if not count:
        return
    checks = connection.execute("select distinct key_check from forgotten").fetchall()
    if not home.forgotten_key.exists() or checks != [(_check(_key(home)),)]:
        raise _no_key(home)
    inner, outer = _pads(_key(home))
    connection.execute("set variable forgotten_inner = $1", [inner])
    connection.execute("set variable forgotten_outer = $1", [outer])
    connection.execute(_DIGEST_OF)


def is_forgotten(connection: duckdb.DuckDBPyConnection, key: bytes, id: str) -> bool:
    """Whether an id was forgotten before, as a person or as a visitor."""
    digests = [digest(key, kind, id) for kind in KINDS[:2]]
    question = "select 1 from forgotten where digest in ($1, $2)"
    return connection.execute(question, digests).fetchone() is not None


def first_version(connection: duckdb.DuckDBPyConnection) -> int:
    """The oldest published version that holds nobody who was forgotten; 0 where nobody was."""
    try:
        [(found,)] = connection.execute("select max(first_version) from forgotten").fetchall()
    except duckdb.CatalogException:  # a master that no load has opened since an update
        return 0
    return int(found or 0)


def leave_out(connection: duckdb.DuckDBPyConnection, mapping: Mapping) -> None:
    """Count rows of forgotten people as ignored, before anything else is made of them.

    A row of somebody else keeps everything but the forgotten visitor's id and the ids in its comment.
    """
    known = recogniser(connection)
    if not known or mapping.table not in (None, "identities"):
        return
    connection.execute(_FORGOTTEN_IDS[mapping.kind])
    connection.execute(_FORGOTTEN_LINES[mapping.kind])
    connection.execute("delete from staged where line in (from forgotten_line)")
    connection.execute(
        "insert into outcome select line, false, $1, null from forgotten_line", [RULE]
    )
    if mapping.kind == "events":
        connection.execute(_NOBODYS_VISITOR)
        clean_comments(connection, known)


def leave_out_faulty(connection: duckdb.DuckDBPyConnection, mapping: Mapping) -> None:
    """Count rows that were set aside as ignored where their text holds a forgotten id; after everything else."""
    known = recogniser(connection)
    lines = faulty_lines(connection, known, mapping) if known else []
    if lines:
        connection.execute(
            "update outcome set problem = null, ignored_by = $1 "
            "where problem is not null and list_contains($2, line)",
            [RULE, lines],
        )


def _key(home: Home) -> bytes:
    return bytes.fromhex(home.forgotten_key.read_text(encoding="ascii").strip())


def _check(key: bytes) -> str:
    return digest(key, "key", "")[:16]


def _pads(key: bytes) -> tuple[bytes, bytes]:
    block = key.ljust(_BLOCK, b"\0")
    return bytes(byte ^ 0x36 for byte in block), bytes(byte ^ 0x5C for byte in block)


def _no_key(home: Home) -> BadData:
    return BadData(
        f"{home.forgotten_key}: the key is not the one by which {home.master.name} knows the people it has "
        "forgotten; without it a load would bring them back. Copy forgotten.key from the home that the master "
        "file comes from."
    )


_DIGEST_OF = """
create or replace temp macro digest_of(kind, id) as sha256(
    getvariable('forgotten_outer')
    || unhex(sha256(getvariable('forgotten_inner') || encode(kind || ':' || id)))
)
"""


def _known(kind: str) -> str:
    return (
        f"select '{kind}' as kind, id from (select distinct {kind}_id as id from staged) "
        f"where digest_of('{kind}', id) in (select digest from forgotten)"
    )


def _is(kind: str) -> str:
    return f"{kind}_id in (select id from forgotten_id where kind = '{kind}')"


_FORGOTTEN_IDS = {
    "events": "create or replace temp table forgotten_id as "
    + " union all ".join(map(_known, KINDS)),
    "identities": "create or replace temp table forgotten_id as "
    + " union all ".join(map(_known, KINDS[:2])),
}

_FORGOTTEN_LINES = {
    "events": f"""
        create or replace temp table forgotten_line as
        select distinct line from staged
        where {_is("person")}
            or (person_id is null and {_is("visitor")})
            or (person_id is null and visitor_id is null and ({_is("order")} or {_is("ticket")}))
    """,
    "identities": f"""
        create or replace temp table forgotten_line as
        select distinct line from staged where {_is("person")} or {_is("visitor")}
    """,
}

_NOBODYS_VISITOR = f"update staged set visitor_id = null where {_is('visitor')}"
