"""What people type that cannot be right: one clear sentence back, nothing saved, nobody pinged."""

import pytest

from bot.playground import Answer, Person, Playground
from storage import tables
from tests.forms import MORE_OF_INDICATOR, MORE_OF_OUTCOME
from tests.handlers.conftest import Bot, Shelter, pinged, words

TOO_LONG = "A command holds up to 3,000 characters; this one has {0}. Shorten it. You typed: "
NO_INDICATOR = 'No indicator here is called "{0}". /indicator list shows what there is.'
NO_OUTCOME = 'No outcome here is called "{0}". /outcome list shows what there is.'
WHICH = '"cust" fits 2 indicators. Which one do you mean?'
LIGATURE = "\N{ARABIC LIGATURE SALLALLAHOU ALAYHE WASALLAM}"
PAST = "This date is in the past, or today. Choose a later one."

SENTENCES = [
    # nothing at all
    ("/outcome", "I ask for figures and report how it goes."),
    ("/indicator", "I ask for figures and report how it goes."),
    ("/target", "I ask for figures and report how it goes."),
    ("/digest", "I ask for figures and report how it goes."),
    ("/outcome show", "Which outcome? For example: /outcome show <outcome>. /outcome list shows what there is."),
    (
        "/indicator new",
        "Which outcome is it for? For example: /indicator new <outcome>. /outcome list shows what there is.",
    ),
    (
        "/indicator show",
        "Which indicator? For example: /indicator show <indicator>. /indicator list shows what there is.",
    ),
    (
        "/target set",
        "Which indicator, what value, by when? For example: /target set <indicator> <value> by 30 June",
    ),
    ("/target set csat", "What is the target? For example: /target set csat 85 by 30 June"),
    ("/target set churn", "What is the target? For example: /target set churn <value> by 30 June"),
    ("/target show", "Which indicator? For example: /target show <indicator>. /indicator list shows what there is."),
    ("/reading csat", "What is the value? For example: /reading csat 72"),
    ("/digest every", "On which day? For example: /digest every monday 09:00"),
    # an unknown verb
    ("/outcome shwo help-1", '/outcome has no "shwo". Did you mean /outcome show?'),
    ("/indicator nwe help-1", '/indicator has no "nwe". Did you mean /indicator new?'),
    ("/target ste csat", '/target has no "ste". Did you mean /target set?'),
    ("/digest preveiw", '/digest has no "preveiw". Did you mean /digest preview?'),
    ("/outcome list mien", 'There is no list called "mien". Did you mean /outcome list mine?'),
    # an unknown outcome or indicator
    ("/outcome show zzz", NO_OUTCOME.format("zzz")),
    ("/indicator new zzz", 'For which outcome is "zzz" to be an indicator?'),
    ("/indicator show zzz", NO_INDICATOR.format("zzz")),
    ("/target set zzz 5 by 30 june", NO_INDICATOR.format("zzz")),
    ("/target show zzz", NO_INDICATOR.format("zzz")),
    ("/reading zzz 5", NO_INDICATOR.format("zzz")),
    # an ambiguous one
    ("/indicator show cust", WHICH),
    ("/target set cust 90 by 30 june because we can", WHICH),
    ("/target show cust", WHICH),
    ("/reading cust 84", WHICH),
    # a word for a number
    ("/reading csat lots", '"Customer satisfaction" needs a number, for example 72 %. You wrote "lots".'),
    ("/target set churn few by 30 june", '"Customer churn" needs a number, for example 12 %. You wrote "few".'),
    (
        "/target set churn 5 by 30 june from few on 2 march",
        '"Customer churn" needs a number, for example 12 %. You wrote "few".',
    ),
    # a date in the past, or none
    ("/target set churn 5 by 2025-06-30", PAST),
    ("/target set churn 5 by 27 march 2026", PAST),
    ("/target set churn 5", "By when? Give a date too, for example: by 30 June"),
    (
        "/target set churn 5 by whenever",
        '"whenever" is not a day I can read. Type it like 30 June or 2026-06-30.',
    ),
    # baseline = target, and a direction that contradicts it
    (
        "/target set churn 12 by 30 june",
        (
            "Baseline and target are both 12 %, so there is no progress to measure. "
            'To keep it there, choose "stay within limits".'
        ),
    ),
    (
        "/target set churn 15 by 30 june",
        (
            "From 12 % to 15 % is an increase, but this indicator should go down. "
            "Change the target, or the indicator's direction."
        ),
    ),
    (
        "/target set churn between 5 and 6 by 30 june",
        (
            "An indicator that should go down needs one value as its target. "
            "Limits are for one that should stay within them."
        ),
    ),
    # too long
    ("/outcome new " + "x" * 3001, TOO_LONG.format("3,005")),
    ("/indicator new " + "x" * 3001, TOO_LONG.format("3,005")),
    ("/target set " + "x" * 3001, TOO_LONG.format("3,005")),
    ("/reading " + "x" * 3001, TOO_LONG.format("3,001")),
    ("/digest every " + "x" * 3001, TOO_LONG.format("3,007")),
    # what once took minutes
    ("/target set csat 5 from" + " " * 2_950 + "x", 'You wrote "5 from x".'),
    ("/target set csat between" + " " * 2_950 + "x", 'You wrote "between x".'),
    ("/target set csat 5" + "% " * 1_450 + "x", '"Customer satisfaction" needs a number'),
    ("/reading " + LIGATURE * 2_980 + " 5", f'No indicator here is called \u2068"{LIGATURE * 59}…"\u2069.'),
    ("/reading " + "\u0301\u0323" * 1_490 + "x 5", "No indicator here is called"),
    # emoji and right-to-left text
    ("/reading 👍 5", NO_INDICATOR.format("👍")),
    ("/outcome 🎉", NO_OUTCOME.format("🎉")),
    ("/outcome show שלום", 'No outcome here is called ⁨"שלום"⁩.'),
    ("/target set 👍 5 by 30 june", NO_INDICATOR.format("👍")),
    # mentions where a name is wanted
    ("/reading <!channel> 5", 'No indicator here is called "<!channel>".'),
    ("/outcome show <!channel>", 'No outcome here is called "<!channel>".'),
    # days and times that are none
    (
        "/digest every someday",
        'Name a weekday and a time, for example: /digest every monday 09:00. You wrote "someday".',
    ),
    (
        "/digest monthly tuesday 25:00",
        'Name a weekday and a time, for example: /digest monthly monday 09:00. You wrote "25:00".',
    ),
    ("/digest off please", '/digest off takes nothing after it. You wrote "please".'),
]
"""As Bob reads it, who owns nothing: an example has its places, or what belongs to the indicator that he named."""

