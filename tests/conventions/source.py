"""Python files as trees, and the full names of what they use: what the rules of the project look at."""

import ast
import builtins
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Module:
    """One Python file: its dotted name, where it stands and its syntax tree."""

    name: str
    path: str
    tree: ast.Module

    def within(self, *packages: str) -> bool:
        """Whether this is one of these modules or lies in one of these packages."""
        return any(self.name == package or self.name.startswith(f"{package}.") for package in packages)

    def place(self, node: ast.AST) -> str:
        """Where a node stands, as an editor opens it."""
        return f"{self.path}:{getattr(node, 'lineno', 1)}"


def modules(source: Path, *packages: str) -> tuple[Module, ...]:
    """Read every module of these packages below ``source``."""
    files = [path for package in packages for path in sorted((source / package).rglob("*.py"))]
    return tuple(
        Module(_dotted(path.relative_to(source)), str(path), ast.parse(path.read_text("utf-8"), str(path)))
        for path in files
    )


def planted(name: str, code: str) -> tuple[Module, ...]:
    """Make one module from text, to see whether a rule trips on it."""
    return (Module(name, f"{name}.py", ast.parse(code)),)


def _dotted(path: Path) -> str:
    parts = path.with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imports(module: Module) -> Iterator[tuple[ast.stmt, str]]:
    """Yield every import with the full name it brings in, relative ones made absolute."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Import):
            yield from ((node, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            origin = _origin(module, node)
            yield from ((node, f"{origin}.{alias.name}") for alias in node.names)


def uses(module: Module) -> Iterator[tuple[ast.expr, str]]:
    """Yield every name or attribute chain that is used, with the full name it stands for.

    A name that the module itself gives to a value (``requests = event.requests``) is that value, no library.
    """
    meanings = _meanings(module)
    own = _given_here(module) - set(meanings) - set(dir(builtins))
    inner = {
        id(node.value)
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name | ast.Attribute)
    }
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Name | ast.Attribute) and id(node) not in inner:
            chain = _chain(node)
            if chain and chain[0] not in own:
                yield node, ".".join((meanings.get(chain[0], chain[0]), *chain[1:]))


def attributes(module: Module) -> Iterator[tuple[ast.Attribute, str]]:
    """Yield every attribute with its last name, whatever it is an attribute of."""
    yield from ((node, node.attr) for node in ast.walk(module.tree) if isinstance(node, ast.Attribute))


def starts_with(name: str, prefixes: Sequence[str]) -> bool:
    """Whether a dotted name is one of these or lies below one of these."""
    return any(name == prefix or name.startswith(f"{prefix}.") for prefix in prefixes)


def _given_here(module: Module) -> set[str]:
    nodes = list(ast.walk(module.tree))
    stored = {node.id for node in nodes if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}
    made = {node.name for node in nodes if isinstance(node, ast.FunctionDef | ast.ClassDef)}
    return stored | made | {node.arg for node in nodes if isinstance(node, ast.arg)}


def _meanings(module: Module) -> dict[str, str]:
    meanings: dict[str, str] = {}
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                short = alias.asname or alias.name.split(".")[0]
                meanings[short] = alias.name if alias.asname else short
        elif isinstance(node, ast.ImportFrom):
            for alias in node.names:
                meanings[alias.asname or alias.name] = f"{_origin(module, node)}.{alias.name}"
    return meanings


def _origin(module: Module, node: ast.ImportFrom) -> str:
    if not node.level:
        return node.module or ""
    package = module.name.split(".")
    is_package = module.path.endswith("__init__.py")
    anchor = package[: len(package) - node.level + is_package]
    return ".".join([*anchor, *([node.module] if node.module else [])])


def _chain(node: ast.expr) -> tuple[str, ...]:
    if isinstance(node, ast.Name):
        return (node.id,)
    if isinstance(node, ast.Attribute):
        start = _chain(node.value)
        return (*start, node.attr) if start else ()
    return ()
