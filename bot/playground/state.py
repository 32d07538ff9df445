"""What exists in the playground: workspaces, people, channels, messages, files. Nothing here speaks a protocol."""

import secrets
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from bot.playground.changes import Changes
from bot.playground.clock import PlaygroundClock

SLACKBOT = "USLACKBOT"
APP_ID = "A0PLAYGROUND"
ENTERPRISE_ID = "E0PLAYGROUND"


@dataclass
class Workspace:
    """One Slack workspace with the app installed in it (or not)."""

    id: str
    name: str
    domain: str
    bot_user_id: str
    bot_id: str
    bot_token: str = field(default_factory=lambda: f"xoxb-{secrets.token_hex(24)}", repr=False)
    """Another one in each run: who has seen an old one can do nothing with it."""
    installed: bool = True
    last_ts: int = 0


@dataclass
class User:
    """One account: a person, or the bot itself."""

    id: str
    name: str
    real_name: str
    workspace: Workspace
    zone: str = "Europe/London"
    locale: str = "en-GB"
    """Empty: Slack names none."""
    email: str = ""
    is_admin: bool = False
    is_bot: bool = False
    is_guest: bool = False
    is_single_channel: bool = False
    """A guest who is to be in one channel only."""
    teams: tuple[str, ...] = ()
    """In an Enterprise organisation, the ids of all their workspaces; the first is the one that counts as their own."""
    deleted: bool = False
    status_text: str = ""
    status_emoji: str = ""
    status_expiration: int = 0

    @property
    def team_id(self) -> str:
        """The workspace that counts as their own."""
        return self.teams[0] if self.teams else self.workspace.id


@dataclass
class Channel:
    """A channel or, with `im_with`, the conversation of one person with the bot."""

    id: str
    name: str
    workspace: Workspace
    is_private: bool = False
    im_with: str | None = None
    is_archived: bool = False
    is_ext_shared: bool = False
    members: set[str] = field(default_factory=set)
    created: int = 0


@dataclass(eq=False)
class Message:
    """One message. `viewer` is set when only that person sees it."""

    channel: Channel
    ts: str
    user: str
    text: str = ""
    blocks: list[dict[str, Any]] = field(default_factory=list)
    attachments: list[dict[str, Any]] = field(default_factory=list)
    metadata: dict[str, Any] | None = None
    thread_ts: str | None = None
    bot_id: str | None = None
    viewer: str | None = None
    edited: dict[str, str] | None = None
    deleted: bool = False
    files: list[dict[str, Any]] = field(default_factory=list)
    mentions: frozenset[str] = frozenset()
    """Everybody whom its content mentions as it now stands, with the members of a group or of `@channel`."""
    notified: frozenset[str] = frozenset()
    """Everybody whose Slack made itself heard when it was posted: those mentioned, and the person of a DM."""
    stored_pace: float = 0.0

    @property
    def in_thread(self) -> bool:
        """Whether it is a reply, not the beginning of a thread."""
        return self.thread_ts is not None and self.thread_ts != self.ts


@dataclass
class File:
    """A file on its way through the three steps of an upload."""

    id: str
    workspace: Workspace
    name: str
    length: int
    alt_text: str = ""
    title: str = ""
    content: bytes | None = None
    completed: bool = False
    channels: list[str] = field(default_factory=list)


