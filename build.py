#!/usr/bin/env python3
"""Build the site: `python build.py`; `python build.py --help` lists the other commands."""

import sys

if __name__ == "__main__":
    try:
        from briefing.cli import main
    except KeyboardInterrupt:
        sys.exit("stopped")
    except ModuleNotFoundError as missing:
        sys.exit(f"error: {missing.name} is not installed\n  Run 'make site', or: python tools/install.py")
    sys.exit(main())
