"""What the monitoring's tests borrow from the crawler's."""

from tests.auditor.crawl.test_wire import server

__all__ = ["server"]
