"""House rules that a machine can check and that ruff, mypy and import-linter do not."""

import ast
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterable, Iterator
from fnmatch import fnmatch
from importlib.metadata import requires
from pathlib import Path
from typing import Any

import pytest
from packaging.markers import Marker
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from bot.cli import main

ROOT = Path(__file__).parent.parent
PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text())

RUNTIME_LOCK = ROOT / "requirements.txt"
TEST_LOCK = ROOT / "tests" / "requirements.txt"

TOP_LEVEL = {
    "bot",
    "handlers",
    "storage",
    "tests",
    "config",
    "docs",
    "pyproject.toml",
    "Procfile",
    "README.md",
    "requirements.txt",
    "LICENSE",
    "CHANGELOG.md",
    "CONTRIBUTING.md",
}


def test_the_top_level_holds_only_what_belongs_there() -> None:
    ignored = [line.rstrip("/") for line in (ROOT / ".gitignore").read_text().split()]
    found = {entry.name for entry in ROOT.iterdir() if not entry.name.startswith(".")}
    strangers = {name for name in found - TOP_LEVEL if not any(fnmatch(name, pattern) for pattern in ignored)}
    assert strangers == set()


def test_every_part_of_the_bot_has_a_place_in_the_layers() -> None:
    # A module that no layer names would be free to import anything.
    layers = PROJECT["tool"]["importlinter"]["contracts"][0]["layers"]
    placed = set(re.findall(r"[\w.]+", " ".join(layers)))
    parts = {f"bot.{part.stem}" for part in (ROOT / "bot").iterdir() if not part.stem.startswith(("_", "."))}
    assert parts - placed == {"bot.playground"}, (
        "The playground has a rule of its own; anything else belongs in a layer."
    )


def test_every_test_is_named_by_a_sentence() -> None:
    short = [
        f"{path.relative_to(ROOT)}: {node.name}"
        for path in sorted((ROOT / "tests").rglob("test_*.py"))
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        if node.name.startswith("test_") and len(node.name.split("_")) < 4
    ]
    assert short == []


# Where queries live.


def database_names(path: Path) -> set[str]:
    """What a module takes from the database libraries, less sessions and errors; and which of their doors it opens."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] in ("sqlalchemy", "sqlmodel"):
            found |= {alias.name for alias in node.names if node.module != "sqlalchemy.exc"} - {"Session"}
        elif isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names if alias.name.split(".")[0] in ("sqlalchemy", "sqlmodel")}
        elif isinstance(node, ast.Attribute) and node.attr in ("exec", "execute", "scalars", "exec_driver_sql"):
            found.add(node.attr)
    return found


def test_statements_are_written_in_storage_alone() -> None:
    modules = [path for part in ("bot", "handlers") for path in (ROOT / part).rglob("*.py")]
    querying = {str(path.relative_to(ROOT)): names for path in modules if (names := database_names(path))}
    assert querying == {}


# The lock files.

_PIN = re.compile(r"(?P<name>[a-z0-9-]+)==(?P<version>[0-9a-z.]+)( ; (?P<marker>[^#@]+))?")


def pins(lock: Path) -> dict[str, str]:
    """Package name to locked version, of what the lock installs on this machine."""
    matches = [match for line in lock.read_text().splitlines() if (match := _PIN.fullmatch(line.removesuffix(" \\")))]
    return {
        match["name"]: match["version"]
        for match in matches
        if not match["marker"] or Marker(match["marker"]).evaluate()
    }


def needed(requirements: Iterable[str]) -> dict[str, list[Requirement]]:
    """Everything those requirements bring in on this machine, as the installed packages declare it."""
    found: dict[str, list[Requirement]] = {}
    pending = [(Requirement(text), frozenset[str]()) for text in requirements]
    seen = set()
    while pending:
        requirement, extras = pending.pop()
        if (str(requirement), extras) in seen or not _applies(requirement, extras):
            continue
        seen.add((str(requirement), extras))
        found.setdefault(canonicalize_name(requirement.name), []).append(requirement)
        brought = frozenset(requirement.extras)
        pending += [(Requirement(text), brought) for text in requires(requirement.name) or []]
    return found


def _applies(requirement: Requirement, extras: frozenset[str]) -> bool:
    marker = requirement.marker
    return marker is None or any(marker.evaluate({"extra": extra}) for extra in extras or {""})


_BUILD: list[str] = PROJECT["build-system"]["requires"]
_RUNTIME: list[str] = PROJECT["project"]["dependencies"] + _BUILD
_TEST: list[str] = PROJECT["project"]["optional-dependencies"]["test"]

both_locks = pytest.mark.parametrize(
    ("lock", "declared"),
    [pytest.param(RUNTIME_LOCK, _RUNTIME, id="runtime"), pytest.param(TEST_LOCK, _RUNTIME + _TEST, id="tests")],
)


@both_locks
def test_a_lock_holds_names_versions_and_hashes_only(lock: Path, declared: list[str]) -> None:
    """No address, path or option: each machine's own settings say where its packages come from."""
    hashed = re.compile(r"    --hash=sha256:[0-9a-f]{64}")
    lines = [line.removesuffix(" \\") for line in lock.read_text().splitlines()]
    assert [line for line in lines if not _PIN.fullmatch(line) and not hashed.fullmatch(line)] == []
    pairs = zip(lines, [*lines[1:], ""], strict=True)
    assert [line for line, follows in pairs if _PIN.fullmatch(line) and not hashed.match(follows)] == []