TO_AN_OWNER = [
    ("/outcome show", "Which outcome? For example: /outcome show help-1. /outcome list shows what there is."),
    (
        "/indicator new",
        "Which outcome is it for? For example: /indicator new help-1. /outcome list shows what there is.",
    ),
    ("/indicator show", "Which indicator? For example: /indicator show csat. /indicator list shows what there is."),
    ("/target set", "Which indicator, what value, by when? For example: /target set csat 85 by 30 June"),
    ("/target set csat", "What is the target? For example: /target set csat 85 by 30 June"),
    ("/target set churn", "What is the target? For example: /target set churn <value> by 30 June"),
    ("/target show", "Which indicator? For example: /target show csat. /indicator list shows what there is."),
    ("/reading csat", "What is the value? For example: /reading csat 72"),
    ("/reading churn", "What is the value? For example: /reading churn 12"),
    ("/digest every", "On which day? For example: /digest every monday 09:00"),
    ("/reading csat n/d", "Say why there is no data, for example: /reading csat n/d the counter was broken"),
    ("/reading csat lots", '"Customer satisfaction" needs a number, for example 72 %. You wrote "lots".'),
    ("/target set churn few by 30 june", '"Customer churn" needs a number, for example 12 %. You wrote "few".'),
    ("/target set churn 5", "By when? Give a date too, for example: by 30 June"),
    ("/digest monthly someday", 'for example: /digest monthly monday 09:00. You wrote "someday".'),
]
"""The same as Alice reads it, who owns churn and csat: an example is one of hers."""


@pytest.mark.parametrize(("typed", "sentence"), SENTENCES, ids=[typed[:40] for typed, _ in SENTENCES])
async def test_it_is_answered_in_a_sentence_and_nothing_is_saved(
    bot: Bot, shelter: Shelter, playground: Playground, typed: str, sentence: str
) -> None:
    answer = await _is_answered(shelter.bob, bot, playground, typed=typed, sentence=sentence)

    of_others = [key for key in ("csat", "churn", "help-1") if key in answer.text and key not in typed]
    assert answer.buttons or of_others == [], "he learns from nobody else's"


