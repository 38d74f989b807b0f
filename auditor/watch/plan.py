"""When each site is visited: a window after the other, at a moment in its first half that differs from site to site."""

from __future__ import annotations

from hashlib import blake2b

import msgspec

DAY = 86_400.0


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """A monitoring from ``start`` (seconds since 1970) over ``days`` days of ``visits`` windows each."""

    start: float
    visits: int
    days: int

    @property
    def every(self) -> float:
        """Seconds of one window."""
        return DAY / self.visits

    @property
    def slots(self) -> int:
        """Windows in all."""
        return self.visits * self.days

    @property
    def end(self) -> float:
        """When the last window ends."""
        return self.start + self.days * DAY

    def slot(self, now: float) -> int:
        """The window that ``now`` lies in; before the start 0, after the end ``slots``."""
        return min(max(0, int((now - self.start) // self.every)), self.slots)

    def opens(self, slot: int) -> float:
        """When a window begins."""
        return self.start + slot * self.every

    def due(self, url: str, slot: int) -> float:
        """The moment of a site's visit: the same after a restart, and never two visits within half a window."""
        drawn = blake2b(f"{url} {slot}".encode(), digest_size=4).digest()
        return self.opens(slot) + int.from_bytes(drawn, "big") / 2**32 * self.every / 2

    def day(self, slot: int) -> int:
        """The day of the monitoring that a window belongs to, from 0."""
        return slot // self.visits
