"""An article -> entities, statements, dates, events, comparison and parallels: a draft brief."""
