import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer.main

from tradenet.cli import app

REGISTRY_TYPE = re.compile(r"^(typing\.)?(Final|Mapping|MappingProxyType|dict)\b")
REGISTRY_NAME = re.compile(r"^[A-Z][A-Z0-9_]*$")


def literal_dict(value: ast.expr | None) -> ast.Dict | None:
    """Return the `{...}` of `{...}` or of `MappingProxyType({...})`."""
    if isinstance(value, ast.Call) and ast.unparse(value.func).endswith("MappingProxyType"):
        value = value.args[0] if value.args else None
    return value if isinstance(value, ast.Dict) else None


def registries(path: Path) -> Iterator[tuple[str, ast.Dict]]:
    """Yield name and literal of each registry that a front file defines."""
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if not isinstance(node, ast.AnnAssign) or not isinstance(node.target, ast.Name):
            continue
        table = literal_dict(node.value)
        named = REGISTRY_NAME.match(node.target.id)
        if table is not None and named and REGISTRY_TYPE.match(ast.unparse(node.annotation)):
            yield node.target.id, table


def entries(table: ast.Dict) -> Iterator[str]:
    for key in table.keys:
        if not (isinstance(key, ast.Constant) and isinstance(key.value, str)):
            where = "a `**` line" if key is None else ast.unparse(key)
            pytest.fail(f"the keys of a registry are string literals, this one is {where}")
        yield key.value


def commands(command: Any, *names: str) -> Iterator[str]:  # noqa: ANN401 - click's, or typer's own
    """Yield the words that call each command, the deepest only: `snapshot build`."""
    below = getattr(command, "commands", None)
    if below is None:
        yield " ".join(names)
        return
    for name, child in below.items():
        yield from commands(child, *names, name)


@pytest.fixture(scope="module")
def documented(root: Path) -> set[str]:
    """All that stands between single backticks in ARCHITECTURE.md."""
    text = (root / "ARCHITECTURE.md").read_text(encoding="utf-8")
    outside_of_blocks = re.sub(r"^```.*?^```$", "", text, flags=re.MULTILINE | re.DOTALL)
    return {span.strip() for span in re.findall(r"`([^`\n]+)`", outside_of_blocks)}


@pytest.fixture(scope="module")
def known_commands() -> set[str]:
    return set(commands(typer.main.get_command(app)))


def test_every_registry_entry_is_documented(root: Path, documented: set[str]) -> None:
    found = {
        f"{path.relative_to(root)}:{name}[{entry!r}]": entry
        for path in sorted((root / "tradenet").rglob("__init__.py"))
        for name, table in registries(path)
        for entry in entries(table)
    }
    assert found, "no registry found: has the way to write one changed?"
    missing = [place for place, entry in found.items() if entry not in documented]
    assert not missing, f"not in backticks in ARCHITECTURE.md: {', '.join(missing)}"


def test_every_command_is_documented(documented: set[str], known_commands: set[str]) -> None:
    assert known_commands
    missing = [
        name
        for name in sorted(known_commands)
        if not any(f"{span} ".startswith(f"tradenet {name} ") for span in documented)
    ]
    assert not missing, f"write as `tradenet …` in ARCHITECTURE.md: {', '.join(missing)}"


def test_no_documented_command_is_gone(documented: set[str], known_commands: set[str]) -> None:
    written = {span.split()[1] for span in documented if re.match(r"tradenet [a-z]", span)}
    gone = written - {name.split()[0] for name in known_commands}
    assert not gone, f"ARCHITECTURE.md names commands that do not exist: {sorted(gone)}"
