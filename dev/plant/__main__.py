"""Build the demo plant on a running server.

``python -m dev.plant --url http://127.0.0.1:8069 --db demo --lang en_US``
"""

import argparse
import sys
import time

from .client import OdooError
from .story import CHAPTERS, World


def main(argv=None):
    """Tell every chapter in order, each with a line of progress."""
    parser = argparse.ArgumentParser(prog="dev.plant", description=__doc__)
    parser.add_argument("--url", required=True)
    parser.add_argument("--db", required=True)
    parser.add_argument("--lang", default="en_US", choices=("en_US", "zh_CN"))
    options = parser.parse_args(argv)
    world = World(options.url, options.db, options.lang)
    for number, chapter in enumerate(CHAPTERS, start=1):
        title = chapter.__doc__.splitlines()[0]
        print(f"[{number}/{len(CHAPTERS)}] {title}", flush=True)
        began = time.monotonic()
        try:
            chapter(world)
        except OdooError as error:
            print(f"The demo plant stopped at '{title}': {error}", file=sys.stderr)
            return 1
        print(f"      {time.monotonic() - began:.1f} s", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
