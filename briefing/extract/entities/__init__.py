"""Sentences -> mentions of entities -> the actors of the brief."""
