"""`python -m tests.golden` prints the digest of every situation, or of those that are named, and how long it is; with
`--write` into the files that the tests compare with. It fails where one is not as it was.
"""

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from storage import schema
from tests.golden.printed import MEMBERS, printed
from tests.golden.room import room
from tests.golden.situations import SITUATIONS

_FOLDER = Path(__file__).parent / "digests"


def main(wanted: list[str]) -> int:
    """How many are not as they were."""
    changed = 0
    for name in [each for each in wanted if not each.startswith("-")] or SITUATIONS:
        with TemporaryDirectory() as folder:
            file = Path(folder) / "outcome-bot.sqlite3"
            schema.migrate(f"sqlite:///{file}")
            with room(file, private_to=MEMBERS.get(name, ())) as channel:
                text = printed(SITUATIONS[name](channel))
        print(f"=== {name}\n{text}", flush=True)  # noqa: T201
        kept = _FOLDER / f"{name}.txt"
        if "--write" in wanted:
            kept.write_text(text, "utf-8")
        changed += not kept.exists() or kept.read_text("utf-8") != text
    return changed


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
