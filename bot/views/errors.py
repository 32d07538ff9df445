"""What a person is told when something did not work: what happened and what to do instead."""

from collections.abc import Sequence

from bot.errors import Trouble
from bot.results.names import Viewer
from bot.views.blocks import (
    MOST_IN_A_CONTEXT,
    Message,
    View,
    context,
    escape,
    message,
    modal,
    said,
    section,
    sentence,
    unmarked,
    whole,
)
from bot.views.ids import Form
from bot.views.saying import worded
from bot.views.speech import listed, say
from bot.views.wording import key
from bot.words import Words, words

NOT_SAVED = words("Not saved")
PERHAPS_SAVED = words("Perhaps saved")
NOT_DONE = words("Not done")
MAYBE_SAVED = words(
    "The connection to the database broke in the moment of saving, so this may have been saved or not. Look whether it "
    "is there; if not, do it again."
)

NOT_ALL_IN_SIGHT = words(
    "Slack does not say at the moment who may see some of the channels, so what lives there is left out. "
    "Try again in a minute."
)


def problem(explanation: Words, viewer: Viewer) -> Message:
    """The message of a `UserError`, for the one person who can put it right."""
    return message(section(sentence(worded(explanation, viewer, quoting=unmarked))))


def giving_back(answer: Message, typed: str, viewer: Viewer) -> Message:
    """The answer and below it the command as it was typed, unless the answer has every word of it.

    Slack takes a command out of the line where it was typed and shows it nowhere else.
    """
    if all(escape(word) in answer["text"] for word in typed.split()):
        return answer
    given_back = say(viewer, "You typed: {text}", text=typed)
    return message(*answer["blocks"], context(*whole(given_back, MOST_IN_A_CONTEXT)))


def noting(answer: Message, note: Words, viewer: Viewer) -> Message:
    """The answer, and below it what else is to be known about it."""
    return message(*answer["blocks"], context(sentence(worded(note, viewer, quoting=unmarked))))


def form_problem(title: Words, explanation: Words, viewer: Viewer, typed: Sequence[str] = ()) -> View:
    """What is shown over a form whose problem belongs to none of its fields; with what was filled in where that is not
    to be seen any more.
    """
    given_back = [say(viewer, "What you filled in:"), *typed] if typed else []
    pieces = [context(*whole(text, MOST_IN_A_CONTEXT)) for text in given_back]
    blocks = [section(sentence(worded(explanation, viewer, quoting=unmarked))), *pieces]
    return modal(worded(title, viewer), blocks, callback=Form.NOTICE, close=say(viewer, "Close"))


def missed_message(text: str, viewer: Viewer) -> Message:
    """The answer to what somebody wrote on an earlier day, when the bot was not running."""
    return message(
        section(
            say(
                viewer,
                "I was not running when you wrote this, and did nothing about it: it may have meant another period. "
                "If it still holds, send it again.",
            )
        ),
        context(*whole(say(viewer, "You wrote: {text}", text=text), MOST_IN_A_CONTEXT)),
    )


def unexpected(reference: str) -> Words:
    """Something failed that the person cannot mend; `reference` finds it in the log."""
    return words(
        "Something went wrong on our side. Try again in a minute. "
        "If it happens again, give an administrator this reference: {reference}",
        reference=reference,
    )


def unexpected_in_form(reference: str) -> Words:
    """The same for what was filled in and not saved."""
    return words(
        "Something went wrong on our side, and nothing was saved. Close this and try again in a minute. "
        "If it happens again, give an administrator this reference: {reference}",
        reference=reference,
    )


TRY_AGAIN = words("Try again in a moment.")
PRESS_SAVE_AGAIN = words("Close this and press Save again.")


def not_saved(trouble: Trouble, reference: str = "", *, retry: Words = TRY_AGAIN) -> Words:
    """What kept the database from saving, and who can do something about it. `reference` finds it in the log."""
    what, then = _TROUBLES[trouble]
    return words("Not saved: {what} {then}", what=what, then=then.filled(reference=reference) if then else retry)


_OPERATORS = words("Give an administrator this reference: {reference}. Once they have mended it, try again.")
_TROUBLES = {
    Trouble.LATE: (words("the database did not answer in time."), None),
    Trouble.FULL: (words("the disk under the bot's database is full."), _OPERATORS),
    Trouble.DISK: (words("the bot's database cannot read or write its own files."), _OPERATORS),
    Trouble.READ_ONLY: (words("the bot's database takes nothing new at the moment."), _OPERATORS),
    Trouble.FORBIDDEN: (words("the bot may not use its database as it has to."), _OPERATORS),
    Trouble.NO_TABLES: (words("the bot's database lacks the tables of this version."), _OPERATORS),
    Trouble.CONSTRAINT: (
        words("it contradicts what is stored already, perhaps since a moment ago."),
        words(
            "Look again how things stand. If it still does not work, give an administrator this reference: {reference}"
        ),
    ),
    Trouble.VALUE: (
        words("there is something in it that the database cannot hold."),
        words(
            "Write it in another way. If that does not work either, give an administrator this reference: {reference}"
        ),
    ),
    Trouble.OTHER: (
        words("the database refused it."),
        words("Try again in a minute. If it happens again, give an administrator this reference: {reference}"),
    ),
}


OLD_FORM = words(
    "This form is from an older version of the bot, and nothing was saved. Open it again with its command, and copy "
    "over what you have filled in."
)
OLD_BUTTON = words(
    "This button is from an older version of the bot, and nothing was changed. Type the command instead; its help says "
    "how, for example /reading help."
)


def unknown_command(name: str, commands: Sequence[str], viewer: Viewer) -> Message:
    """Somebody typed a command that this bot does not have, although Slack brought it here."""
    its_own = listed(viewer, [key(command) for command in commands])
    return message(
        section(
            say(viewer, "The bot has no command {typed}. It has {commands}.", typed=said(name, 60), commands=its_own)
        )
    )
