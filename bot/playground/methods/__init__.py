"""The Web API methods of the playground, one file per family."""

from bot.playground.api import Method
from bot.playground.methods import chat, conversations, files, people, views, workspace

METHODS: dict[str, Method] = {
    **chat.METHODS,
    **conversations.METHODS,
    **files.METHODS,
    **people.METHODS,
    **views.METHODS,
    **workspace.METHODS,
}
"""Every method by its name."""
