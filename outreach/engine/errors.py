"""What keeps the engine from running, in a sentence that says what to do."""


class CannotStart(Exception):
    """A server cannot run here; the message says what to do."""


class Stop(Exception):
    """Somebody asked us to stop while something was still starting."""
