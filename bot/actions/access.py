"""Who may see what, and who may change it. Whoever acts for a person asks here, or `storage.access` for a list.

What somebody may not see does not exist for them: the answer is the same as for what was never there. Every question
is one query.
"""

from sqlmodel import Session

from bot.actions.people import Actor
from bot.errors import NotAllowed, NotFound
from bot.words import Listing, Words, sentences, words
from storage import access
from storage.access import Named
from storage.indicators import Described
from storage.outcomes import Home
from storage.tables import Channel, Person

_OUTCOME_GONE = words("This outcome is no longer there, or you no longer see it. `/outcome list` shows what there is.")
_INDICATOR_GONE = words(
    "This indicator is no longer there, or you no longer see it. `/indicator list` shows what there is."
)


def may_see_channel(session: Session, channel: Channel, *, by: Actor) -> bool:
    """Whether the person may see what lives in this channel."""
    return access.sees(session, channel, by=by)


def sees_indicator(session: Session, indicator_id: int, *, by: Actor) -> bool:
    """Whether the person sees this indicator, which is not retired."""
    return access.visible_indicator(session, indicator_id, by=by) is not None


def require_visible_outcome(session: Session, outcome_id: int, *, by: Actor) -> Named:
    """The outcome with this number. Raises NotFound where the person may not see it."""
    return _found(access.visible_outcome(session, outcome_id, by=by), gone=_OUTCOME_GONE)


def require_outcome_with_key(session: Session, key: str, *, by: Actor) -> Named:
    """The outcome with exactly this key, as a button carries it. Raises NotFound where the person may not see it."""
    return _found(access.visible_outcome_with_key(session, key, by=by), gone=_OUTCOME_GONE)


def require_visible_indicator(session: Session, indicator_id: int, *, by: Actor, retired_too: bool = False) -> Named:
    """The indicator with this number. Raises NotFound where the person may not see it, and where it is retired unless
    that is no matter.
    """
    found = access.visible_indicator(session, indicator_id, by=by)
    if found is None and retired_too:
        found = access.visible_retired_indicator(session, indicator_id, by=by)
    return _found(found, gone=_INDICATOR_GONE)


def require_indicator_with_key(session: Session, key: str, *, by: Actor) -> Named:
    """The indicator with exactly this key, as a button carries it. Raises NotFound where the person may not see it, and
    where it is retired.
    """
    return _found(access.visible_indicator_with_key(session, key, by=by), gone=_INDICATOR_GONE)


def may_edit(described: Described, *, by: Actor) -> bool:
    """Whether the person is the indicator's owner or backup, accountable for its outcome, or an admin."""
    responsible = {
        described.ownership.owner_id,
        described.ownership.backup_id,
        described.home.definition.accountable_id,
    }
    return by.is_admin or by.person_id in responsible


def require_may_edit(session: Session, described: Described, *, by: Actor, refusal: Words) -> None:
    """Raises NotAllowed, naming who may, where this person may not change the indicator; `refusal` says what not."""
    if may_edit(described, by=by):
        return
    owner, accountable = described.owner, described.home.accountable
    people = [words("{name} (owner)", name=_name(owner))]
    if described.ownership.backup_id is not None:
        people.append(words("{name} (backup)", name=_name(session.get_one(Person, described.ownership.backup_id))))
    if accountable.id != owner.id:
        people.append(words("{name} (accountable)", name=_name(accountable)))
    who = Listing((*people, words("a workspace admin")), "or")
    can = words("{people} can: ask one of them.", people=who)
    raise NotAllowed(sentences(refusal.filled(indicator=described.definition.name), can))


def may_edit_outcome(home: Home, *, by: Actor) -> bool:
    """Whether the person answers for the outcome, or is an admin."""
    return by.is_admin or by.person_id == home.accountable.id


def require_may_edit_outcome(home: Home, *, by: Actor, refusal: Words) -> None:
    """Raises NotAllowed, naming who may, where this person may not change the outcome; `refusal` says what not."""
    if may_edit_outcome(home, by=by):
        return
    who = Listing((words("{name} (accountable)", name=_name(home.accountable)), words("a workspace admin")), "or")
    can = words("{people} can: ask one of them.", people=who)
    raise NotAllowed(sentences(refusal.filled(outcome=home.definition.statement), can))


MAY_NOT_CHANGE_OUTCOME = words('You cannot change "{outcome}".')
MAY_NOT_CHANGE_INDICATOR = words('You cannot change "{indicator}".')
MAY_NOT_CHANGE_TARGET = words('You cannot change the target of "{indicator}".')
MAY_NOT_CHANGE_BASELINE = words('You cannot change the baseline of "{indicator}".')
MAY_NOT_CHANGE_OWNER = words('You cannot change the owner of "{indicator}".')


def _found(found: Named | None, *, gone: Words) -> Named:
    if found is None:
        raise NotFound(gone)
    return found


def _name(person: Person) -> str | Words:
    return person.name or words("Somebody")
