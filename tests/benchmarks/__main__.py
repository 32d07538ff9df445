"""Everything that is measured, one after the other: `python -m tests.benchmarks` (about a quarter of an hour)."""

import argparse
import subprocess
import sys

ALL = ("costs", "finding", "planning", "readings")


def main() -> int:
    """Run each in a process of its own: what one has loaded is not to be measured with the next. What they print is
    theirs; `--json` is handed on to those that know it.
    """
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("--json", action="store_true", help="have those print JSON that know how")
    options = ["--json"] if parser.parse_args().json else []
    status = 0
    for name in ALL:
        sys.stdout.write(f"\n== {name}\n")
        sys.stdout.flush()
        given = options if name != "readings" else []
        status |= subprocess.run([sys.executable, "-m", f"tests.benchmarks.{name}", *given], check=False).returncode
    return status


if __name__ == "__main__":
    sys.exit(main())
