"""A digest as a file holds it: how long it is, and then what it says."""

from tests.delivery.timeline import Post

MEMBERS = {"private_channel": ("Mia", "Tess", "Owen")}
"""To whom the channel of a situation is private."""


def printed(post: Post) -> str:
    """ "13 blocks, 1,528 characters", an empty line and the text."""
    return f"{len(post.blocks)} blocks, {len(post.text):,} characters\n\n{post.text}\n"
