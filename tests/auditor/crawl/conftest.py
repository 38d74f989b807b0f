"""What the crawler's tests share: servers that misbehave, and a fetcher in a hurry."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from auditor.crawl.fetch import Fetcher, Limits
from auditor.crawl.guard import Guard
from auditor.crawl.host import LOOPBACK, Hosts
from auditor.crawl.url import Origins
from auditor.crawl.wire import Wire

from .farm import Farm, running


@pytest.fixture
def farm() -> Iterator[Farm]:
    """A server on 127.0.0.1."""
    with running() as one:
        yield one


@pytest.fixture
def other() -> Iterator[Farm]:
    """A second server, on 127.0.0.2."""
    with running("127.0.0.2") as one:
        yield one


@pytest.fixture
def fetcher_for() -> Iterator[Callable[..., Fetcher]]:
    """Make fetchers that may ask the given origins, with short limits; closed at the end."""
    made: list[Fetcher] = []

    def make(*allowed: str, origins: Origins | None = None, **limits: float) -> Fetcher:
        settings = Limits(**{"seconds": 5.0, "connect_seconds": 2.0} | limits)
        made.append(Fetcher(Wire(Guard(allowed)), Hosts(loopback=LOOPBACK), origins=origins, limits=settings))
        return made[-1]

    yield make
    for fetcher in made:
        fetcher.close()


@pytest.fixture
def fetcher(farm: Farm, fetcher_for: Callable[..., Fetcher]) -> Fetcher:
    """A fetcher that may ask the farm, and gives up after a second."""
    return fetcher_for(farm.url, seconds=1.0)
