"""The theme `briefing` for MkDocs: this folder in a checkout, `briefing/templates` in the wheel."""
