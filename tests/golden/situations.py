"""What happens in each of the fifteen weeks, and the digest that it ends with."""

from collections.abc import Callable
from datetime import date

from bot.domain.facts import Level
from tests.delivery.timeline import Post
from tests.golden.room import Room

SOONER = "Patients get an appointment sooner"
SAFE = "Nobody is hurt in our houses"
READ = "Children read well"


def _three(room: Room) -> None:
    room.number("wait", "Days until the next appointment", "15.5", "7", of=SOONER)
    room.number("hurt", "Incidents in our houses", goal="..3", of=SAFE, unit="incidents", owner="Owen")
    room.number("club", "Attendance at the reading club", "63", "85", of=READ, unit="%", owner="Ugo")


def first_week(room: Room) -> Post:
    _three(room)
    room.weeks(wait="13.6", hurt="2", club="69")
    return room.digest()


def quiet_week(room: Room) -> Post:
    _three(room)
    room.weeks(wait="13.6|13.1|12.5", hurt="2|1|2", club="69|70|72")
    return room.digest()


def one_newly_off_track(room: Room) -> Post:
    _three(room)
    room.weeks(wait="13.6|13.1|12.5|12", hurt="2|1|2|1", club="69|70|63 exams this week|60 exams, and the bus is gone")
    return room.digest()


def recovered(room: Room) -> Post:
    _three(room)
    room.weeks(wait="13.6|13.1|12.5|12", hurt="2|1|2|1", club="60|59|74|77 the bus is back")
    return room.digest()


def disagreement(room: Room) -> Post:
    _three(room)
    room.weeks(wait="13.6|13.1|12.5 unsure: two doctors are leaving", hurt="2|1|2", club="69|70|72")
    return room.digest()


def missing_readings(room: Room) -> Post:
    _three(room)
    room.weeks(wait="13.6|13.1", hurt="2|1", club="69|70")
    room.weeks(wait="12.5")
    room.weeks(wait="12")
    return room.digest()


def silent_owner(room: Room) -> Post:
    _three(room)
    room.weeks(wait="13.6|13.1|12.5|12|11.5", hurt="2|1|2|1|2", club="69")
    return room.digest()


def two_hundred_indicators(room: Room) -> Post:
    for number in range(200):
        of = f"Families in district {number // 10 + 1} have enough to eat"
        room.number(f"n{number:03}", f"Days of food in kitchen {number + 1}", "4", "9", of=of, unit="days")
    worse = {f"n{number:03}": "5.2|5.5|4|3.5" for number in range(0, 200, 23)}
    better = {f"n{number:03}": "5.2|5.5|5.7|6" for number in range(200) if number % 23}
    room.weeks(**worse, **better)
    return room.digest()


def private_channel(room: Room) -> Post:
    room.number("pay", "Late salaries", goal="..0", of="Everybody is paid on the day", unit="salaries")
    room.number("leave", "Colleagues who leave", "6", "2", of="People stay with us", unit="people", owner="Owen")
    room.weeks(pay="0|1 the bank was closed|2 the bank again", leave="5|5|4")
    return room.digest()


def target_moved(room: Room) -> Post:
    _three(room)
    room.weeks(wait="13.6|13.1|12.5", hurt="2|1|2", club="69|70|72")
    room.moves("wait", "9 by 30 June because two doctors have left")
    room.decides(SOONER, "Second phone line on Mondays")
    room.weeks(wait="12", hurt="1", club="73")
    return room.digest()


def end_of_period(room: Room) -> Post:
    room.number("wait", "Days until the next appointment", "15.5", "7", of=SOONER, by=date(2026, 4, 19))
    room.number("hurt", "Incidents in our houses", goal="..3", of=SAFE, unit="incidents", owner="Owen")
    room.number(
        "club", "Attendance at the reading club", "63", "85", of=READ, unit="%", owner="Ugo", by=date(2026, 4, 19)
    )
    room.weeks(wait="13|11|9|6.8", hurt="2|1|2|1", club="69|70|72|73")
    return room.digest()


def late_start(room: Room) -> Post:
    _three(room)
    room.number("visits", "Visits to the new house", "0", "60", of="Neighbours trust us", unit="visits")
    room.waits("visits", "1 May")
    room.weeks(wait="13.6|13.1|12.5", hurt="2|1|2", club="69|70|72", visits="0|0|2")
    return room.digest()


def breakdown_with_a_missing_part(room: Room) -> Post:
    for key, owner in (("north", "Tess"), ("south", "Owen"), ("east", "Ugo"), ("west", "Tess")):
        name = f"Meals given out {key}"
        room.number(key, name, of="The kitchens work well", unit="meals", owner=owner, level=Level.OUTPUT)
    room.number("meals", "Meals given out", "300", "500", of="Nobody in town goes hungry", unit="meals", owner="Mia")
    room.makes("meals", "sum north south east west")
    room.weeks(north="90|95|98|99", south="80|84|86|88", east="100|102", west="80|80|83|85")
    return room.digest()


def unusual_movement(room: Room) -> Post:
    room.number("calls", "Calls answered in a minute", of="People who ring get an answer", unit="calls")
    room.number("hurt", "Incidents in our houses", goal="..3", of=SAFE, unit="incidents", owner="Owen")
    for week in range(1, 13):
        room.types(f"calls {13 + week % 2} for 2026-W{week:02}")
    # So far between 10.8 and 16.2. Nothing is planned, so nothing else says that 24 is no more of the same.
    room.weeks(calls="13|24", hurt="1|2")
    return room.digest()


def everything_at_once(room: Room) -> Post:
    _three(room)
    room.number("beds", "Emergency beds free", goal="5..", of=SAFE, unit="beds", owner="Owen")
    room.number("calls", "Calls given up", "24", "15", of="People who ring get an answer", unit="%")
    room.number(
        "rough", "People sleeping rough", "118", "60", of="Fewer people sleep rough", unit="people", owner="Ugo"
    )
    room.number("sick", "Days lost to sickness", "38", "20", of="The charity can pay its way", owner="Ugo")
    room.number(
        "late", "Parcels given out late", "9", "3", of="Families have enough to eat", unit="%", level=Level.OUTPUT
    )
    room.number("stock", "Days of food in stock", goal="5..15", of="Families have enough to eat", owner="Owen")
    room.weeks(
        wait="13.6|13.1|12.5|12",
        hurt="2|1|5|6 a third fall, stairs closed now",
        club="69|70|64|62 exams",
        beds="6|6|4|3 the hall is shut until June",
        calls="24|24|24|24",
        rough="118|119|95|90 forty places in Mill Lane",
        sick="38|39|42|41",
        late="7.6|7.3|7|6.7 unsure: the driver leaves",
        stock="8|9",
    )
    room.moves("wait", "9 by 30 June because two doctors have left")
    room.decides("People who ring get an answer", "Second phone line on Mondays")
    room.number("visits", "Visits to the new house", "0", "60", of="Neighbours trust us", unit="visits")
    return room.digest()


LARGE = ("two_hundred_indicators",)
"""What takes too long to live through for each change: `python -m tests.golden` says whether it is as it was."""

SITUATIONS: dict[str, Callable[[Room], Post]] = {
    each.__name__: each
    for each in (
        first_week,
        quiet_week,
        one_newly_off_track,
        recovered,
        disagreement,
        missing_readings,
        silent_owner,
        two_hundred_indicators,
        private_channel,
        target_moved,
        end_of_period,
        late_start,
        breakdown_with_a_missing_part,
        unusual_movement,
        everything_at_once,
    )
}
