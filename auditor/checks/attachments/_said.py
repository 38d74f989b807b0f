"""What the checks of attachments share."""

from __future__ import annotations

from auditor.model import FileFacts


def at_fault(file: FileFacts) -> bool:
    """Whether the verdict on its link already says what is wrong, or too little of it is known to speak of it."""
    return bool(file.fault or file.truncated or not file.size)
