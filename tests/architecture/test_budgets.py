import ast
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[2] / "tradenet"
MODULES = sorted(PACKAGE.rglob("*.py"))

FUNCTION_LINES = 30
SHARE_OF_SHORT_FUNCTIONS = 0.95
FILE_LINES = 300
ARGUMENTS = 6

Function = ast.FunctionDef | ast.AsyncFunctionDef
Documented = Function | ast.ClassDef
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


@dataclass(frozen=True)
class Module:
    """One file of the package: where it is, its lines, its syntax tree."""

    name: str
    lines: list[str]
    tree: ast.Module

    def functions(self) -> Iterator[Function]:
        return (node for node in ast.walk(self.tree) if isinstance(node, FUNCTIONS))

    def place(self, node: Function | ast.ClassDef | ast.expr | ast.ExceptHandler) -> str:
        return f"{self.name}:{node.lineno} {getattr(node, 'name', None) or ''}".rstrip()

    def body_lines(self, function: Function) -> int:
        """Lines with code: no signature, docstring, blank line or comment."""
        body = function.body[1:] if ast.get_docstring(function) is not None else function.body
        if not body:
            return 0
        lines = self.lines[body[0].lineno - 1 : function.end_lineno]
        return sum(bool(line.strip()) and not line.strip().startswith("#") for line in lines)


def read(path: Path) -> Module:
    text = path.read_text(encoding="utf-8")
    name = path.relative_to(PACKAGE.parent).as_posix()
    return Module(name=name, lines=text.splitlines(), tree=ast.parse(text))


def own_arguments(function: Function) -> list[ast.arg]:
    """Arguments a caller gives: all kinds, without `self` and `cls`."""
    spec = function.args
    plain = [*spec.posonlyargs, *spec.args]
    if plain and plain[0].arg in {"self", "cls"}:
        plain = plain[1:]
    starred = [argument for argument in (spec.vararg, spec.kwarg) if argument]
    return [*plain, *spec.kwonlyargs, *starred]


def is_overload(node: Documented) -> bool:
    names = {ast.unparse(decorator) for decorator in node.decorator_list}
    return bool(names & {"overload", "typing.overload"})


def public_definitions(body: list[ast.stmt]) -> Iterator[Documented]:
    """Public functions and classes, and the public methods and properties of public classes."""
    for node in body:
        if not isinstance(node, (*FUNCTIONS, ast.ClassDef)) or node.name.startswith("_"):
            continue
        if not is_overload(node):
            yield node
        if isinstance(node, ast.ClassDef):
            yield from public_definitions(node.body)


def catches_everything(handler: ast.ExceptHandler) -> bool:
    if handler.type is None:
        return True
    caught = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
    return any(ast.unparse(kind) in {"Exception", "BaseException"} for kind in caught)


def calls_print(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and ast.unparse(node.func) in {"print", "rich.print"}


def too_long_file(module: Module) -> Iterator[str]:
    if len(module.lines) > FILE_LINES:
        yield f"{module.name}: {len(module.lines)} lines, at most {FILE_LINES}"


def too_many_arguments(module: Module) -> Iterator[str]:
    for function in module.functions():
        count = len(own_arguments(function))
        if count > ARGUMENTS:
            yield f"{module.place(function)}: {count} arguments, at most {ARGUMENTS}"


def missing_docstring(module: Module) -> Iterator[str]:
    if ast.get_docstring(module.tree) is None:
        yield f"{module.name}: no module docstring"
    for node in public_definitions(module.tree.body):
        if not ast.get_docstring(node):
            yield f"{module.place(node)}: no docstring"


def missing_annotation(module: Module) -> Iterator[str]:
    for function in module.functions():
        for argument in own_arguments(function):
            if argument.annotation is None:
                yield f"{module.place(function)}: no type for {argument.arg}"
        if function.returns is None:
            yield f"{module.place(function)}: no return type"


def catch_all(module: Module) -> Iterator[str]:
    for node in ast.walk(module.tree):
        if isinstance(node, ast.ExceptHandler) and catches_everything(node):
            yield f"{module.place(node)}: catches every exception"


def printing(module: Module) -> Iterator[str]:
    if module.name.startswith("tradenet/cli/"):
        return
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Call) and calls_print(node):
            yield f"{module.place(node)}: prints; only the command line does"


RULES: list[Callable[[Module], Iterator[str]]] = [
    too_long_file,
    too_many_arguments,
    missing_docstring,
    missing_annotation,
    catch_all,
    printing,
]


@pytest.fixture(scope="module")
def modules() -> list[Module]:
    return [read(path) for path in MODULES]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_the_package_keeps(rule: Callable[[Module], Iterator[str]], modules: list[Module]) -> None:
    assert modules
    broken = [message for module in modules for message in rule(module)]
    assert not broken, "\n".join(broken)


def test_functions_are_short(modules: list[Module]) -> None:
    lengths = {
        module.place(function): module.body_lines(function)
        for module in modules
        for function in module.functions()
    }
    long = {place: count for place, count in lengths.items() if count > FUNCTION_LINES}
    share = 1 - len(long) / len(lengths)
    listing = "\n".join(f"{place}: {count} lines" for place, count in sorted(long.items()))
    assert share >= SHARE_OF_SHORT_FUNCTIONS, (
        f"{share:.1%} of {len(lengths)} functions have at most {FUNCTION_LINES} lines, "
        f"{SHARE_OF_SHORT_FUNCTIONS:.0%} should:\n{listing}"
    )


def code_lines(path: Path) -> int:
    """Count lines that are neither blank, nor comment, nor docstring."""
    text = path.read_text(encoding="utf-8")
    prose = {
        line
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
        for line in range(node.lineno, (node.end_lineno or node.lineno) + 1)
    }
    lines = enumerate(text.splitlines(), start=1)
    return sum(
        bool(line.strip()) and not line.lstrip().startswith("#") and number not in prose
        for number, line in lines
    )


def test_there_is_as_much_test_as_code() -> None:
    tests = sum(code_lines(path) for path in (PACKAGE.parent / "tests").rglob("*.py"))
    code = sum(code_lines(path) for path in PACKAGE.rglob("*.py"))
    assert tests >= code, f"{tests:,} lines of tests for {code:,} lines of code"
