"""Who may do what where, as a table: every role with every verb, before and after what happens to a channel.

`yes` it is done or shown, `form` a form opens, `–` it does not exist for them, `no` they see it and may not, `out` they
are not served at all. `python -m pytest -s tests/handlers/test_roles.py` prints it.
"""

import json
from datetime import timedelta
from pathlib import Path

from slack_bolt.async_app import AsyncBoltRequest
from sqlmodel import Session, col, select

from bot.actions import people
from bot.playground import Person, Playground
from bot.playground import payloads as slack
from bot.playground.state import Channel, User
from handlers.identity import APP, DEACTIVATED, NOT_TOLD, STRANGER
from storage import tables
from tests.handlers.conftest import Bot
from tests.make import make_channel, make_indicator, make_outcome
from tests.saying import said

TABLE = Path(__file__).with_name("roles.txt")

VERBS = {
    "list": "/outcome list",
    "outcome": "/outcome show o-{key}",
    "note": "/outcome note o-{key} seen",
    "indicator": "/indicator show {key}",
    "reading": "/reading {key} 12",
    "target": "/target set {key} {goal} by 2026-12-31",
    "new": "/indicator new o-{key}",
    "preview": "/digest preview",
    "mine": "/digest mine preview",
    "settings": "/digest settings",
    "edit": "/outcome edit o-{key}",
    "change": "/indicator edit {key}",
    "every": "/digest every monday",
    "close": "/outcome close o-{key}",
    "parts": "/indicator parts {key} none",
    "fetch": "/indicator fetch {key}",
    "retire": "/indicator retire {key}",
    "rebase": "/indicator rebase {key}",
    "takes": "/outcome resources o-{key} plan 20k€",
}
IN_THE_CHANNEL = ("owner", "backup", "accountable", "member", "guest", "single")
OUTSIDE = ("admin", "demoted", "non-member", "guest elsewhere", "deactivated", "stranger", "app", "unknown")
SITUATIONS = ("public", "private", "archived", "converted", "left", "bot removed")

_NOT_SERVED = tuple(said(each) for each in (STRANGER, DEACTIVATED, APP, NOT_TOLD))
_NOT_THERE = (
    "For which outcome is",
    "No indicator",
    "No outcome",
    "There is no",
    "No outcomes",
    "Nothing lives here",
    "You see no",
)
_MAY_NOT = ("You cannot", "Only members")


def make_cast(playground: Playground) -> dict[str, User]:
    """An account for each role."""
    elsewhere = playground.add_workspace("Elsewhere", installed=False)
    cast = {
        name: playground.person(name.replace(" ", "-"), admin=name in ("admin", "demoted")).user
        for name in (*IN_THE_CHANNEL[:4], "admin", "demoted", "non-member", "deactivated")
    }
    cast["guest"] = playground.person("guest", guest=True).user
    cast["single"] = playground.person("single", single_channel=True).user
    cast["guest elsewhere"] = playground.person("guest-elsewhere", guest=True).user
    cast["stranger"] = playground.person("stranger", workspace=elsewhere).user
    cast["app"] = playground.world.state.add_user(playground.primary, "app", "An app", is_bot=True)
    cast["unknown"] = User("U0009999999", "nobody", "Nobody", playground.primary)
    return cast


