"""Records as screens name them: outcomes, indicators, people, and for whom a screen is printed."""

from datetime import datetime

from sqlmodel import Session

from bot.actions.people import Actor, Policy, policy_of
from bot.domain.calendar import local_day
from bot.results.names import OutcomeName, PersonName, Viewer
from storage.outcomes import Home
from storage.tables import Person
from storage.workspaces import plain_workspace


def viewer_for(by: Actor, *, now: datetime) -> Viewer:
    """Prints for this person: their locale, their zone, the date it is there, and the words of their workspace."""
    return Viewer(
        locale=by.locale,
        zone=by.zone,
        today=local_day(now, by.zone),
        colour_words=by.colour_words,
        week_starts_on=by.week_starts_on,
        fiscal_year_starts_in=by.fiscal_year_starts_in,
    )


def outcome_name(home: Home) -> OutcomeName:
    """The outcome as screens refer to it."""
    return OutcomeName(home.outcome.key, home.definition.statement)


def named(person: Person) -> PersonName:
    """The person as screens refer to them: by name, or by id while Slack has not told it."""
    return PersonName(person.user_id, person.name or person.user_id)


def policy_for(session: Session, by: Actor) -> Policy:
    """The rules of the person's workspace."""
    return policy_of(plain_workspace(session, by.workspace_id))
