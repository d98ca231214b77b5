"""The rules of the project as functions: modules in, violations out, each with its place and its reason."""

import ast
import re

from conventions.source import Module, attributes, imports, starts_with, uses

FORBIDDEN_NAMES = ("utils", "helpers", "common", "misc", "core", "base", "manager")

# Functions that may import when they are called: the lazy front of the library, and optional dependencies.
# An optional dependency is added here, by module and function, with the extra that installs it.
LATE_IMPORTS = {("polos", "__getattr__")}

NETWORK = (
    "socket", "ssl", "http", "urllib.request", "urllib3", "ftplib", "smtplib", "imaplib",
    "poplib", "telnetlib", "socketserver", "xmlrpc", "asyncio", "requests", "httpx",
    "aiohttp", "websockets", "webbrowser",
)  # fmt: skip
PROCESSES = (
    "subprocess", "multiprocessing", "concurrent.futures", "signal", "sched", "threading.Timer",
    "os.fork", "os.system", "os.popen", "os.posix_spawn", "os.kill", "os.spawnv", "os.execv",
)  # fmt: skip
DEADLINES = ("time.monotonic", "time.perf_counter", "time.process_time", "time.sleep")
DISK_MODULES = (
    "os", "pathlib", "shutil", "tempfile", "glob", "fileinput", "mmap", "sqlite3", "duckdb", "dbm", "shelve",
    "importlib.resources", "pkgutil", "linecache", "zoneinfo", "numpy.load", "numpy.save", "numpy.savez",
    "numpy.loadtxt", "numpy.savetxt", "numpy.genfromtxt", "numpy.fromfile", "numpy.memmap",
    "pyarrow.parquet", "pyarrow.csv", "pyarrow.dataset",
)  # fmt: skip
DISK_METHODS = (
    "read_text", "read_bytes", "write_text", "write_bytes", "mkdir", "unlink", "rmdir", "iterdir", "rglob",
    "write_parquet", "write_csv", "write_json", "write_ndjson", "write_ipc", "write_excel", "write_database",
    "scan_parquet", "scan_csv", "scan_ipc", "scan_ndjson",
    "sink_parquet", "sink_csv", "sink_ipc", "sink_ndjson",
)  # fmt: skip
CLOCK = (
    "time", "sched", "datetime.datetime.now", "datetime.datetime.today", "datetime.datetime.utcnow",
    "datetime.date.today",
)  # fmt: skip
GLOBAL_RANDOM = ("random", "secrets", "uuid", "os.urandom")
OUTPUT = ("print", "input", "logging", "sys.stdout", "sys.stderr", "warnings.showwarning", "breakpoint")


def opens_sockets(found: tuple[Module, ...]) -> list[str]:
    """Rule 3: within the library only ``sources`` opens a socket, within the application nothing does.

    ``polos_web.commands`` starts the server, and looks first whether its own port is free.
    """
    return _touching(found, NETWORK, "reaches the network", besides=("polos.sources", "polos_web.commands"))


def starts_processes(found: tuple[Module, ...]) -> list[str]:
    """Rule 3: within the library only ``solvers`` starts processes or keeps deadlines."""
    library = tuple(module for module in found if module.within("polos"))
    reason = "starts a process or keeps a deadline"
    return _touching(library, (*PROCESSES, *DEADLINES), reason, besides=("polos.solvers",))


def touches_disk(found: tuple[Module, ...]) -> list[str]:
    """Rule 3: within the library only the listed packages touch the disk.

    ``reports.catalogue`` reads the texts of the documents, which come with the package like a vocabulary.
    """
    besides = (
        "polos.sources", "polos.vocabularies", "polos.parameters", "polos.reference", "polos.store",
        "polos.reports.renderers", "polos.reports.catalogue", "polos.cli",
    )  # fmt: skip
    library = tuple(module for module in found if module.within("polos") and not module.within(*besides))
    wrong = _touching(library, (*DISK_MODULES, "open", "io.open"), "touches the disk")
    for module in library:
        wrong += [
            f"{module.place(node)}: {name} touches the disk"
            for node, name in attributes(module)
            if name in DISK_METHODS
        ]
        wrong += [
            f"{module.place(call)}: reads a file; a table is read from bytes in memory"
            for call in ast.walk(module.tree)
            if isinstance(call, ast.Call) and _reads_a_path(call)
        ]
    return wrong


