"""What a message says, why it was not sent and what went wrong each have a place of their own, as data.

One column, `error`, held an administrator's text, the reason why a message was dropped, or the last failure, whichever
was written last. What a notice says follows from its key, so that it comes back even where a failure had overwritten it.
A due reading has the end of its grace from the day on which it falls due.

Revision 0004, after 0003.
"""

import re
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from alembic import op

from storage.types import UTCDateTime

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

# The words that the program stored until now, and the codes that stand for them from now on.
SKIPPED = {
    "everything it names has been answered": "answered",
    "the account is deactivated": "nobody_to_ask",
    "a newer message names the same": "newer_message",
    "its time had passed": "too_late",
    "the channel has no digest any more": "no_subscription",
    "no outcomes here any more": "no_outcomes",
    "no outcomes here": "no_outcomes",
    "over a day late: the next one covers it": "covered_by_next",
}
FAILED = {
    "its sender has gone quiet": "sender_gone",
    "its turn came too late": "turn_too_late",
    "it cannot be put together; see the log": "cannot_render",
    "three attempts, and Slack never said what became of them": "never_clear",
    "Slack's answer names no message": "no_address",
}
OF_A_FAILURE = (
    r"\w+(: |$)|status \d+$|too many requests$|not connected: |unexpected \w+: |its history cannot be read \(|"
    r"this process does not know the workspace$"
)
CODES = (
    "refused",
    "status",
    "not_connected",
    "no_answer",
    "unexpected",
    "no_address",
    "turn_too_late",
    "sender_gone",
    "cannot_render",
    "never_clear",
    "unreadable",
)
REASONS = (
    "nothing_due",
    "asked_enough",
    "nobody_to_ask",
    "outside_hours",
    "recent_message",
    "moved_zone",
    "still_sending",
    "not_running",
    "answered",
    "newer_message",
    "too_late",
    "no_subscription",
    "no_outcomes",
    "covered_by_next",
    "locked_out",
)
KINDS = ("reminder", "second_ping", "digest", "notice", "file", "home", "call")
TEMPLATES = ("undeliverable", "not_in_channel", "was_away", "nobody_to_ask")


def upgrade() -> None:
    op.add_column("person", sa.Column("deactivated_at", UTCDateTime(), nullable=True))
    op.add_column("outage", sa.Column("told_at", UTCDateTime(), nullable=True))
    op.execute("UPDATE person SET deactivated_at = profile_read_at WHERE is_deactivated")
    _give_every_due_reading_its_grace()
    _look_at_whoever_left_anew()
    with op.batch_alter_table("due_reading") as batch:
        batch.create_check_constraint("due_until_its_grace_ends", "state <> 'due' OR grace_ends_at IS NOT NULL")
    _put_messages_into_columns()
    _put_digest_runs_into_columns()


def _put_messages_into_columns() -> None:
    op.add_column("message", sa.Column("template", sa.String(), nullable=True))
    op.add_column("message", sa.Column("arguments", sa.JSON(), nullable=False, server_default="{}"))
    op.add_column("message", sa.Column("failure_code", sa.String(), nullable=True))
    op.add_column("message", sa.Column("failure_detail", sa.String(), nullable=False, server_default=""))
    op.add_column("message", sa.Column("skip_reason", sa.String(), nullable=True))
    with op.batch_alter_table("message") as batch:  # on PostgreSQL the old rule would refuse the new kind
        batch.drop_constraint("kind_known", type_="check")
    bind = op.get_bind()
    for row in bind.execute(sa.text("SELECT id, kind, key, state, error FROM message ORDER BY id")).all():
        bind.execute(
            sa.text(
                "UPDATE message SET kind = :kind, template = :template, arguments = :arguments, skip_reason = :skipped, "
                "failure_code = :code, failure_detail = :detail WHERE id = :id"
            ).bindparams(sa.bindparam("arguments", type_=sa.JSON())),
            {"id": row.id, **_columns_of(row.kind, row.key, row.state, row.error or "")},
        )
    with op.batch_alter_table("message") as batch:
        batch.alter_column("arguments", server_default=None)
        batch.alter_column("failure_detail", server_default=None)
        batch.drop_column("error")
        batch.drop_column("closed_at")  # nothing ever wrote or read it
        batch.create_check_constraint("kind_known", f"kind IN ({_listed(KINDS)})")
        batch.create_check_constraint("template_known", f"template IN ({_listed(TEMPLATES)})")
        batch.create_check_constraint("failure_code_known", f"failure_code IN ({_listed(CODES)})")
        batch.create_check_constraint("skip_reason_known", f"skip_reason IN ({_listed(REASONS)})")
        batch.create_check_constraint("notice_has_template", "(kind = 'notice') = (template IS NOT NULL)")