@pytest.mark.parametrize(("typed", "sentence"), TO_AN_OWNER, ids=[typed[:40] for typed, _ in TO_AN_OWNER])
async def test_whoever_owns_something_learns_from_what_is_theirs(
    bot: Bot, shelter: Shelter, playground: Playground, typed: str, sentence: str
) -> None:
    await _is_answered(shelter.alice, bot, playground, typed=typed, sentence=sentence)


async def _is_answered(person: Person, bot: Bot, playground: Playground, *, typed: str, sentence: str) -> Answer:
    before = bot.counts()

    answer = await person.types(typed, channel="#shelter")

    assert sentence in words(answer)
    shown = answer.text.replace("\n", "")
    assert answer.buttons or all(word in shown for word in typed.split()), "what was typed is not lost"
    assert answer.error is None
    assert answer.message.ephemeral
    assert bot.counts() == before
    assert playground.posts == []
    assert pinged(playground) == []
    return answer


HELP = {
    "/outcome": (
        [
            "/outcome <outcome>  shows it; other words are a new one",
            (
                "/outcome new [statement]  writes down something that should change, for example "
                "/outcome new Fewer people sleep rough"
            ),
            "/outcome list [mine|here|all|closed|resources]  lists outcomes and how they stand",
            "/outcome show <outcome>  shows one outcome with its indicators",
            "/outcome note <outcome> <text>  keeps a decision or a remark, for the next digest",
            (
                "/outcome resources [outcome] [plan|used|fix <amount>]  shows and keeps what it takes, money or "
                "effort; alone, outcomes side by side"
            ),
            "/outcome close <outcome>  closes one with what came of it",
            "/outcome reopen <outcome>  takes a closed one up again",
            (
                "/outcome edit <outcome> [what]  changes one thing about it: what it says, its channel, who answers, "
                "its dates"
            ),
        ],
        {
            3: ", for example /outcome show help-1",
            4: ", for example /outcome note help-1 we open on Saturdays",
            5: ", for example /outcome resources help-1 used 12 h",
            8: ", for example /outcome edit help-1",
        },
    ),
    "/indicator": (
        [
            "/indicator <indicator>  shows it",
            "/indicator list [mine|here|all]  lists indicators, the worst first",
            "/indicator new <outcome> [name]  registers an indicator of an outcome",
            "/indicator show <indicator>  shows an indicator and its latest readings",
            "/indicator history [indicator]  shows all that was recorded for it, corrected or taken back too",
            "/indicator pause <indicator> [until <date>] [reason]  asks for it no more for a while",
            "/indicator resume <indicator>  ends a pause, or brings a retired one back",
            "/indicator retire <indicator>  neither asks for it nor shows it any more",
            (
                "/indicator edit <indicator> [what]  changes one thing about it: its name, what counts, unit, "
                "how often, backup"
            ),
            (
                "/indicator rebase <indicator> [from <period>|off] [because <reason>]  says from when on its ordinary "
                "movement is worked out anew"
            ),
            "/indicator hand-over <indicator> [@person] [until <date>] [note]  asks somebody else to keep it",
        ],
        {
            2: ", for example /indicator new help-1",
            3: ", for example /indicator show csat",
            4: ", for example /indicator history csat",
            5: ", for example /indicator pause csat until 30 June",
            8: ", for example /indicator edit csat",
            9: ", for example /indicator rebase csat",
        },
    ),
    "/target": (
        [
            "/target <indicator> [<value> by <date>]  sets its target, or shows it",
            (
                "/target set <indicator> <value> by <date> [from <value> on <date>] [because <reason>]  "
                "sets or changes a target, or limits (between 5 and 10, at most 10, at least 5)"
            ),
            "/target show <indicator>  shows a target and how it is to be reached",
            (
                "/target path <indicator> <date>=<value> …|steps …|straight|seasonal|nothing before <date>  "
                "says how a target is to be reached on the way"
            ),
            (
                "/target baseline <indicator> <value> [on <date>] [because <reason>]  "
                "gives or corrects the value from which it starts"
            ),
        ],
        {
            1: ", for example /target set csat 85 by 30 June",
            3: ", for example /target path csat straight",
            4: ", for example /target baseline csat 72",
        },
    ),
    "/reading": (
        [
            (
                "/reading <indicator> <value> [for <period>] [note]  "
                "records a reading (without anything, it opens the check-in form)"
            ),
            "/reading due  lists what is due for you, and when",
            "/reading fix <indicator> <value> [for <period>] [note]  corrects a reading, at any time",
            "/reading undo [indicator]  takes back your latest reading",
        ],
        {0: ", for example /reading csat 72 after the new opening hours", 2: ", for example /reading fix csat 72"},
    ),
    "/digest": (
        [
            "/digest <weekday> [time]  has it come on that day each week",
            "/digest now  posts the digest in this channel",
            "/digest preview  shows the digest only to you",
            "/digest every <weekday> [time]  sets when it comes each week, for example /digest every monday 09:00",
            "/digest weekly [weekday] [time]  has it come every week",
            "/digest monthly [weekday] [time]  has it come once a month",
            "/digest off  stops it in this channel",
            "/digest mine [off|preview]  sends you a report of all that you answer for, once a week",
            "/digest settings  says when it comes",
        ],
        {},
    ),
}
"""The lines of the help, and what the places of some are filled with for Alice, by line."""


