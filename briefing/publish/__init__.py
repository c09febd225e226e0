"""A desk -> a site on disk, changed file by file."""
