"""``python -m plugins.desk.site_child build …``: ``desk`` as a child that ends with whoever started it.

Its standard input is a pipe that nobody writes to. It is closed by the kernel however the parent ends, and then there
is nobody left to tell: the child goes at once, as if killed, which a build survives (plugins/build/stage.py).
"""

from __future__ import annotations

import os
import sys
import threading
import traceback

MISTAKE = 70
"""Exit status of a programmer's mistake, which Python would end with 1, as faulty content does."""


def _leave_with_parent() -> None:
    while os.read(0, 1024):
        pass
    os._exit(1)


def main() -> None:
    """Run the command in this process's arguments."""
    threading.Thread(target=_leave_with_parent, name="watch-parent", daemon=True).start()
    from plugins.desk.cli import main as desk

    try:
        desk()
    except Exception:  # noqa: BLE001 - told whole, and told apart from faulty content
        traceback.print_exc()
        sys.exit(MISTAKE)


if __name__ == "__main__":
    main()
