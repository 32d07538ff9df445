"""Which arguments each Web API method takes. The `token` is not among them: it travels in a header."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Method:
    """What a call must have, may have, and must have exactly one of."""

    needs: frozenset[str] = frozenset()
    may: frozenset[str] = frozenset()
    one_of: frozenset[str] = frozenset()
    anything: bool = False

    @property
    def known(self) -> frozenset[str]:
        """All argument names that the method knows."""
        return self.needs | self.may | self.one_of


def _call(needs: str = "", may: str = "", one_of: str = "") -> Method:
    return Method(frozenset(needs.split()), frozenset(may.split()), frozenset(one_of.split()))


_CONTENT = "text blocks attachments markdown_text parse link_names as_user"
_SENDER = "icon_emoji icon_url username"
_PAGE = "cursor limit"
_HISTORY = f"{_PAGE} inclusive include_all_metadata latest oldest"
_UNFURL = "unfurl_links unfurl_media reply_broadcast"

METHODS = {
    "api.test": Method(anything=True),
    "apps.connections.open": _call(),
    "auth.revoke": _call(may="test"),
    "auth.test": _call(),
    "blocks.validate": _call(one_of="blocks message view"),
    "bots.info": _call(may="bot team_id"),
    "chat.delete": _call("channel ts", "as_user"),
    "chat.deleteScheduledMessage": _call("channel scheduled_message_id", "as_user"),
    "chat.getPermalink": _call("channel message_ts"),
    "chat.meMessage": _call("channel text"),
    "chat.postEphemeral": _call("channel user", f"{_CONTENT} {_SENDER} thread_ts"),
    "chat.postMessage": _call("channel", f"{_CONTENT} {_SENDER} {_UNFURL} thread_ts metadata mrkdwn container_id"),
    "chat.scheduleMessage": _call("channel post_at", f"{_CONTENT} {_UNFURL} thread_ts metadata"),
    "chat.scheduledMessages.list": _call(may=f"{_PAGE} channel latest oldest team_id"),
    "chat.unfurl": _call(
        may="channel ts source unfurl_id unfurls metadata user_auth_blocks user_auth_message user_auth_required "
        "user_auth_url"
    ),
    "chat.update": _call("channel ts", f"{_CONTENT} file_ids metadata reply_broadcast"),
    "conversations.close": _call("channel"),
    "conversations.create": _call("name", "is_private team_id"),
    "conversations.history": _call("channel", _HISTORY),
    "conversations.info": _call("channel", "include_locale include_num_members"),
    "conversations.invite": _call("channel users", "force"),
    "conversations.join": _call("channel"),
    "conversations.leave": _call("channel"),
    "conversations.list": _call(may=f"{_PAGE} exclude_archived team_id types"),
    "conversations.mark": _call("channel ts"),
    "conversations.members": _call("channel", _PAGE),
    "conversations.open": _call(may="return_im prevent_creation", one_of="channel users"),
    "conversations.replies": _call("channel ts", _HISTORY),
    "dnd.info": _call(may="team_id user"),
    "dnd.teamInfo": _call("users", "team_id"),
    "emoji.list": _call(may="include_categories"),
    "files.completeUploadExternal": _call("files", "channel_id channels thread_ts initial_comment blocks"),
    "files.delete": _call("file"),
    "files.getUploadURLExternal": _call("filename length", "alt_txt snippet_type"),
    "files.info": _call("file", f"{_PAGE} count page"),
    "files.list": _call(may="channel count page show_files_hidden_by_limit team_id ts_from ts_to types user"),
    "oauth.v2.access": _call(may="client_id client_secret redirect_uri grant_type", one_of="code refresh_token"),
    "oauth.v2.exchange": _call("client_id client_secret"),
    "reactions.add": _call("channel name timestamp"),
    "reactions.remove": _call("name", "channel file file_comment timestamp"),
    "team.info": _call(may="team domain include_slackbot_availability"),
    "usergroups.list": _call(may="include_count include_disabled include_users team_id"),
    "usergroups.users.list": _call("usergroup", "include_disabled team_id"),
    "users.conversations": _call(may=f"{_PAGE} exclude_archived team_id types user"),
    "users.getPresence": _call(may="user"),
    "users.info": _call("user", "include_locale"),
    "users.list": _call(may=f"{_PAGE} include_locale team_id"),
    "users.lookupByEmail": _call("email"),
    "users.profile.get": _call(may="user include_labels"),
    "views.open": _call("view", one_of="trigger_id interactivity_pointer"),
    "views.publish": _call("user_id view", "hash"),
    "views.push": _call("view", one_of="trigger_id interactivity_pointer"),
    "views.update": _call("view", "hash", one_of="view_id external_id"),
}

# Not a method, but a body with names of its own all the same.
RESPONSE_URL = _call(
    may="text blocks attachments metadata markdown_text response_type replace_original delete_original thread_ts "
    "unfurl_links unfurl_media parse link_names mrkdwn"
)
