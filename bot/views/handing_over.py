"""Handing an indicator over: who is asked, what they read, and what is made of their answer."""

from typing import Any

from bot.domain.handovers import HandoverAnswer
from bot.results.handovers import Handover, TookEffect
from bot.results.names import IndicatorName, Viewer
from bot.views.blocks import Block, Message, View, actions, button, context, message, modal, one_line, said, section
from bot.views.days import day, instant
from bot.views.ids import Action, Form
from bot.views.speech import say
from bot.views.wording import key, name, value


def hand_over_button(indicator: IndicatorName, viewer: Viewer) -> dict[str, Any]:
    """The button that opens the form."""
    acts_on = say(viewer, "Hand {indicator} over", indicator=one_line(indicator.name))
    return button(say(viewer, "Hand over…"), Action.HAND_OVER, indicator.key, acts_on=acts_on)


# For whoever hands over ---------------------------------------------------------------------------------------------


def offer_made(offer: Handover, viewer: Viewer) -> Message:
    """The answer to the command."""
    return message(*_made(offer, viewer))


def offer_made_view(offer: Handover, viewer: Viewer) -> View:
    """What follows the form."""
    title = say(viewer, "Asked") if offer.answer is HandoverAnswer.OPEN else say(viewer, "Handed over")
    return modal(title, _made(offer, viewer), callback=Form.NOTICE, close=say(viewer, "Done"))


def _made(offer: Handover, viewer: Viewer) -> list[Block]:
    if offer.answer is not HandoverAnswer.OPEN:
        return [section(_is_asked_now(offer, viewer))]
    parts = {"name": name(offer.to), "indicator": _named(offer)}
    asked = say(viewer, "✓ {name} is asked to keep {indicator}.", **parts)
    if offer.until_on is not None:
        until = day(offer.until_on, viewer)
        asked = say(viewer, "✓ {name} is asked to keep {indicator} until {day}.", day=until, **parts)
    withdraw = say(viewer, "Take it back")
    acts_on = say(viewer, "Take back the offer of {indicator}", indicator=one_line(offer.indicator.name))
    return [
        section(f"{asked} {_nothing_moves(offer, viewer)}"),
        actions(button(withdraw, Action.WITHDRAW_HANDOVER, str(offer.number), acts_on=acts_on)),
    ]


def _is_asked_now(offer: Handover, viewer: Viewer) -> str:
    parts = {"name": name(offer.to), "indicator": _named(offer)}
    if offer.until_on is None:
        return say(viewer, "✓ {name} is asked for {indicator} from now on.", **parts)
    until = day(offer.until_on, viewer)
    return say(viewer, "✓ {name} is asked for {indicator} from now on, until {day}.", day=until, **parts)


def _nothing_moves(offer: Handover, viewer: Viewer) -> str:
    if offer.takes_effect_at is None:
        return ""
    when = instant(offer.takes_effect_at, viewer)
    return say(viewer, "Nothing changes before they say yes; without an answer it is theirs from {when} on.", when=when)


def withdrawn(offer: Handover, viewer: Viewer) -> Message:
    """What comes of taking it back."""
    if offer.answer is HandoverAnswer.WITHDRAWN:
        line = say(
            viewer,
            "✓ Taken back. {name} keeps {indicator}.",
            name=name(offer.from_),
            indicator=_named(offer),
        )
        return message(section(line))
    return message(section(say(viewer, "It is answered already. {answer}", answer=_answered(offer, viewer))))


# For whoever is asked -----------------------------------------------------------------------------------------------


def handover_offered(offer: Handover, viewer: Viewer) -> Message:
    """ "Owen asks you to keep *Phone* until 3 June. Last: 7 min." """
    parts = {"name": name(offer.offered_by), "indicator": _named(offer)}
    asks = say(viewer, "{name} asks you to keep {indicator}: to be asked for its readings.", **parts)
    if offer.until_on is not None:
        until = day(offer.until_on, viewer)
        asks = say(
            viewer, "{name} asks you to keep {indicator} until {day}: to be asked for its readings.", day=until, **parts
        )
    last = []
    if offer.last is not None:
        last = [say(viewer, "Last: {value}.", value=value(offer.last, offer.indicator, viewer))]
    acts_on = one_line(offer.indicator.name)
    return message(
        section(" ".join([asks, *last])),
        *_in_their_words(offer, viewer),
        actions(
            button(
                say(viewer, "Fine"),
                Action.ACCEPT_HANDOVER,
                str(offer.number),
                acts_on=say(viewer, "Fine: keep {indicator}", indicator=acts_on),
                primary=True,
            ),
            button(
                say(viewer, "I can't"),
                Action.DECLINE_HANDOVER,
                str(offer.number),
                acts_on=say(viewer, "I can't keep {indicator}", indicator=acts_on),
            ),
        ),
        *_small_print(offer, viewer),
    )