def is_not_arithmetic(found: tuple[Module, ...]) -> list[str]:
    """Rule 2: measures and matches open, fetch and print nothing, ask no clock and draw no global numbers."""
    pure = tuple(module for module in found if module.within("polos.measures", "polos.matches"))
    wrong = touches_disk(pure) + opens_sockets(pure) + starts_processes(pure)
    wrong += _touching(pure, OUTPUT, "prints or reads a console")
    wrong += _touching(pure, CLOCK, "asks the clock")
    wrong += _touching(pure, GLOBAL_RANDOM, "draws numbers nobody passed in")
    for module in pure:
        wrong += [
            f"{module.place(node)}: {name} is global; randomness comes in as a numpy.random.Generator"
            for node, name in uses(module)
            if name.startswith("numpy.random.") and name != "numpy.random.Generator"
        ]
    return wrong


def uses_foreign_managers(found: tuple[Module, ...]) -> list[str]:
    """Rule 5: an app calls the queries and actions of other apps, never their model managers."""
    wrong = []
    for module in found:
        parts = module.name.split(".")
        if parts[0] != "polos_web" or len(parts) < 3:
            continue
        for node, name in uses(module):
            model = re.match(
                r"polos_web\.(\w+)\.models(?:\.\w+)+?\.(objects|_default_manager|_base_manager)\b", name
            )
            if model and model[1] != parts[1]:
                wrong.append(f"{module.place(node)}: {name} is the manager of another app; call its queries")
    return wrong


def imports_late(found: tuple[Module, ...]) -> list[str]:
    """Rule 7: no import inside a function, except those of ``LATE_IMPORTS``."""
    wrong = []
    for module in found:
        for function in ast.walk(module.tree):
            if not isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
                continue
            name = getattr(function, "name", "<lambda>")
            wrong += [
                f"{module.place(node)}: imports inside {name}()"
                for node in ast.walk(function)
                if _imports(node) and (module.name, name) not in LATE_IMPORTS
            ]
    return wrong


def imports_by_name(found: tuple[Module, ...]) -> list[str]:
    """Rule 7: modules are loaded by name only where the library and the command line are lazy.

    The fronts of ``measures`` and ``tables`` load a family of measures, and the doors for frames, when they
    are first asked for.
    """
    lazy = ("polos", "polos.measures", "polos.tables")
    return [
        f"{module.place(node)}: {name} hides an import"
        for module in found
        if module.name not in lazy and not module.within("polos.cli")
        for node, name in uses(module)
        if name in ("importlib.import_module", "importlib.__import__", "__import__")
    ]


def is_badly_named(names: list[str]) -> list[str]:
    """Rule 8: no module or folder named after nothing in particular."""
    return [
        f"{name}: a module is named after what it gives, not {part!r}"
        for name in names
        for part in name.removesuffix(".py").split("/")
        if part in FORBIDDEN_NAMES
    ]


def catches_everything(found: tuple[Module, ...]) -> list[str]:
    """No handler for any exception whatever: it hides what went wrong."""
    return [
        f"{module.place(node)}: catches everything; name the exception"
        for module in found
        for node in ast.walk(module.tree)
        if isinstance(node, ast.ExceptHandler) and _is_blind(node)
    ]


def _is_blind(handler: ast.ExceptHandler) -> bool:
    kinds = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
    return any(
        kind is None or (isinstance(kind, ast.Name) and kind.id in ("Exception", "BaseException"))
        for kind in kinds
    )


def _touching(
    found: tuple[Module, ...], names: tuple[str, ...], reason: str, besides: tuple[str, ...] = ()
) -> list[str]:
    wrong = []
    for module in found:
        if module.within(*besides):
            continue
        touched = [*imports(module), *uses(module)]
        wrong += [
            f"{module.place(node)}: {name} {reason}" for node, name in touched if starts_with(name, names)
        ]
    return sorted(set(wrong))


def _reads_a_path(call: ast.Call) -> bool:
    """Whether a reader of Polars or pandas is given anything but bytes in memory."""
    if not isinstance(call.func, ast.Attribute) or not call.func.attr.startswith("read_"):
        return False
    if not isinstance(call.func.value, ast.Name) or call.func.value.id not in (
        "pl",
        "pd",
        "polars",
        "pandas",
    ):
        return False
    first = call.args[0] if call.args else None
    made = getattr(getattr(first, "func", None), "attr", getattr(getattr(first, "func", None), "id", ""))
    return made not in ("BytesIO", "StringIO")


def _imports(node: ast.AST) -> bool:
    return isinstance(node, ast.Import | ast.ImportFrom)
