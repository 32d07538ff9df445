"""users.*, usergroups.* and dnd.*: what the bot may learn of people."""

from bot.playground.api import Answer, Call, Method
from bot.playground.errors import SlackError
from bot.playground.methods.paging import page
from bot.playground.methods.targets import user_of
from bot.playground.rendering import user_json
from bot.playground.state import User


def info(call: Call) -> Answer:
    """users.info."""
    return {"user": _json(call, user_of(call))}


def list_(call: Call) -> Answer:
    """users.list."""
    people = [user for user in call.world.state.users.values() if user.workspace is call.workspace]
    shown, more = page(call, people)
    return {"members": [_json(call, user) for user in shown], "cache_ts": 0, **more}


def lookup_by_email(call: Call) -> Answer:
    """users.lookupByEmail."""
    for user in call.world.state.users.values():
        if user.workspace is call.workspace and user.email == call.text("email") and not user.deleted:
            return {"user": _json(call, user)}
    raise SlackError("users_not_found")


def profile_get(call: Call) -> Answer:
    """users.profile.get."""
    return {"profile": _json(call, user_of(call))["profile"]}


def presence(call: Call) -> Answer:
    """users.getPresence."""
    user_of(call)
    return {"presence": "active"}


def usergroups_list(call: Call) -> Answer:
    """usergroups.list."""
    groups = [
        {"id": group_id, "team_id": call.workspace.id, "name": handle, "handle": handle, "users": sorted(members)}
        for group_id, (handle, members) in call.world.state.groups.items()
    ]
    return {"usergroups": groups}


def usergroups_users(call: Call) -> Answer:
    """usergroups.users.list."""
    group = call.world.state.groups.get(call.text("usergroup") or "")
    if group is None:
        raise SlackError("no_such_subteam")
    return {"users": sorted(group[1])}


def dnd_info(call: Call) -> Answer:
    """dnd.info: nobody in the playground turns notifications off."""
    if call.text("user"):
        user_of(call)
    return {"dnd_enabled": False, "next_dnd_start_ts": 1, "next_dnd_end_ts": 1}


def _json(call: Call, user: User) -> Answer:
    return user_json(
        user,
        call.workspace,
        now=call.world.clock.now(),
        include_locale=call.flag("include_locale"),
        email="users:read.email" in call.world.manifest.scopes,
    )


METHODS = {
    "users.info": Method(info, ("users:read",)),
    "users.list": Method(list_, ("users:read",)),
    "users.lookupByEmail": Method(lookup_by_email, ("users:read.email",)),
    "users.profile.get": Method(profile_get, ("users.profile:read",)),
    "users.getPresence": Method(presence, ("users:read",)),
    "usergroups.list": Method(usergroups_list, ("usergroups:read",)),
    "usergroups.users.list": Method(usergroups_users, ("usergroups:read",)),
    "dnd.info": Method(dnd_info, ("dnd:read",)),
}