@pytest.mark.parametrize("command", HELP)
async def test_help_has_a_line_for_every_verb(bot: Bot, shelter: Shelter, command: str) -> None:
    lines, _ = HELP[command]

    answer = await shelter.bob.types(f"{command} help", channel="#shelter")

    assert answer.text.split("\n")[: len(lines) + 1] == ["I ask for figures and report how it goes.", *lines]


@pytest.mark.parametrize("command", HELP)
async def test_help_has_an_example_only_of_what_is_the_readers_own(bot: Bot, shelter: Shelter, command: str) -> None:
    lines, examples = HELP[command]

    answer = await shelter.alice.types(f"{command} help", channel="#shelter")

    with_examples = [f"{line}{examples.get(place, '')}" for place, line in enumerate(lines)]
    assert answer.text.split("\n")[: len(lines) + 1] == ["I ask for figures and report how it goes.", *with_examples]


async def test_a_choice_between_several_keeps_what_was_typed(bot: Bot, shelter: Shelter) -> None:
    request = await shelter.alice.types("/reading cust 84 after the move", channel="#shelter")
    assert request.buttons == ("Customer churn", "Customer satisfaction")

    chosen = await shelter.alice.presses("Customer satisfaction")

    assert words(chosen) == ("✓ 84 % for Customer satisfaction, this week (23–29 March) so far. > after the move")
    assert bot.counts()["reading"] == 1


async def test_what_is_too_long_for_a_button_is_given_back(bot: Bot, shelter: Shelter) -> None:
    note = "After the move. " * 150

    request = await shelter.alice.types(f"/reading cust 84 {note}", channel="#shelter")

    assert request.buttons == ()
    assert "".join(f"You typed: /reading cust 84 {note}".split()) in "".join(request.text.split())


async def test_a_choice_that_cannot_be_done_gives_the_command_back(bot: Bot, shelter: Shelter) -> None:
    await shelter.alice.types("/reading cust lots of it", channel="#shelter")

    answer = await shelter.alice.presses("Customer churn")

    assert "You typed: /reading churn lots of it" in words(answer)


NO_CHOICES = ("", "junk", "5", '[["csat"], 5]', "[" * 2_000, '["csat"]', '["csat", "/reading"]')


@pytest.mark.parametrize(
    ("action_id", "almost"),
    [
        ("choose:0", '["/nonsense", "csat 84", "", false]'),
        ("choose:0", '["/reading", "csat 84", "fr-FR", false]'),
    ],
)
async def test_a_choice_that_is_none_of_ours_is_answered(
    bot: Bot, shelter: Shelter, action_id: str, almost: str
) -> None:
    client = bot.deps.workspaces.client(bot.workspace_id)
    assert client is not None
    channel = bot.playground.world.state.find_channel("shelter")
    assert channel is not None
    for value in (*NO_CHOICES, almost):
        button = {"type": "button", "text": {"type": "plain_text", "text": "This one"}, "action_id": action_id}
        button |= {"value": value} if value else {}
        await client.chat_postMessage(channel=channel.id, text="?", blocks=[{"type": "actions", "elements": [button]}])

        answer = await shelter.alice.presses("This one")

        assert "This button is from an older version of the bot, and nothing was changed." in words(answer)
        await client.chat_delete(channel=channel.id, ts=bot.playground.posts[-1].ts)
    assert bot.counts()["reading"] == 0


