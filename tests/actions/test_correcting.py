"""Correcting a reading: what takes the place of what, and whose it was."""

from datetime import timedelta
from decimal import Decimal

import pytest
from sqlmodel import Session

from bot.actions.correcting import correct
from bot.actions.people import policy_of
from bot.actions.readings import FormAnswer
from bot.domain.values import Value
from storage.tables import Reading
from tests.actions.conftest import MONDAY, Team, give

A_DAY_LATER = MONDAY + timedelta(days=1)


@pytest.mark.usefixtures("rough")
def test_whoever_sees_the_indicator_corrects_anybodys_reading_at_any_time(session: Session, team: Team) -> None:
    reading_id = give(session, team, "rough 118").reading_id
    policy = policy_of(team.workspace)

    fixed = correct(session, reading_id, FormAnswer("117"), by=team.bob, policy=policy, now=A_DAY_LATER)

    assert fixed.replaced == Value(Decimal(118))
    assert fixed.replaced_from is not None
    assert (fixed.replaced_from.name, fixed.kept_by) == ("Alice", "Alice")
    assert session.get_one(Reading, fixed.reading_id).supersedes_id == reading_id


@pytest.mark.usefixtures("rough")
def test_ones_own_correction_names_nobody(session: Session, team: Team) -> None:
    reading_id = give(session, team, "rough 118").reading_id
    policy = policy_of(team.workspace)

    fixed = correct(session, reading_id, FormAnswer("117"), by=team.alice, policy=policy, now=A_DAY_LATER)

    assert (fixed.replaced, fixed.replaced_from) == (Value(Decimal(118)), None)
