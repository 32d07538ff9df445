"""What Slack refuses in the options that an app offers for what a person has typed into a select."""

from typing import Any

from bot.playground.strict.composition import OPTION, OPTION_GROUP
from bot.playground.strict.refusal import Refusal, refuse_faults
from bot.playground.strict.rules import exactly_one
from bot.playground.strict.schema import Items, Place, Record, Surface

MOST_OFFERED = 100
# Unlike the options of a block, those offered may be none: nothing fits what was typed.
_OFFER = Record(
    optional={"options": Items(OPTION, MOST_OFFERED, 0), "option_groups": Items(OPTION_GROUP, MOST_OFFERED, 0)},
    rules=(exactly_one("options", "option_groups"),),
)


def check_options(answer: Any) -> Refusal | None:
    """The refusal of the decoded answer to a `block_suggestion`, or None when Slack would show it."""
    return refuse_faults("invalid_options", _OFFER.faults(answer, Place(Surface.MODAL)))