async def test_a_note_of_two_lines_survives_the_choice(bot: Bot, shelter: Shelter) -> None:
    await shelter.alice.types("/reading cust 84 first line\nsecond line", channel="#shelter")

    await shelter.alice.presses("Customer satisfaction")

    assert bot.all(tables.Reading)[0].note == "first line\nsecond line"


async def test_a_line_break_separates_words_too(bot: Bot, shelter: Shelter) -> None:
    assert "Customer satisfaction" in words(await shelter.alice.types("/indicator show\ncsat", channel="#shelter"))


async def test_what_people_write_pings_nobody(bot: Bot, shelter: Shelter, playground: Playground) -> None:
    hostile = f"<!channel> <!here> {shelter.bob.mention} @here &lt;!everyone&gt;"

    await shelter.alice.types(f"/reading csat 84 {hostile}", channel="#shelter")
    await shelter.alice.types(f"/target set csat 88 by 30 june because {hostile}", channel="#shelter")
    await shelter.alice.types(f"/outcome new {hostile}", channel="#shelter")
    await shelter.alice.presses(MORE_OF_OUTCOME)
    await shelter.alice.submits({"why": hostile})
    await shelter.alice.closes(everything=True)
    for command in ("/outcome list", "/indicator show csat", "/target show csat", "/digest preview"):
        await shelter.alice.types(command, channel="#shelter")

    assert bot.counts()["outcome"] == 2
    assert pinged(playground) == []


BRACES = [
    ("/reading {typed} 5", 'No indicator here is called "{typed}".'),
    ("/outcome show {0}{", 'No outcome here is called "{0}{".'),
    ("/outcome list {!r}", 'There is no list called "{!r}".'),
    ("/outcome {}", 'No outcome here is called "{}".'),
    ("/target set csat {value} by 30 june", 'You wrote "{value}".'),
    ("/target set csat 90 by }} because {reason}", '"}}" is not a day I can read.'),
    ("/reading csat {x:>9}", 'You wrote "{x:>9}".'),
    ("/digest every {weekday}", 'You wrote "{weekday}".'),
    ("/reading cust {x} {", '"cust" fits 2 indicators.'),
]


@pytest.mark.parametrize(("typed", "sentence"), BRACES, ids=[typed for typed, _ in BRACES])
async def test_braces_come_out_as_they_were_typed(
    bot: Bot, shelter: Shelter, playground: Playground, typed: str, sentence: str
) -> None:
    await _is_answered(shelter.alice, bot, playground, typed=typed, sentence=sentence)


MARKS = [
    ("/reading *lots* 5", 'No indicator here is called "∗lots∗". `/indicator list` shows what there is.'),
    ("/reading csat `lots", '"Customer satisfaction" needs a number, for example 72 %. You wrote "ˋlots".'),
    (
        "/outcome list ~zzz~ `x",
        'There is no list called "∼zzz∼ ˋx". `/outcome list` takes mine, here, all, closed or resources.',
    ),
    ("/reading wait *x*", '"∗Wait∗ ˋnowˋ" needs one of: lowˋ, ∗high∗. You wrote "∗x∗".'),
    ("/reading wait", "What is the value? For example: `/reading wait *high*`"),
    ("/target set wait", "What is the target? For example: `/target set wait &lt;value&gt; by 30 June`"),
]


@pytest.mark.parametrize(("typed", "sentence"), MARKS, ids=[typed for typed, _ in MARKS])
async def test_what_people_write_is_no_markup_in_a_sentence(
    bot: Bot, shelter: Shelter, typed: str, sentence: str
) -> None:
    await shelter.alice.types("/indicator new help-1", channel="#shelter")
    await shelter.alice.presses(MORE_OF_INDICATOR)
    await shelter.alice.submits(
        {"name": "*Wait* `now`", "kind": "scale", "direction": "increase", "every": "week", "key": "wait"}
        | {"unit": "low`, *high*"}
    )
    await shelter.alice.closes(everything=True)

    answer = await shelter.alice.types(typed, channel="#shelter")

    assert answer.messages[0].raw["blocks"][0]["text"]["text"] == sentence


