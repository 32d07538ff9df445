"""The playground: a strict Slack-compatible server that stands where Slack stands. It knows nothing of the product."""

from bot.playground.errors import CannotDo, CannotSubmit
from bot.playground.faults import Fault
from bot.playground.people import Person
from bot.playground.playground import Playground
from bot.playground.rates import Rates
from bot.playground.seen import Answer, Field, Home, Modal, Seen

__all__ = [
    "Answer",
    "CannotDo",
    "CannotSubmit",
    "Fault",
    "Field",
    "Home",
    "Modal",
    "Person",
    "Playground",
    "Rates",
    "Seen",
]