@both_locks
def test_a_lock_is_in_step_with_the_declared_dependencies(lock: Path, declared: list[str]) -> None:
    """If this fails after a change to pyproject.toml, run .ci/lock."""
    locked, wanted = pins(lock), needed(declared)
    assert locked.keys() == wanted.keys()
    unmet = [
        f"{name} {locked[name]} is locked, but {requirement} is needed"
        for name, requirements in wanted.items()
        for requirement in requirements
        if not requirement.specifier.contains(locked[name], prereleases=True)
    ]
    assert unmet == []


def test_the_tests_run_on_the_versions_that_are_shipped() -> None:
    assert pins(RUNTIME_LOCK).items() <= pins(TEST_LOCK).items()


def test_what_the_program_is_built_with_is_locked_like_the_rest(tmp_path: Path) -> None:
    assert [f"{name}=={version}" for name, version in pins(RUNTIME_LOCK).items() if name == "setuptools"] == _BUILD
    # Asked as pip asks it: whatever it answers would be downloaded too, and unchecked.
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, tmp_path)
    asked = "import setuptools.build_meta as backend; print(backend.get_requires_for_build_wheel())"
    answer = subprocess.run([sys.executable, "-c", asked], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert answer.stdout.splitlines()[-1] == "[]"


def test_nothing_is_installed_that_no_hash_was_checked_of() -> None:
    """In the documents, the Procfile and .ci: from a lock and unbuilt, or the program alone with what is there."""
    files = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), ROOT / "Procfile", ROOT / ".ci" / "run"]
    lines = [line for path in files if path.name != "CHANGELOG.md" for line in path.read_text().splitlines()]
    installs = [rest for line in lines for rest in re.findall(r"\bpip3?(?: --python \S+)? install ([^`&]+)", line)]
    assert len(installs) >= 6
    checked = re.compile(r"(-q )?--require-hashes --only-binary :all: -r (tests/)?requirements\.txt\s*")
    alone = "--no-deps --no-build-isolation ."
    assert [install for install in installs if install != alone and not checked.fullmatch(install)] == []


# The documents.


def test_the_changelog_speaks_of_the_current_version() -> None:
    assert f"## {PROJECT['project']['version']}" in (ROOT / "CHANGELOG.md").read_text()


def verbs_in_documents() -> Iterator[str]:
    """Each `verb` that a document tells somebody to run as `outcome-bot verb` or `python -m bot verb`."""
    for path in [
        *ROOT.glob("*.md"),
        *(ROOT / "docs").rglob("*.md"),
        ROOT / "Procfile",
        ROOT / "config" / "example.env",
    ]:
        yield from re.findall(r"\b(?:outcome-bot|python -m bot) ([a-z]+)", path.read_text())


def test_every_command_in_the_documents_exists() -> None:
    assert set(verbs_in_documents()) <= set(main.commands)


@pytest.mark.parametrize(("name", "lock"), [("demo", "requirements.txt"), ("tests", "tests/requirements.txt")])
def test_the_readme_gives_one_command_that_installs_from_the_lock(name: str, lock: str) -> None:
    command = subprocess.run([ROOT / ".ci" / "readme-command", name], capture_output=True, text=True, check=True).stdout
    assert command.count("\n") == 1
    assert f"--require-hashes --only-binary :all: -r {lock} " in command
