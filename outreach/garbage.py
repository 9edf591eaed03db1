"""What a process has loaded at its start is never garbage, and few rows are."""

import gc

# New objects between two searches. A list holds thousands and a book a million; each search through them finds nothing.
SELDOM = 20_000


def set_apart() -> None:
    """Unless it is set apart, each full search for garbage goes through all that was loaded: in the web some 50 ms
    where a page takes 15, in the clock a twentieth of a sweep."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(SELDOM)
