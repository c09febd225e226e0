"""Briefing Pages: news texts in, grounded briefs and a static site out."""

__version__ = "0.1.0"
