"""How fast the pages and the clock are: measured through the real web server, beside an empty page in the same run."""
