"""A scene, or a mistake, as one page: the controls beside what they show."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any, Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from tradenet.domain import Period
from tradenet.domain.text import listed
from tradenet.explore import figures, recipe
from tradenet.explore.choice import MOST, NULLS, Choice, Held, has_resolution
from tradenet.explore.scene import Scene
from tradenet.explore.wording import METHOD_WORDS, NULL_WORDS, grids, numbers
from tradenet.networks import COMMUNITIES
from tradenet.report.palette import rules
from tradenet.report.render import inline, style_sheet
from tradenet.report.wording import when
from tradenet.study import load, shipped
from tradenet.study.communities import GRAVITY, MARGINS

_TEMPLATES: Final = Path(__file__).parent / "templates"
_SECTIONS: Final = ("network", "communities", "intensities", "histories")
NAMES: Final[Mapping[str, str]] = {
    "network": "The network",
    "communities": "Communities",
    "intensities": "Who trades more than expected",
    "histories": "Both reports over time",
}


@dataclass(frozen=True, slots=True)
class Option:
    """One entry of a list: what is sent, what is read, whether it is chosen."""

    value: str
    words: str
    chosen: bool


def style() -> str:
    """Return the style sheet: the report's, and what the controls need beside it."""
    own = (_TEMPLATES / "explore.css").read_text(encoding="utf-8")
    return f"{style_sheet()}\n{own}"


def colours(page: str) -> str:
    """Return the colours of a page by day and after dark, those of its drawings among them."""
    return rules(page)


def script() -> str:
    """Return the script, without which the page works as well."""
    return (_TEMPLATES / "explore.js").read_text(encoding="utf-8")


def render(seen: Scene, path: Path | None) -> str:
    """Return the page of a scene.

    Parameters
    ----------
    seen : Scene
        What is shown.
    path : Path, optional
        Of the flows, for the code; the snapshot where not given.
    """
    choice, drawn = seen.choice, {n: getattr(figures, n).draw(seen) for n in figures.__all__}
    found = grids(seen)
    sections = [
        {"anchor": name, "name": NAMES[name], "figure": drawn.get(name),
         "grids": found.get(name, ())}
        for name in _SECTIONS
    ]  # fmt: skip
    return _fill(
        seen.held,
        choice,
        title=_title(choice, seen.held),
        about=_about(seen),
        numbers=numbers(seen),
        sections=sections,
        test=_test_of(choice),
        python=recipe.python(choice, path),
        commands=recipe.commands(choice, path),
        mistakes=(),
    )


def mistake(message: str, held: Held, choice: Choice) -> str:
    """Return the page of a query that cannot be shown: why, and the controls to mend it."""
    return _fill(
        held,
        choice,
        title="This view cannot be shown",
        about="",
        numbers=(),
        sections=(),
        test="",
        python="",
        commands=(),
        mistakes=tuple(message.splitlines()),
    )


def _fill(held: Held, choice: Choice, **shown: Any) -> str:  # noqa: ANN401 - what the template shows
    return (
        _environment()
        .get_template("explore.html.j2")
        .render(
            held=held,
            choice=choice,
            query=choice.query(),
            controls=_controls(held, choice),
            sets=_sets(held, choice),
            steps=_steps(held, choice),
            most=MOST,
            **shown,
        )
    )


@cache
def _environment() -> Environment:
    made = Environment(
        autoescape=True,
        loader=FileSystemLoader(_TEMPLATES),
        lstrip_blocks=True,
        trim_blocks=True,
        undefined=StrictUndefined,
    )
    made.filters["inline"] = inline
    return made


def _title(choice: Choice, held: Held) -> str:
    names = [held.names.get(code, code) for code in choice.economies]
    few = 5
    most = f"{', '.join(names[:3])} and {len(names) - 3} more"
    words = listed(names) if len(names) <= few else most
    return f"{words} in {when(choice.period)}"


def _about(seen: Scene) -> str:
    """Say in one line what is shown, against what, and by what."""
    choice = seen.choice
    goods = f"section {choice.product}" if choice.product else "all goods"
    against = f" beside {when(choice.compare)}" if choice.compare else ""
    hub = f", hub {seen.name(choice.hub)}" if choice.hub else ""
    return (
        f"{goods[0].upper()}{goods[1:]} of {seen.held.origin}{against}{hub}; held against "
        f"{NULL_WORDS[choice.null]}, communities by {METHOD_WORDS[choice.method]}."
    )


def _test_of(choice: Choice) -> str:
    """Return the command that tests such communities; none does for a section."""
    if choice.product:
        return ""
    kind = {MARGINS: "strengths", GRAVITY: "gravity"}[choice.null]
    period = Period.from_code(choice.period)
    return f"tradenet communities --period {period} --method {choice.method} --null {kind}"


def _controls(held: Held, choice: Choice) -> Mapping[str, Sequence[Option]]:
    def options(pairs: Sequence[tuple[str, str]], chosen: str) -> tuple[Option, ...]:
        return tuple(Option(value, words, value == chosen) for value, words in pairs)

    told, names = choice.fields(), held.names
    periods = [(str(p), str(p)) for p in map(Period.from_code, reversed(held.periods))]
    economies = [(code, names.get(code, code)) for code in choice.economies]
    return {
        "economies": tuple(Option(code, name, chosen=True) for code, name in economies),
        "hub": options([("", "none"), *economies], choice.hub),
        "period": options(periods, told["period"]),
        "compare": options([("", "nothing"), *periods], told["compare"]),
        "product": options(
            [("", "all goods"), *((s, f"section {s}") for s in held.products)], choice.product
        ),
        "null": options([(name, NULL_WORDS[name]) for name in NULLS], choice.null),
        "method": options(
            [(name, METHOD_WORDS.get(name, name)) for name in COMMUNITIES], choice.method
        ),
        "resolution": (Option(told["resolution"], "", has_resolution(choice.method)),),
    }


def _steps(held: Held, choice: Choice) -> Sequence[tuple[str, str]]:
    """Return query and words of the period held before the one shown, and of the one after."""
    at = held.periods.index(choice.period)
    near = [held.periods[k] for k in (at - 1, at + 1) if 0 <= k < len(held.periods)]
    return [(_with(choice, period=code), when(code)) for code in near]


def _with(choice: Choice, **changed: Any) -> str:  # noqa: ANN401 - fields of a choice
    made = replace(choice, **changed)
    return replace(made, compare=0 if made.compare == made.period else made.compare).query()


@cache
def _members() -> Mapping[str, tuple[tuple[str, ...], str]]:
    """Return the economies and the hub of every shipped study that has a few of them."""
    blocs = {name: load(name).bloc for name in sorted(shipped())}
    return {name: (tuple(sorted(bloc.members)), bloc.hub) for name, bloc in blocs.items()}


def _sets(held: Held, choice: Choice) -> Sequence[tuple[str, str]]:
    """Return query and name of the sets of shipped studies that the flows know."""
    there = {
        name: (codes, hub)
        for name, (codes, hub) in _members().items()
        if len(codes) <= MOST and {*codes} <= held.names.keys()
    }
    return [(_with(choice, economies=codes, hub=hub), name) for name, (codes, hub) in there.items()]