def make_places(bot: Bot, playground: Playground, cast: dict[str, User]) -> dict[str, Channel]:
    """A channel for each situation, each with an outcome and an indicator; everybody in the channel is in it still."""
    places = {}
    for name in SITUATIONS:
        private = name not in ("public", "converted", "archived")
        members = [Person(playground.world, cast[role]) for role in IN_THE_CHANNEL]
        places[name] = playground.channel(name.replace(" ", "-"), *members, private=private)

    def arrange(session: Session) -> None:
        workspace = session.get_one(tables.Workspace, bot.workspace_id)
        found = {
            role: people.known(session, team_id=playground.team_id, user_id=user.id) for role, user in cast.items()
        }
        known = {role: each.actor for role, each in found.items() if each is not None}
        for name, place in places.items():
            key = key_of(name)
            make_channel(session, workspace, place.id)
            outcome = make_outcome(
                session, known["owner"], f"Outcome of {name}", channel_id=place.id, key=f"o-{key}",
                accountable=known["accountable"],
            )  # fmt: skip
            at = make_indicator(session, known["owner"], outcome, f"Indicator of {name}", key=key)
            ownership = session.exec(select(tables.Ownership).where(col(tables.Ownership.indicator_id) == at.id)).one()
            ownership_of_both = tables.Ownership(
                **ownership.model_dump(exclude={"id", "backup_id"}), backup_id=known["backup"].person_id
            )
            session.add(ownership_of_both)

    bot.deps.database.run_here(arrange)
    return places


def key_of(situation: str) -> str:
    return situation.replace(" ", "-")


def let_it_happen(playground: Playground, places: dict[str, Channel], cast: dict[str, User]) -> None:
    """What Slack tells nobody about: the bot has to ask."""
    cast["demoted"].is_admin = False
    cast["deactivated"].deleted = True
    places["archived"].is_archived = True
    playground.make_private(places["converted"])
    places["left"].members.difference_update(cast[role].id for role in IN_THE_CHANNEL)
    places["bot removed"].members.discard(playground.bot_user_id)


async def answer_to(bot: Bot, playground: Playground, user: User, command: str, place: Channel) -> str:
    """The text of the acknowledgement; empty where a form opens."""
    name, _, text = command.partition(" ")
    trigger = playground.world.triggers.new(user, playground.primary).id
    payload = slack.slash_command(
        user, place, command=name, text=text, trigger_id=trigger, response_url=f"{playground.url}hooks/none"
    )
    payload |= {"team_id": playground.team_id, "team_domain": "playground"}
    response = await bot.app.async_dispatch(AsyncBoltRequest(body=payload, mode="socket_mode"))
    assert response.status == 200
    return str(json.loads(response.body)["text"]) if response.body else ""


def mark(verb: str, answer: str, key: str) -> str:
    if answer.startswith(_NOT_SERVED):
        return "out"
    if not answer:
        return "form"
    if answer.startswith(_MAY_NOT):
        return "no"
    if verb in ("list", "preview", "mine"):
        return "yes" if f"Outcome of {key.replace('-', ' ')}" in answer else "–"
    return "–" if answer.startswith(_NOT_THERE) else "yes"


async def table_of(bot: Bot, playground: Playground, places: dict[str, Channel], cast: dict[str, User]) -> str:
    lines = []
    for situation in SITUATIONS:
        lines.append(f"{situation:<16}" + "".join(f"{verb:>10}" for verb in VERBS))
        for role in (*IN_THE_CHANNEL, *OUTSIDE):
            marks = []
            for verb, command in VERBS.items():
                # The same target again would be no change.
                typed = command.format(key=key_of(situation), goal=90 if role == "owner" else 91)
                answer = await answer_to(bot, playground, cast[role], typed, places[situation])
                marks.append(mark(verb, answer, key_of(situation)))
            lines.append(f"  {role:<14}" + "".join(f"{each:>10}" for each in marks))
    return "\n".join(lines) + "\n"


async def test_every_role_may_do_with_every_verb_what_the_table_says(bot: Bot, playground: Playground) -> None:
    cast = make_cast(playground)
    home = playground.channel("home", *(Person(playground.world, cast[role]) for role in IN_THE_CHANNEL))
    for role in (*IN_THE_CHANNEL, "admin", "demoted", "non-member", "deactivated", "guest elsewhere"):
        await answer_to(bot, playground, cast[role], "/outcome list", home)
    places = make_places(bot, playground, cast)
    let_it_happen(playground, places, cast)
    playground.clock.advance(timedelta(minutes=16))

    found = await table_of(bot, playground, places, cast)

    print(f"\n{found}")  # noqa: T201  # the table is to be looked at
    assert found == TABLE.read_text()
