"""The review desk in the browser: a web application over the functions of `review`, `drafting` and `publish`.

Goes in: requests of a browser on the same machine.  Comes out: records, changed by the same functions as in
the terminal.  The packages of the extra `review` are imported where a desk is served, and nowhere else.
"""
