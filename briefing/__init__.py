"""Briefing Pages: news texts in, grounded briefs and a static site out."""

from pathlib import Path

__version__ = "1.0.0"

PACKAGE = Path(__file__).resolve().parent
"""The folder of the code, with the data that it ships."""
