"""Setting up a playground: people, channels, groups, further workspaces, and what happens to them."""

import secrets
from collections.abc import Sequence

from bot.playground.errors import CannotDo
from bot.playground.people import Person
from bot.playground.state import Channel, Workspace
from bot.playground.world import World


class Setup:
    """Who and what is in the playground. `primary` is the workspace that is there from the start."""

    def __init__(self, world: World, primary: Workspace) -> None:
        self.world = world
        self.primary = primary

    def person(
        self,
        name: str,
        *,
        real_name: str | None = None,
        zone: str = "Europe/London",
        locale: str = "en-GB",
        admin: bool = False,
        guest: bool = False,
        single_channel: bool = False,
        teams: Sequence[Workspace] = (),
        workspace: Workspace | None = None,
    ) -> Person:
        """A new person; `name` is the handle. In no channel yet but for their DM with the bot. `teams` are the
        workspaces of an Enterprise organisation that they are in, their own first.
        """
        user = self.world.state.add_user(
            workspace or self.primary,
            name,
            real_name or name.capitalize(),
            zone=zone,
            locale=locale,
            is_admin=admin,
            is_guest=guest or single_channel,
            is_single_channel=single_channel,
            teams=tuple(team.id for team in teams),
        )
        return Person(self.world, user)

    def who_is(self, name: str) -> Person:
        """The person by handle or id. Raises `CannotDo`."""
        user = self.world.state.find_user(name)
        if user is None or user.is_bot:
            raise CannotDo(f"there is no {name}")
        return Person(self.world, user)

    def channel(
        self,
        name: str,
        *members: Person,
        private: bool = False,
        bot: bool = True,
        shared: bool = False,
        workspace: Workspace | None = None,
    ) -> Channel:
        """A new channel with these members and, unless `bot` is False, the bot."""
        home = workspace or self.primary
        channel = self.world.state.add_channel(home, name.removeprefix("#"), is_private=private, is_ext_shared=shared)
        channel.members.update(member.id for member in members)
        if bot:
            channel.members.add(home.bot_user_id)
        return channel

    def group(self, handle: str, *members: Person) -> str:
        """A new user group; its id."""
        group_id = self.world.state.new_id("S")
        self.world.state.groups[group_id] = (handle, frozenset(member.id for member in members))
        return group_id

    def add_workspace(self, name: str, *, installed: bool = True) -> Workspace:
        """Another workspace, with its own bot token if the app is installed there."""
        workspace = self.world.state.add_workspace(name, self.world.manifest.name)
        workspace.installed = installed
        return workspace

    def oauth_code(self, workspace: Workspace) -> str:
        """A code that `oauth.v2.access` exchanges for the workspace's bot token."""
        code = f"code-{workspace.id}-{secrets.token_hex(16)}"
        self.world.codes[code] = workspace
        return code

    def uninstall(self, workspace: Workspace | None = None) -> None:
        """Take the app out of a workspace: its token is dead from now on."""
        gone = workspace or self.primary
        for event in ({"type": "app_uninstalled"}, {"type": "tokens_revoked", "tokens": {"bot": [gone.bot_user_id]}}):
            self.world.events.send(str(event["type"]), gone, event)
        gone.installed = False

    def deactivate(self, person: Person) -> None:
        """Close a person's account."""
        person.user.deleted = True
        self.world.events.user_changed(person.user)
        self.world.changes.tell()

    def archive(self, channel: Channel) -> None:
        """Archive a channel."""
        channel.is_archived = True
        self.world.events.channel_changed(channel, "archive")
        self.world.changes.tell()

    def rename(self, channel: Channel, name: str) -> None:
        """Give a channel another name."""
        channel.name = name.removeprefix("#")
        self.world.events.channel_changed(channel, "rename")
        self.world.changes.tell()

    def make_private(self, channel: Channel) -> None:
        """Make a public channel private; its members stay. Slack has no event for it, only a message in the channel."""
        channel.is_private = True
        self.world.changes.tell()

    def invite_bot(self, channel: Channel) -> None:
        """Let the bot into a channel."""
        channel.members.add(channel.workspace.bot_user_id)
        self.world.events.membership(channel.workspace.bot_user_id, channel, joined=True)
        self.world.changes.tell()

    def remove_bot(self, channel: Channel) -> None:
        """Take the bot out of a channel."""
        channel.members.discard(channel.workspace.bot_user_id)
        self.world.events.channel_changed(channel, "left")
        self.world.changes.tell()
