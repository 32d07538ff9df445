"""auth.*, team.*, bots.*, apps.*, oauth.* and blocks.validate."""

from bot.playground.api import Answer, Call, Method, same_secret
from bot.playground.errors import SlackError
from bot.playground.state import APP_ID
from bot.playground.strict import Refusal, check_message, check_view


def api_test(call: Call) -> Answer:
    """api.test."""
    if call.text("error"):
        raise SlackError(str(call.arguments["error"]), args=call.arguments)
    return {"args": call.arguments}


def auth_test(call: Call) -> Answer:
    """auth.test."""
    workspace = call.workspace
    return {
        "url": f"https://{workspace.domain}.slack.com/",
        "team": workspace.name,
        "user": call.world.state.users[workspace.bot_user_id].name,
        "team_id": workspace.id,
        "user_id": workspace.bot_user_id,
        "bot_id": workspace.bot_id,
        "is_enterprise_install": False,
    }


def team_info(call: Call) -> Answer:
    """team.info."""
    workspace = call.workspace
    return {"team": {"id": workspace.id, "name": workspace.name, "domain": workspace.domain, "icon": {}}}


def bots_info(call: Call) -> Answer:
    """bots.info."""
    workspace = call.workspace
    if call.text("bot") not in (None, workspace.bot_id):
        raise SlackError("bot_not_found")
    name = call.world.state.users[workspace.bot_user_id].real_name
    bot = {"id": workspace.bot_id, "user_id": workspace.bot_user_id, "app_id": APP_ID, "name": name, "deleted": False}
    return {"bot": bot}


def connections_open(call: Call) -> Answer:
    """apps.connections.open."""
    ticket = call.world.sockets.ticket()
    return {"url": f"{call.world.identity.url.replace('http', 'ws', 1)}/socket?ticket={ticket}&app_id={APP_ID}"}


def oauth_access(call: Call) -> Answer:
    """oauth.v2.access: installs the app in the workspace for which the code was handed out."""
    identity = call.world.identity
    if call.text("client_id") != identity.client_id:
        raise SlackError("invalid_client_id")
    if not same_secret(call.text("client_secret") or "", identity.client_secret):
        raise SlackError("bad_client_secret")
    found = call.world.codes.pop(call.text("code") or "", None)
    if found is None:
        raise SlackError("invalid_code")
    found.installed = True
    installer = next(
        (user for user in call.world.state.users.values() if user.workspace is found and user.is_admin), None
    )
    return {
        "access_token": found.bot_token,
        "token_type": "bot",
        "scope": ",".join(sorted(call.world.manifest.scopes)),
        "bot_user_id": found.bot_user_id,
        "app_id": APP_ID,
        "team": {"id": found.id, "name": found.name},
        "enterprise": None,
        "is_enterprise_install": False,
        "authed_user": {"id": installer.id if installer else found.bot_user_id},
    }


def blocks_validate(call: Call) -> Answer:
    """blocks.validate: exactly one of blocks, view and message, from anybody."""
    given = [name for name in ("blocks", "view", "message") if call.arguments.get(name)]
    if len(given) != 1:
        raise SlackError("invalid_arguments")
    name, value = given[0], call.arguments[given[0]]
    refusal: Refusal | None
    if name == "view":
        refusal = check_view(value)
    else:
        refusal = check_message({"text": "x", "blocks": value} if name == "blocks" else value)
    if refusal is not None:
        detail = {"code": refusal.error, "message": "; ".join(refusal.messages), "pointer": refusal.pointer}
        raise SlackError(f"invalid_{name}", errors=[detail])
    return {}


METHODS = {
    "api.test": Method(api_test, no_token=True),
    "auth.test": Method(auth_test),
    "team.info": Method(team_info, ("team:read",)),
    "bots.info": Method(bots_info, ("users:read",)),
    "apps.connections.open": Method(connections_open, app_token=True),
    "oauth.v2.access": Method(oauth_access, no_token=True),
    "blocks.validate": Method(blocks_validate, no_token=True),
}
