"""One entry of the page of methods: what a registry holds under a name, and who documents it."""

from __future__ import annotations

import dataclasses
import inspect
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from itertools import groupby
from typing import Any

from tradenet.report.methods.docstring import Docstring, split


@dataclass(frozen=True, slots=True)
class Entry:
    """What is registered under one name, or under several that share a docstring.

    Attributes
    ----------
    names : tuple of str
        As users write them.
    documented : callable or type
        Whose docstring speaks.
    settings : tuple of str
        Of each name, what it changes of the defaults, as it would be written; else empty.
    facts : tuple of (str, str)
        What else is known of it: what is asked, its value.
    """

    names: tuple[str, ...]
    documented: Callable[..., object]
    settings: tuple[str, ...]
    facts: tuple[tuple[str, str], ...] = ()

    @property
    def docstring(self) -> Docstring:
        """The parts of the docstring."""
        return split(inspect.getdoc(self.documented) or "")

    @property
    def example(self) -> tuple[str, ...]:
        """The lines of an example: of the class, else of its call."""
        called = getattr(self.documented, "__call__", None)  # noqa: B004 - of a class: its method
        own = self.docstring.section("Examples")
        return own or split(inspect.getdoc(called) or "").section("Examples")

    @property
    def defaults(self) -> Mapping[str, str]:
        """The default of each field of a dataclass, as Python writes it."""
        return {
            field.name: repr(field.default)
            for field in _fields(self.documented)
            if field.default is not dataclasses.MISSING
        }

    @property
    def home(self) -> tuple[str, str]:
        """Dotted name in Python, and the file below the project."""
        module = self.documented.__module__
        owner = inspect.getsourcefile(self.documented) or ""
        file = module.replace(".", "/") + ("/__init__.py" if "__init__" in owner else ".py")
        return f"{module}.{self.documented.__qualname__}", file


Facts = Callable[[str, Any], Iterable[tuple[str, str]]]


def entries(registry: Mapping[str, Any], facts: Facts = lambda _, __: ()) -> tuple[Entry, ...]:
    """Return the entries of a registry, in its order; neighbours with one docstring are one entry.

    Parameters
    ----------
    registry : mapping of str to object
        Classes, functions, or objects whose class is documented; an object that names another
        one as ``documented_by`` is documented there.
    facts : callable, optional
        From a name and its value to what else is said of it.
    """
    single = [
        Entry((name,), _documented(value), (_changed(value),), tuple(facts(name, value)))
        for name, value in registry.items()
    ]
    return tuple(_joined(list(same)) for _, same in groupby(single, lambda x: x.documented))


def _documented(value: Any) -> Callable[..., object]:  # noqa: ANN401 - whatever is registered
    value = getattr(value, "documented_by", value)
    value = value.func if isinstance(value, partial) else value
    known: Callable[..., object] = value
    return known if inspect.isclass(value) or inspect.isfunction(value) else type(value)


def _changed(value: Any) -> str:  # noqa: ANN401 - whatever is registered
    """Write the fields of an object that differ from the defaults of its class."""
    if inspect.isclass(value) or hasattr(value, "documented_by"):
        return ""
    changed = (
        f"{field.name}={getattr(value, field.name)!r}"
        for field in _fields(value)
        if field.default is dataclasses.MISSING or getattr(value, field.name) != field.default
    )
    return ", ".join(changed)


def _fields(value: Any) -> tuple[dataclasses.Field[Any], ...]:  # noqa: ANN401 - as above
    """Return the fields of a dataclass or of one of its objects; none of anything else."""
    return dataclasses.fields(value) if dataclasses.is_dataclass(value) else ()


def _joined(same: list[Entry]) -> Entry:
    names = tuple(name for entry in same for name in entry.names)
    settings = tuple(written for entry in same for written in entry.settings)
    facts = tuple(fact for entry in same for fact in entry.facts)
    return Entry(names, same[0].documented, settings, facts)