async def test_names_labels_and_units_are_shown_as_they_were_given(bot: Bot, shelter: Shelter) -> None:
    form = {"direction": "increase", "every": "week"}
    await shelter.alice.types("/indicator new help-1", channel="#shelter")
    await shelter.alice.presses(MORE_OF_INDICATOR)
    await shelter.alice.submits(
        form | {"name": "Custom {mood} <!here>", "kind": "scale", "unit": "{low}, {0} <!channel>", "key": "mood"}
    )
    await shelter.alice.closes(everything=True)
    await shelter.alice.types("/indicator new help-1", channel="#shelter")
    await shelter.alice.presses(MORE_OF_INDICATOR)
    await shelter.alice.submits(form | {"name": "Calls {", "kind": "number", "unit": "{calls}", "key": "calls"})
    await shelter.alice.closes(everything=True)

    empty = await shelter.alice.types("/reading mood", channel="#shelter")
    wrong = await shelter.alice.types("/reading mood fine", channel="#shelter")
    lots = await shelter.alice.types("/reading calls lots", channel="#shelter")
    several = await shelter.alice.types("/reading cust {low}", channel="#shelter")

    assert words(empty) == "What is the value? For example: /reading mood {0} <!channel>"
    assert words(wrong) == (
        '"Custom {mood} <!here>" needs one of: {low}, {0} <!channel>. You wrote "fine". You typed: /reading mood fine'
    )
    assert '"Calls {" needs a number, for example 84 {calls}. You wrote "lots".' in words(lots)
    assert several.buttons == ("Customer churn", "Customer satisfaction", "Custom {mood} <!here>")
    assert [each["accessibility_label"] for each in bot.playground.messages[-1].blocks[-1]["elements"]] == [
        'Customer churn, for "cust"',
        'Customer satisfaction, for "cust"',
        'Custom {mood} <!here>, for "cust"',
    ]
    assert "✓ {low} for Custom {mood} <!here>" in words(await shelter.alice.presses("Custom {mood} <!here>"))
    assert pinged(bot.playground) == []


async def test_a_form_keeps_what_was_typed_beside_what_is_wrong(bot: Bot, shelter: Shelter) -> None:
    await shelter.alice.types("/indicator new help-1", channel="#shelter")
    await shelter.alice.presses(MORE_OF_INDICATOR)
    before = bot.counts()

    answer = await shelter.alice.submits(
        {
            "name": "Answer time",
            "kind": "duration",
            "direction": "decrease",
            "every": "week",
            "baseline": "lots",
            "key": "csat",
        }
    )

    assert answer.modal is not None
    assert answer.modal.errors == {"Today it is": 'This needs a duration, for example 3h20. You wrote "lots".'}
    assert answer.modal.field("name").value == "Answer time"
    corrected = await shelter.alice.submits({"baseline": "4h"})
    assert corrected.modal is not None
    assert corrected.modal.errors == {"Short key": 'The key "csat" is taken. Choose another one, or leave it empty.'}
    assert bot.counts() == before


async def test_the_coach_asks_once_and_records_who_goes_on_regardless(bot: Bot, shelter: Shelter) -> None:
    await shelter.alice.types("/outcome new Serve 500 meals", channel="#shelter")
    await shelter.alice.presses(MORE_OF_OUTCOME)

    request = await shelter.alice.submits({"why": "Hunger"})
    assert "“Serve 500 meals” is what you will do or make. So that who can do, has or is what?" in words(request)
    assert (
        "For example: Patients get an appointment sooner, More children can swim or Fewer people sleep rough"
        in words(request)
    )
    assert request.modal is not None
    assert request.modal.field("why").value == "Hunger"
    saved = await shelter.alice.submits()

    assert "✓ Saved: Serve 500 meals meals" in words(saved)
    assert bot.counts()["note"] == 1


async def test_changing_a_target_without_a_reason_opens_the_form_with_what_was_typed(
    bot: Bot, shelter: Shelter
) -> None:
    opened = await shelter.alice.types("/target set csat 90 by 31 july", channel="#shelter")
    assert opened.modal is not None
    assert opened.modal.field("value").value == "90 %"
    assert opened.modal.field("due_on").value == "2026-07-31"
    assert bot.counts()["target"] == 1

    saved = await shelter.alice.submits({"reason": "More staff"})

    assert words(saved) == (
        "Target saved ✓ Target set for Customer satisfaction "
        "From 72 % on 2 March to 90 % by 31 July. ⚪ No reading yet. "
        "🎯 Target changed on 27 March: 85 % → 90 % by 31 July. “More staff”"
    )
    assert bot.counts()["target"] == 2
