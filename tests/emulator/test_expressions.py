"""The two dialects of expressions."""

import pytest

from attune_emulator import deviations
from attune_emulator.expressions import ExpressionError, evaluate, render

NAMES = {"parameters": {"n": 3, "s": "x", "o": {"k": 1}, "l": [10, 20]}, "v": "init", "nothing": None}

# As the platform was seen to answer; None in the place of a value stands for an error.
ERROR = object()
PLATFORM = {
    "7/2": 3.5, "8/2": 4, "7%3": 1, "7.5%2": 1.5, "-7%3": -1, "1+1.0": 2.0, "'a'+'b'": "ab", "'a'+1": ERROR,
    "[1]+[2]": [1, 2], "{'a':1}": ERROR, "true+1": ERROR, "1/0": ERROR, "-parameters.n": -3, "- 5": -5,
    "not ''": True, "null": None, "none": ERROR, "True": ERROR, "1==1.0": True, "'1'==1": False, "true==1": False,
    "[1]==[1.0]": True, "'a'<'b'": True, "'a'<1": ERROR, "null<1": ERROR, "1 in [1.0]": True, "'a' in 'cat'": True,
    "'k' in parameters.o": True, "1 not in [2]": ERROR, "true and 5": True, "0 or 'x'": True, "parameters.l[-1]": 20,
    "parameters.l[9]": ERROR, "parameters.l.1": ERROR, "parameters.o['k']": 1, "parameters.o.none": ERROR,
    "parameters.s[0]": "x", "string(null)": "null", "string([1])": "[1]", "number('5')": 5.0, "number('x')": ERROR,
    "int('5.9')": 5, "int(-5.9)": -5, "bool('')": False, "type_of(1.5)": "number", "type_of(true)": "bool",
    "length('héé')": 5, "length(5)": ERROR, "keys(parameters.o)": ["k"], "abs(-5)": 5, "ceil(5.2)": 6, "round(4.5)": 5,
    "round(5.256, 2)": ERROR, "min(1,2)": 1, "min([3,1])": ERROR, "sum([1,2.5])": 3.5, "trim(' a ')": "a",
    "split('a,b', ',')": ["a", "b"], "join([1,'b',null], '-')": "1-b-null", "join(['a'])": ERROR,
    "replace('aab','a','x')": "xxb", "match('^a.c$','abc')": True, "contains([1,2],2)": True, "reversed('abc')": "cba",
    "sort([1,'a'])": ERROR, "unique([1,1.0,2,'1'])": [1, 2, "1"], "flat([1,[2,[3]]])": [1, 2, [3]],
    "zip([1,2,3],['a'])": [[1, "a"]], "range(1,4)": [1, 2, 3], "range(0,10,3)": ERROR, "slice('abc',1,2)": "b",
    "slice([1,2,3],-2)": [], "index_of([1],5)": -1, "count('aaa','a')": 3, "chunks([1,2,3],2)": [[1, 2], [3]],
    "nofunc(1)": ERROR, "(1 + 2) * 3": 9, "'it\\'s'": "it's", "1e3": ERROR, ".5": ERROR, "v": "init",
    "nothing.x": ERROR, "1 if true else 2": ERROR, "1 < 2 < 3": ERROR, "true == not false": ERROR,
    "not true == false": True, "2 ** 3": ERROR, "[1, 2,]": [1, 2], "parameters.l[0:1]": ERROR, "' '": " ",
    "100000000000000000000": ERROR, "parameters.s | upper": ERROR, "{{ 1 + 1 }}": 2, "": ERROR, "(1": ERROR,
}  # fmt: skip


@pytest.fixture
def platform_dialect():
    deviations.switch("template-language", True)
    yield
    deviations.switch("template-language", False)


def answer(expression: str) -> object:
    try:
        return evaluate(expression, NAMES)
    except ExpressionError:
        return ERROR


@pytest.mark.parametrize("expression", PLATFORM)
def test_the_platforms_dialect(platform_dialect, expression) -> None:
    found, wanted = answer(expression), PLATFORM[expression]
    assert (found, type(found)) == (wanted, type(wanted))


# What the richer dialect gives where the platform's has no value, or another one.
RICHER = {
    "{'a':1}": {"a": 1}, "none": None, "True": True, "1 not in [2]": True, "1 if true else 2": 1, "2 ** 3": 8,
    "parameters.s | upper": "X", "parameters.l[0:1]": [10], "1 < 2 < 3": True, "0 or 'x'": "x", "true and 5": 5,
    "parameters.l | map('string') | list": ["10", "20"], "parameters.none | default('d')": "d",
    "parameters.o | tojson": '{"k":1}',
}  # fmt: skip


@pytest.mark.parametrize("expression", RICHER)
def test_the_richer_dialect(expression) -> None:
    assert answer(expression) == RICHER[expression]


def test_the_dialects_agree_where_both_have_a_value() -> None:
    deviations.switch("template-language", False)
    different = {"true==1", "true and 5", "0 or 'x'", "true == not false"}
    for expression, wanted in PLATFORM.items():
        if wanted is not ERROR and expression not in different:
            found = answer(expression)
            assert (found, type(found)) == (wanted, type(wanted)), expression


@pytest.mark.parametrize(
    ("expression", "message"),
    [
        ("nope", "variable not found: nope"),
        ("parameters.nope", "no field 'nope'"),
        ("parameters.nope.deeper", "no field 'nope'"),
        ("parameters.s.__class__.__mro__", "no field|unsafe"),
        ("length(", "expected|unexpected"),
    ],
)
def test_an_error_says_what_is_missing(expression, message) -> None:
    with pytest.raises(ExpressionError, match=message):
        evaluate(expression, NAMES)


def test_a_field_wins_over_a_method_of_its_name() -> None:
    assert evaluate("data.items", {"data": {"items": [1]}}) == [1]


def test_missing_names_can_be_null() -> None:
    assert evaluate("nope.deeper", {}, lenient=True) is None


@pytest.mark.parametrize(
    ("template", "value"),
    [
        ("{{ parameters.n }}", 3),
        (" {{ parameters.o }} ", {"k": 1}),
        ("n={{ parameters.n }} o={{ parameters.o }} z={{ nothing }}", 'n=3 o={"k":1} z='),
        ("{{ 1 }}{{ 2 }}", "12"),
        ("{{ '}}' }}", "}}"),
        ("{{ 1", "{{ 1"),
        ("plain", "plain"),
        ({"a": ["{{ parameters.s }}", 5]}, {"a": ["x", 5]}),
    ],
)
def test_templates_keep_types_and_fill_texts(template, value) -> None:
    assert render(template, NAMES) == value


def test_a_template_without_a_value_names_itself() -> None:
    with pytest.raises(ExpressionError, match=r"\{\{ parameters.nope \}\}: no field 'nope'"):
        render({"a": "{{ parameters.nope }}"}, NAMES)
