"""The code of any choice can be read, the controls show it, the command starts or says why."""

from __future__ import annotations

import ast
import html
import importlib.util
import re
import shlex
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from tests.unit.explore.test_choice import choices, read
from tradenet.cli import app
from tradenet.domain import ConfigError, TradenetError
from tradenet.explore import Explorer, listen, need_server
from tradenet.explore.choice import Choice
from tradenet.explore.page import script, style
from tradenet.explore.recipe import commands, python

pytestmark = pytest.mark.long

PATHS = st.none() | st.text(
    st.characters(exclude_characters="\x00/", exclude_categories=("Cs",)), min_size=1, max_size=30
).map(Path)


@given(choices(), PATHS)
def test_the_python_of_any_choice_can_be_read(choice: Choice, path: Path | None) -> None:
    """And the file's name, whatever it is, is one string in it."""
    tree = ast.parse(python(choice, path))
    strings = [n.value for n in ast.walk(tree) if isinstance(n, ast.Constant)]
    assert (
        str(path) in strings
        if path
        else "read" not in {n.attr for n in ast.walk(tree) if isinstance(n, ast.Attribute)}
    )
    assert {*choice.economies, choice.null, choice.method, choice.seed} <= {*strings}
    assert choice.resolution is None or choice.resolution in strings


@given(choices(), PATHS)
def test_the_commands_of_any_choice_come_apart_as_they_were_meant(
    choice: Choice, path: Path | None
) -> None:
    for line in commands(choice, path):
        words = shlex.split(line)
        assert words[0] == "tradenet"
        given_ = dict(pairwise(words))
        assert given_.get("--flows") == (str(path) if path else None)
        if "--view" in given_:
            assert read(given_["--view"]) == choice
        sets = [word for before, word in pairwise(words) if before == "--set"]
        told = dict(word.split("=", 1) for word in sets)
        if choice.resolution is not None and told:
            assert float(told["resolution"]) == choice.resolution


def chosen(text: str, name: str) -> list[str]:
    """Return the words that are chosen in a list of a page."""
    (inside,) = re.findall(rf'<select id="{name}".*?</select>', text, flags=re.DOTALL)
    return [html.unescape(found) for found in re.findall(r" selected>([^<]*)<", inside)]


def test_the_controls_show_the_choice(explorer: Explorer) -> None:
    query = "economies=CHN,IRN,RUS&hub=RUS&period=2018&compare=2017&null=margins&method=walktrap"
    text = explorer.page(explorer.choice(f"{query}&resolution=1.5&seed=4"))
    shown = {name: chosen(text, name) for name in ("hub", "period", "compare", "null", "method")}
    assert shown == {"hub": ["Russia"], "period": ["2018"], "compare": ["2017"],
                     "null": ["size alone"], "method": ["Walktrap"]}  # fmt: skip
    assert re.findall(r'value="(\w+)" id="economy-\w+" checked', text) == ["CHN", "IRN", "RUS"]
    assert 'step="any" value="1.5"' in text
    assert 'step="1" value="4"' in text
    assert "<h1>China, Iran and Russia in 2018</h1>" in text


def test_a_method_without_a_resolution_has_none_to_choose(explorer: Explorer) -> None:
    text = explorer.page(explorer.choice("method=infomap"))
    assert re.search(r'id="resolution"[^>]* disabled', text)
    assert "This method has no resolution." in text


def test_neighbouring_periods_and_known_sets_are_links(explorer: Explorer) -> None:
    text = html.unescape(explorer.page(explorer.choice("period=2019&compare=2023")))
    (steps,) = re.findall(r'<ul class="links steps".*?</ul>', text, flags=re.DOTALL)
    assert re.findall(r">(\d{4})</a>", steps) == ["2018", "2023"]
    after = next(link for link in re.findall(r'href="/\?([^"]*)"', steps) if "period=2023" in link)
    assert explorer.choice(after).compare == 0
    (sets,) = re.findall(r'<nav aria-label="Sets of.*?</nav>', text, flags=re.DOTALL)
    assert ">brown-2022</a>" in sets
    assert ">brics</a>" not in sets  # South Africa and Brazil are not in these flows


def test_the_title_of_many_names_three(explorer: Explorer) -> None:
    text = explorer.page(explorer.choice("economies=CHN,IRN,PRK,RUS,IND,DEU,USA&period=2019"))
    assert "<h1>China, Germany, India and 4 more in 2019</h1>" in text


def test_what_was_not_tested_is_said_with_the_command_that_tests(explorer: Explorer) -> None:
    text = explorer.page(explorer.choice("method=louvain&period=2018"))
    assert "Nothing here was tested" in text
    assert (
        "<code>tradenet communities --period 2018 --method louvain --null strengths</code>" in text
    )


def test_a_mistake_keeps_the_controls(explorer: Explorer) -> None:
    choice = explorer.choice("economies=CHN,IND&period=2018&compare=")
    text = explorer.mistake("period: nothing there\nseed: no number", choice)
    assert re.findall(r"<li>((?:period|seed): [^<]*)</li>", text) == [
        "period: nothing there", "seed: no number",
    ]  # fmt: skip
    assert chosen(text, "period") == ["2018"]
    assert "figure" not in text


def test_the_style_sheet_is_the_report_and_the_controls() -> None:
    assert style().index("--deep") < style().index(".explore form")
    assert "innerHTML" not in script()
    assert "fetch(" not in script()
    assert "http" not in script()


Run = Callable[..., Any]


@pytest.fixture
def run(two_sided: Path) -> Run:
    """Return a function that calls the command on the small file."""
    return lambda *words: CliRunner().invoke(app, ["explore", "--flows", str(two_sided), *words])


def test_a_table_is_printed_without_a_server(run: Run, explorer: Explorer) -> None:
    done = run("--view", "economies=CHN,IRN&period=2019", "--table", "summary")
    assert done.exit_code == 0
    choice = explorer.choice("economies=CHN,IRN&period=2019")
    assert done.stdout.encode() == explorer.table(choice, "summary")


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("--table", "sumary"), "no table 'sumary' (did you mean 'summary'?)"),
        (("--table", "summary", "--view", "period=1900"), "does not hold 1900"),
    ],
)
def test_mistakes_name_what_there_is(run: Run, words: tuple[str, ...], message: str) -> None:
    done = run(*words)
    assert isinstance(done.exception, TradenetError)
    assert message in str(done.exception)


def test_a_taken_port_is_told_before_anything_is_read() -> None:
    with listen(0) as taken:
        port = taken.getsockname()[1]
        done = CliRunner().invoke(app, ["explore", "--flows", "nowhere", "--port", str(port)])
    assert isinstance(done.exception, TradenetError)
    assert f"port {port} of 127.0.0.1 cannot be used" in str(done.exception)


def test_a_server_that_is_not_installed_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    need_server()
    known = importlib.util.find_spec
    monkeypatch.setattr(
        importlib.util, "find_spec", lambda name: None if name == "uvicorn" else known(name)
    )
    with pytest.raises(ConfigError, match=r"needs uvicorn; pip install 'tradenet\[explore\]'"):
        need_server()
