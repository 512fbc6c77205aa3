"""What several commands share: their options."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Annotated, Any, get_type_hints

import typer

from tradenet.cli.progress import working

__all__ = ["FlowsOption", "JsonOption", "QuietOption", "Speech", "with_options", "working"]

FlowsOption = Annotated[
    Path | None,
    typer.Option("--flows", help="A store or a flow file; the embedded snapshot if not given."),
]
QuietOption = Annotated[bool, typer.Option("--quiet", "-q", help="Say nothing on stderr.")]
JsonOption = Annotated[bool, typer.Option("--json", help="Print everything as JSON.")]


@dataclass(frozen=True, slots=True)
class Speech:
    """How an answer is told."""

    as_json: JsonOption = False
    quiet: QuietOption = False


def with_options(**kinds: type[Any]) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Give a command the fields of a dataclass as options, to take as one argument.

    Parameters
    ----------
    **kinds : type
        One dataclass, by the name of the argument.
    """
    ((name, kind),) = kinds.items()

    def decorated(command: Callable[..., None]) -> Callable[..., None]:
        def called(**given: Any) -> None:  # noqa: ANN401 - whatever Typer parsed
            chosen = {field.name: given.pop(field.name) for field in fields(kind)}
            command(**given, **{name: kind(**chosen)})

        parameters = _parameters(command, name, kind)
        called.__doc__ = command.__doc__
        called.__name__ = command.__name__
        called.__annotations__ = {given.name: given.annotation for given in parameters}
        called.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
        return called

    return decorated


def _parameters(
    command: Callable[..., None], name: str, kind: type[Any]
) -> list[inspect.Parameter]:
    """Return the parameters of a command, the fields of the dataclass in place of its own."""
    own = inspect.signature(command, eval_str=True)
    hints = get_type_hints(kind, include_extras=True)
    keyword = inspect.Parameter.KEYWORD_ONLY
    options = [
        inspect.Parameter(field.name, keyword, default=field.default, annotation=hints[field.name])
        for field in fields(kind)
    ]
    kept = [given.replace(kind=keyword) for given in own.parameters.values() if given.name != name]
    return [*kept, *options]
