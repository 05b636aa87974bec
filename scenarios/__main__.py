"""``python -m scenarios`` does what the command ``landsea`` does."""

import sys

from scenarios.cli import main

if __name__ == "__main__":
    sys.exit(main())
