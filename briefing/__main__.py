"""`python -m briefing`: the commands."""

import sys

from briefing.cli import main

sys.exit(main(prog="python -m briefing"))
