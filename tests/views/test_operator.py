"""What administrators read about the bot's own troubles."""

from datetime import UTC, datetime

from bot.results.names import Viewer
from bot.views.operator import notice, was_away
from tests.views.make import HOSTILE, LONDON, assert_sound

# London's clocks went forward in between, on 29 March 2026.
BEGAN_AT = datetime(2026, 3, 27, 18, 0, tzinfo=UTC)
ENDED_AT = datetime(2026, 3, 30, 9, 30, tzinfo=UTC)


def told(viewer: Viewer = LONDON, *, reminders: int = 0, digests: int = 0, dropped: int = 0) -> str:
    return was_away(
        viewer,
        began_at=BEGAN_AT,
        ended_at=ENDED_AT,
        late_reminders=reminders,
        late_digests=digests,
        dropped_digests=dropped,
    )


def test_a_downtime_is_told_in_sentences_and_in_the_readers_zone() -> None:
    assert told(reminders=1, digests=2, dropped=1) == (
        "Outcome Bot was down from Fri 27 March 18:00 to Mon 30 March 10:30 your time. "
        "1 reminder was sent late; it names everything that fell due in between. "
        "2 digests were posted late. "
        "1 digest was left out; the next one covers its time. "
        "Readings that were due then have more time before they count as missed."
    )
    kolkata = Viewer("en-IN", "Asia/Kolkata", LONDON.today)
    assert told(kolkata).startswith("Outcome Bot was down from Fri 27 March 23:30 to Mon 30 March 15:00 your time. ")


def test_only_what_happened_is_told() -> None:
    assert told(reminders=3) == (
        "Outcome Bot was down from Fri 27 March 18:00 to Mon 30 March 10:30 your time. "
        "3 reminders were sent late; each names everything that fell due in between. "
        "Readings that were due then have more time before they count as missed."
    )
    assert told() == (
        "Outcome Bot was down from Fri 27 March 18:00 to Mon 30 March 10:30 your time. "
        "No message came late because of it. "
        "Readings that were due then have more time before they count as missed."
    )


def test_a_notice_is_sound_whatever_it_says() -> None:
    assert_sound(notice(HOSTILE * 100))