class State:
    """The playground's memory with the lookups that everybody needs."""

    def __init__(self, clock: PlaygroundClock, changes: Changes) -> None:
        self.clock = clock
        self.changes = changes
        self.workspaces: dict[str, Workspace] = {}
        self.users: dict[str, User] = {}
        self.channels: dict[str, Channel] = {}
        self.messages: list[Message] = []
        self.files: dict[str, File] = {}
        self.groups: dict[str, tuple[str, frozenset[str]]] = {}
        self.touches: list[Message] = []
        """A message for each time that one was new, changed or deleted, in order."""
        self._by_channel: dict[str, list[Message]] = {}
        self._directs: dict[tuple[str, str], Channel] = {}
        self.name = secrets.token_hex(8)
        """What tells this playground from every other: by it a browser knows what it has already seen."""
        self.last_id = 0

    def new_id(self, letter: str) -> str:
        """An identifier that looks like Slack's: a letter and ten capitals or digits."""
        self.last_id += 1
        return f"{letter}0{self.last_id:09d}"

    def add_workspace(self, name: str, app_name: str) -> Workspace:
        """A new workspace with the app installed and its bot user in it."""
        team_id = self.new_id("T")
        domain = "".join(letter if letter.isalnum() else "-" for letter in name.lower())
        workspace = Workspace(team_id, name, domain, self.new_id("U"), self.new_id("B"))
        self.workspaces[team_id] = workspace
        bot_name = "".join(letter for letter in app_name.lower() if letter.isalnum())
        self.users[workspace.bot_user_id] = User(
            workspace.bot_user_id, bot_name, app_name, workspace, zone="America/Los_Angeles", is_bot=True
        )
        return workspace

    def add_user(self, workspace: Workspace, name: str, real_name: str, **more: Any) -> User:
        """A new person in a workspace."""
        user = User(self.new_id("U"), name, real_name, workspace, **{"email": f"{name}@example.org", **more})
        self.users[user.id] = user
        self.changes.tell()
        return user

    def add_channel(self, workspace: Workspace, name: str, **more: Any) -> Channel:
        """A new channel, empty of people."""
        channel = Channel(self.new_id("C"), name, workspace, created=int(self.clock.seconds()), **more)
        return self.place(channel)

    def place(self, channel: Channel) -> Channel:
        """Give a channel or conversation its place among the others."""
        self.channels[channel.id] = channel
        if channel.im_with is not None:
            self._directs[(channel.workspace.id, channel.im_with)] = channel
        self.changes.tell()
        return channel

    def direct(self, workspace: Workspace, user_id: str) -> Channel:
        """The conversation of a person with the bot of a workspace, opened if there is none yet."""
        found = self.find_direct(workspace, user_id)
        if found:
            return found
        return self.place(
            Channel(
                self.new_id("D"),
                "directmessage",
                workspace,
                im_with=user_id,
                members={user_id, workspace.bot_user_id},
                created=int(self.clock.seconds()),
            )
        )

    def find_direct(self, workspace: Workspace, user_id: str) -> Channel | None:
        """The conversation of a person with the bot of a workspace, if it was ever opened."""
        return self._directs.get((workspace.id, user_id))

    def next_ts(self, workspace: Workspace) -> str:
        """A message timestamp by the playground's clock, later than every one before it in this workspace."""
        workspace.last_ts = max(int(self.clock.seconds() * 1_000_000), workspace.last_ts + 1)
        return f"{workspace.last_ts // 1_000_000}.{workspace.last_ts % 1_000_000:06d}"

    def store(self, message: Message) -> Message:
        """Keep a new message and tell those who wait."""
        message.stored_pace = self.clock.pace()
        self.messages.append(message)
        self._by_channel.setdefault(message.channel.id, []).append(message)
        self.touch(message)
        return message

    def touch(self, message: Message) -> None:
        """Note that a message is new, changed or gone, and tell those who wait."""
        self.touches.append(message)
        self.changes.tell()

    def in_channel(self, channel: Channel, *, viewer: str | None = None) -> Iterator[Message]:
        """The channel's messages, oldest first; of those for one person only the ones for `viewer`."""
        for message in self._by_channel.get(channel.id, []):
            if not message.deleted and message.viewer in (None, viewer):
                yield message

    def find_message(self, channel: Channel, ts: str) -> Message | None:
        """The message that everybody sees under `ts`."""
        for message in reversed(self._by_channel.get(channel.id, [])):
            if message.ts == ts and not message.deleted and message.viewer is None:
                return message
        return None

    def find_user(self, name: str, workspace: Workspace | None = None) -> User | None:
        """The person by id or handle (with or without @)."""
        if name in self.users:
            return self.users[name]
        for user in self.users.values():
            if user.name == name.removeprefix("@") and workspace in (None, user.workspace):
                return user
        return None

    def find_channel(self, name: str, workspace: Workspace | None = None) -> Channel | None:
        """The channel by id or name (with or without #)."""
        if name in self.channels:
            return self.channels[name]
        for channel in self.channels.values():
            if (
                channel.im_with is None
                and channel.name == name.removeprefix("#")
                and workspace in (None, channel.workspace)
            ):
                return channel
        return None


def monotonic() -> float:
    """Real seconds for what protects the protocol: triggers and deadlines."""
    return time.monotonic()
