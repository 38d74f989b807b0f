"""A plugin whose register() fails."""


def register() -> None:
    """Fail."""
    raise RuntimeError("cannot register")
