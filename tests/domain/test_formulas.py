"""Formulas over other indicators: what they come to, and that nothing else gets through."""

import ast
from contextlib import suppress
from decimal import Decimal, localcontext

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.exact import wide
from bot.domain.formulas import (
    LONGEST,
    DividesByZeroError,
    Formula,
    Name,
    Number,
    Operation,
    Operator,
    evaluate,
    names_in,
    parse_formula,
    renamed,
)
from bot.errors import UserError

from .settings import quick

AMOUNTS = {"a": Decimal(12), "b": Decimal(8), "c": Decimal("0.5"), "new calls": Decimal(3)}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{a}", "12"),
        ("{a} + {b} * {c}", "16.0"),
        ("({a} + {b}) * {c}", "10.0"),
        ("{a} - {b} - {c}", "3.5"),
        ("{a} / {b} / {c}", "3"),
        ("{a} / ({b} / {c})", "0.75"),
        ("-{a} + 2 * -3", "-18"),
        ("--{a}", "12"),
        ("min({a}, {b}, 3)", "3"),
        ("MAX({a}, {b}) - 2 * {c}", "11.0"),
        ("{a} × 2 ÷ {b} − 1", "2"),
        ("{ new calls }*100", "300"),
        ("0.1 + 0.2 + 0 * {a}", "0.3"),
        ("{a}\n/\t{b}", "1.5"),
    ],
)
def test_a_formula_comes_to_what_one_reckons(text: str, expected: str) -> None:
    assert evaluate(parse_formula(text), AMOUNTS) == Decimal(expected)


def test_what_is_divided_by_zero_has_no_value() -> None:
    for text in ("{a} / 0", "{a} / ({b} - 8)", "1 / min(0, {a})"):
        with pytest.raises(DividesByZeroError):
            evaluate(parse_formula(text), AMOUNTS)


def test_a_formula_keeps_what_was_typed_when_its_names_change() -> None:
    text = "( {a}+{ b } ) /  {a}"

    assert names_in(parse_formula(text)) == ("a", "b")
    assert renamed(text, {"a": "1", "b": "22"}.__getitem__) == "( {1}+{22} ) /  {1}"


REFUSED = {
    "": "Write what it comes from",
    "2 + 2": "names at least one indicator",
    "{a} +": "ends too early",
    "({a}": "ends too early",
    "{a}) ": "stops making sense at",
    "{a} {b}": "stops making sense at",
    "{a} ** 2": "stops making sense at",
    "{a} ^ 999999": "stops making sense at",
    "1e999999 * {a}": "stops making sense at",
    "{a} + ٣": "stops making sense at",
    "{a} + ３": "stops making sense at",
    "__import__('os').system('x')": "stops making sense at",
    "{a}.__class__": "stops making sense at",
    "lambda: {a}": "stops making sense at",
    "min({a})": "stops making sense at",
    "sum({a}, {b})": "stops making sense at",
    "{{a}}": "stops making sense at",
    "{a} if {b}": "stops making sense at",
    "{a} * 0,5": "have a point, not a comma",
    "{a} * " + "9" * 19: "more digits than are kept",
    "{a} * 0." + "1" * 10: "more digits than are kept",
    "(" * 21 + "{a}" + ")" * 21: "brackets within brackets",
    "(" * 10_000 + "{a}" + ")" * 10_000: "holds up to",
    "+".join(f"{{k{number}}}" for number in range(21)): "names up to",
}


@pytest.mark.parametrize("text", REFUSED, ids=lambda text: text[:20])
def test_whatever_the_grammar_does_not_have_is_refused(text: str) -> None:
    with pytest.raises(UserError) as refused:
        parse_formula(text)

    assert REFUSED[text] in refused.value.words.pattern
    assert all(len(str(value)) <= 100 for value in refused.value.words.values.values())


def test_the_longest_and_deepest_formula_is_read_and_reckoned() -> None:
    longest = "-" * (LONGEST - 3) + "{a}"
    assert evaluate(parse_formula(longest), AMOUNTS) == -12
    deepest = "(" * 20 + "{a}" + ")" * 20
    assert evaluate(parse_formula(deepest), AMOUNTS) == 12


numbers = st.decimals("0", "999", places=2).map(Number)
names = st.sampled_from(["a", "b", "c"]).map(Name)


def operations(of: st.SearchStrategy[Formula]) -> st.SearchStrategy[Formula]:
    return st.builds(lambda operator, pair: Operation(operator, pair), st.sampled_from(Operator), st.tuples(of, of))


formulas: st.SearchStrategy[Formula] = st.recursive(numbers | names, operations, max_leaves=8)


def as_text(of: Formula) -> str:
    match of:
        case Number(amount):
            return f"{amount:f}"
        case Name(text):
            return "{" + text + "}"
        case Operation(Operator.MIN | Operator.MAX as operator, parts):
            return f"{operator}({', '.join(map(as_text, parts))})"
        case Operation(operator, (left, right)):
            return f"({as_text(left)} {operator} {as_text(right)})"
        case Operation():
            raise AssertionError("two parts each")


@quick
@given(formulas, st.tuples(*(st.decimals("-99", "99", places=3) for _ in range(3))))
def test_a_formula_reckons_as_python_does_with_exact_decimals(of: Formula, amounts: tuple[Decimal, ...]) -> None:
    """Checked against Python's own grammar and order of operations; it runs a text that this test has made."""
    text, known = f"{as_text(of)} + 0 * {{a}}", dict(zip("abc", amounts, strict=True))
    if len(text) > LONGEST:
        return
    python = ast.unparse(ast.parse(renamed(text, str).replace("{", "").replace("}", ""), mode="eval"))
    wrapped = _numbers_as_decimals(python)
    with wide(), localcontext() as context:
        context.prec = 60
        try:
            expected = eval(wrapped, {"Decimal": Decimal, "min": min, "max": max}, known)
        except ArithmeticError:
            expected = None
    try:
        found: Decimal | None = evaluate(parse_formula(text), known)
    except DividesByZeroError:
        found = None
    assert found == expected


def _numbers_as_decimals(text: str) -> str:
    tree = ast.parse(text, mode="eval")

    class Exact(ast.NodeTransformer):
        def visit_Constant(self, node: ast.Constant) -> ast.expr:  # as ast has it
            return ast.Call(ast.Name("Decimal", ast.Load()), [ast.Constant(str(node.value))], [])

    return ast.unparse(ast.fix_missing_locations(Exact().visit(tree)))


@quick
@given(st.text(alphabet="{}ab0123456789.,+-*/()minmax ×÷_٣e^'\"", max_size=LONGEST + 1))
def test_any_text_is_a_formula_or_refused_with_a_sentence(text: str) -> None:
    with suppress(UserError, DividesByZeroError):
        formula = parse_formula(text)
        assert evaluate(formula, dict.fromkeys(names_in(formula), Decimal(2))).is_finite()