def _in_their_words(offer: Handover, viewer: Viewer) -> list[Block]:
    if not offer.reason:
        return []
    return [section(say(viewer, "“{reason}”", reason=said(offer.reason, 300)))]


def _small_print(offer: Handover, viewer: Viewer) -> list[Block]:
    if offer.takes_effect_at is None:
        return []
    when = instant(offer.takes_effect_at, viewer)
    return [context(say(viewer, "Without an answer it is yours from {when} your time on.", when=when))]


def answer_taken(offer: Handover, viewer: Viewer) -> Message:
    """What stands in the place of the offer once it was answered, or is void."""
    match offer.answer:
        case HandoverAnswer.ACCEPTED | HandoverAnswer.LAPSED if offer.until_on is not None:
            until = day(offer.until_on, viewer)
            line = say(viewer, "✓ {indicator} is yours to keep until {day}.", indicator=_named(offer), day=until)
        case HandoverAnswer.ACCEPTED | HandoverAnswer.LAPSED:
            line = say(viewer, "✓ {indicator} is yours to keep from now on.", indicator=_named(offer))
        case HandoverAnswer.DECLINED:
            line = say(
                viewer, "✓ {indicator} stays with {name}, who is told.", indicator=_named(offer), name=name(offer.from_)
            )
        case HandoverAnswer.WITHDRAWN | HandoverAnswer.OPEN:
            line = say(
                viewer,
                "This offer of {indicator} does not stand any more: it was taken back, or something has changed since.",
                indicator=_named(offer),
            )
    return message(section(line))


# For those who asked, and whoever is asked now ----------------------------------------------------------------------


def handover_answered(offer: Handover, viewer: Viewer) -> Message:
    """What those read who asked, or were the owner."""
    return message(section(_answered(offer, viewer)))


def _answered(offer: Handover, viewer: Viewer) -> str:
    parts = {"name": name(offer.to), "indicator": _named(offer), "owner": name(offer.from_)}
    match offer.answer:
        case HandoverAnswer.ACCEPTED if offer.until_on is not None:
            return say(viewer, "{name} keeps {indicator} until {day}.", day=day(offer.until_on, viewer), **parts)
        case HandoverAnswer.ACCEPTED:
            return say(viewer, "{name} keeps {indicator} from now on.", **parts)
        case HandoverAnswer.LAPSED:
            return say(viewer, "{name} has not answered for a day, so {indicator} is theirs to keep now.", **parts)
        case HandoverAnswer.DECLINED:
            return say(viewer, "{name} can't keep {indicator}. It stays with {owner}.", **parts)
        case HandoverAnswer.WITHDRAWN | HandoverAnswer.OPEN:
            return say(viewer, "{indicator} stays with {owner}.", **parts)


def handover_took_effect(told: TookEffect, viewer: Viewer) -> Message:
    """What a new owner reads who has not said yes; and both, where it went back."""
    offer = told.handover
    parts = {"name": name(offer.to), "indicator": _named(offer), "owner": name(offer.from_)}
    if told.went_back and told.is_for_the_former:
        line = say(viewer, "{indicator} is yours again, as agreed. {name} kept it until now.", **parts)
        return message(section(line))
    if told.went_back:
        return message(section(say(viewer, "{indicator} is with {owner} again, as agreed. Thank you.", **parts)))
    if offer.answer is HandoverAnswer.LAPSED:
        line = say(viewer, "{indicator} is yours to keep now: a day has passed without an answer.", **parts)
    else:
        by = name(offer.offered_by)
        line = say(viewer, "{by} has chosen you to keep {indicator}: you are asked for its readings.", by=by, **parts)
    until = []
    if offer.until_on is not None:
        until = [say(viewer, "It goes back to {owner} on {day}.", day=day(offer.until_on, viewer), **parts)]
    buttons = actions(hand_over_button(offer.indicator, viewer))
    return message(section(" ".join([line, *until])), *_in_their_words(offer, viewer), buttons)


def _named(offer: Handover) -> str:
    return f"*{said(offer.indicator.name)}* {key(offer.indicator.key)}"
