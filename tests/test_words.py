"""What there is to say, before anybody says it."""

from bot.errors import Choice, NotAllowed, Question, UserError
from bot.words import Example, Words, counted, gives_examples, sentences, words


def test_words_are_a_pattern_and_its_values() -> None:
    assert words("A note holds up to {most}.", most=2000) == Words("A note holds up to {most}.", {"most": 2000})


def test_counted_words_know_their_count() -> None:
    assert counted("{count} note of {all}", "{count} notes of {all}", 2, all=5) == Words(
        "{count} note of {all}", {"count": 2, "all": 5}, "{count} notes of {all}", 2
    )


def test_filling_words_leaves_the_others_as_they_were() -> None:
    gone = words('"{name}" is paused, {who} said.', who="Alice")

    assert gone.filled(name="csat") == words('"{name}" is paused, {who} said.', who="Alice", name="csat")
    assert gone.filled(who="Bob").values == {"who": "Bob"}
    assert gone.values == {"who": "Alice"}


def test_sentences_keep_the_values_of_each() -> None:
    one, other = words("{typed} is missing.", typed="a"), words("{typed} is not.", typed="b")

    assert sentences(one, other) == Words("{part_0} {part_1}", {"part_0": one, "part_1": other})
    assert sentences(one).values == {"part_0": one}


def test_words_that_give_an_example_are_told_from_others() -> None:
    given = words("Type {command}.", command=Example("/reading <indicator> <value>"))

    assert gives_examples(given)
    assert gives_examples(sentences(words("Not so."), given))
    assert not gives_examples(words("Type {command}.", command="/reading csat 84"))
    assert not gives_examples(sentences(words("Not so."), words("Nor so.")))


def test_an_error_is_made_of_a_pattern_and_values_or_of_words() -> None:
    gone = words("This is no longer there, {name}.", name="Alice")

    assert UserError("{count} are too many.", count=3, field="note").words == words("{count} are too many.", count=3)
    assert UserError("Not so.", field="note").field == "note"
    assert NotAllowed(gone).words == gone
    assert Question(gone, choices=[Choice("1234", "1234")]).choices == (Choice("1234", "1234"),)


def test_what_was_not_asked_about_stands_before_every_choice() -> None:
    asked = Question("Which?", choices=[Choice("84 %", "84"), Choice("−84 %", "-84 note"), Choice("as typed")])

    asked.put_after("csat")

    assert [choice.line for choice in asked.choices] == ["csat 84", "csat -84 note", ""]


def test_an_error_keeps_the_field_that_it_was_first_put_at() -> None:
    at_none, at_one = UserError("Not so."), UserError("Not so.", field="value")
    for problem in (at_none, at_one):
        problem.put_at("due_on")

    assert (at_none.field, at_one.field) == ("due_on", "value")
