"""What a run has spent of its budget, and whether it is used up."""

from __future__ import annotations

import time

from auditor.crawl.target import Budget


class Spending:
    """Bytes and seconds of a run. ``why_cut`` says in Chinese what was used up; empty while nothing is."""

    def __init__(self, budget: Budget, received: int) -> None:
        self.budget, self.received = budget, received
        self.why_cut = ""
        self._started = time.monotonic()

    def give_back(self, seconds: float) -> None:
        """Take waiting off the time: the time budget is for work."""
        self._started += seconds

    def out_of_budget(self) -> bool:
        """Whether a page more may not be asked."""
        if self.received >= self.budget.bytes:
            self.why_cut = f"已到流量上限 {self.budget.bytes} 字节"
        return bool(self.why_cut) or self.out_of_time()

    def out_of_time(self) -> bool:
        """Whether nothing more may be asked."""
        if time.monotonic() - self._started >= self.budget.seconds:
            self.why_cut = f"已到时间上限 {self.budget.seconds:.0f} 秒"
            return True
        return False
