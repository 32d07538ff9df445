"""What a newcomer could try first: the page shows it beside the conversation, and the terminal names it."""

from bot.playground.page_settings import Step

STEPS = [
    Step(
        title="Give a reading",
        why="Your reminder is waiting: it turns into a receipt.",
        text="/reading rough 108",
    ),
    Step(
        title="Open a form",
        why="Press Save: it asks back, because this is work and not yet a result.",
        text="/outcome new Serve 500 meals",
        channel="#shelter",
    ),
    Step(
        title="Move the clock to Tuesday",
        why="A night goes by.",
        weekday=2,
    ),
    Step(
        title="Read the digest",
        why="In #shelter, at nine.",
        channel="#shelter",
    ),
]