def _put_digest_runs_into_columns() -> None:
    op.add_column("digest_run", sa.Column("skip_reason", sa.String(), nullable=True))
    for words, reason in SKIPPED.items():
        op.execute(
            sa.text("UPDATE digest_run SET skip_reason = :reason WHERE skipped_because = :words").bindparams(
                reason=reason, words=words
            )
        )
    with op.batch_alter_table("digest_run") as batch:
        batch.drop_column("skipped_because")
        batch.create_check_constraint("skip_reason_known", f"skip_reason IN ({_listed(REASONS)})")


def _columns_of(kind: str, key: str, state: str, error: str) -> dict[str, object]:
    columns: dict[str, object] = {"kind": kind, "template": None, "arguments": {}, "skipped": None, "code": None}
    columns["detail"] = ""
    if kind == "operator":
        columns["kind"] = "notice"
        columns["template"], columns["arguments"] = _notice_of(key)
        if not _is_failure(error):  # its own text, which a failure may have taken the place of
            return columns
    if state in ("cancelled", "expired"):
        columns["skipped"] = SKIPPED.get(error, "too_late" if state == "expired" else None)
    elif error:
        columns["code"], columns["detail"] = _failure_of(error)
    return columns


def _notice_of(key: str) -> tuple[str, dict[str, object]]:
    """What an operator's message says, from its key: "operator:17:U1", "outage:3:U1", "invitation:C9:U1"."""
    about, number = key.split(":")[:2]
    if about == "outage":
        return "was_away", {"outage": int(number)}
    if about == "invitation":
        return "not_in_channel", {"channel": number}
    return "undeliverable", {"message": int(number)}


def _is_failure(error: str) -> bool:
    """Whether this tells of an attempt that failed, and is not what an operator's message said."""
    return error in FAILED or re.match(OF_A_FAILURE, error) is not None


def _failure_of(error: str) -> tuple[str, str]:
    if error in FAILED:
        return FAILED[error], ""
    if error == "too many requests":
        return "status", "429"
    if status := re.fullmatch(r"status (\d+)", error):
        return "status", status[1]
    if unreadable := re.fullmatch(r"its history cannot be read \((.*)\)", error, re.DOTALL):
        return "unreadable", unreadable[1]
    if error.startswith("not connected: "):
        return "not_connected", error.removeprefix("not connected: ")
    if error.startswith("unexpected "):
        return "unexpected", error.removeprefix("unexpected ")
    if re.match(r"[A-Z]\w*: ", error):  # the name of an exception: the connection broke, or time ran out
        return "no_answer", error
    if re.match(r"[a-z0-9_]+(: |$)", error):
        return "refused", error
    return "unexpected", error


def _give_every_due_reading_its_grace() -> None:
    """Those that nobody was ever asked for: the end of the local day, so many working days after the due day."""
    bind = op.get_bind()
    rows = bind.execute(
        sa.text(
            "SELECT due_reading.id, due_reading.due_on, person.zone, workspace.working_days, workspace.grace_working_days "
            "FROM due_reading JOIN person ON person.id = due_reading.owner_id "
            "JOIN workspace ON workspace.id = due_reading.workspace_id "
            "WHERE due_reading.state = 'due' AND due_reading.grace_ends_at IS NULL"
        )
    ).all()
    for row in rows:
        ends = _grace_ends(row.due_on, row.zone, row.working_days, row.grace_working_days)
        bind.execute(
            sa.text("UPDATE due_reading SET grace_ends_at = :ends WHERE id = :id").bindparams(
                sa.bindparam("ends", type_=UTCDateTime())
            ),
            {"id": row.id, "ends": ends},
        )


def _look_at_whoever_left_anew() -> None:
    """Nobody was told that they cannot be asked any more, and nothing would wake their reminder before the next period."""
    op.execute(
        "UPDATE person SET next_reminder_at = deactivated_at WHERE is_deactivated AND next_reminder_at IS NULL "
        "AND EXISTS (SELECT 1 FROM due_reading WHERE due_reading.owner_id = person.id AND due_reading.state = 'due')"
    )


def _grace_ends(due_on: date | str, zone: str, working_days: str, grace: int) -> datetime:
    day = date.fromisoformat(due_on) if isinstance(due_on, str) else due_on
    wanted = {int(each) for each in re.findall(r"[0-6]", working_days)} or {0, 1, 2, 3, 4}
    for _ in range(grace):
        day += timedelta(days=1)
        while day.weekday() not in wanted:
            day += timedelta(days=1)
    return datetime.combine(day + timedelta(days=1), time(0), ZoneInfo(zone))


def _listed(values: tuple[str, ...]) -> str:
    return ", ".join(f"'{value}'" for value in values)
