"""The way to a Dask scheduler: whether it is there, is one, has workers, and whether they are as we are."""

from __future__ import annotations

import asyncio
import logging
import re
import socket
import warnings
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from distributed import Client

CONNECT = 10.0
"""Seconds within which the scheduler must answer, and within which there must be a worker."""


class ClusterError(Exception):
    """The cluster could not do the jobs; the text says why, in English, for the log."""


class Unreachable(ClusterError):
    """Nothing at the address answers as a Dask scheduler does."""


class NoWorkers(ClusterError):
    """The scheduler is there and has no worker."""


class Mismatch(ClusterError):
    """Scheduler or workers have other versions. ``differences``: (machine, package, its version, ours)."""

    def __init__(self, differences: Sequence[tuple[str, str, str, str]]) -> None:
        self.differences = tuple(differences)
        super().__init__("; ".join(f"{at}: {name} {theirs}, here {ours}" for at, name, theirs, ours in differences))


@contextmanager
def connected(address: str) -> Iterator[Client]:
    """A connection that keeps its remarks to itself: what is to be said is said by exceptions."""
    _knock(address)
    import distributed

    with _silence(), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            asyncio.run(asyncio.wait_for(_shake_hands(address), CONNECT))
            client = distributed.Client(address, timeout=CONNECT, set_as_default=False, name="jobs")
        except Exception as error:  # whatever it is that answers at this address, it is no scheduler
            raise Unreachable(f"{address}: {type(error).__name__}: {error}") from error
        try:
            yield client
        finally:
            with suppress(Exception):
                client.close(timeout=CONNECT)


def _knock(address: str) -> None:
    """See at once whether somebody answers there; a Dask client would try for as long as it is given."""
    place = re.fullmatch(r"(?:tcp|tls)://(?:\[([0-9a-fA-F:.]+)\]|([^/:\s\[\]]+)):([0-9]{1,5})", address)
    if not place or not 0 < int(place[3]) < 65536:
        raise Unreachable(f"{address}: not an address such as tcp://127.0.0.1:8786")
    try:
        socket.create_connection((place[1] or place[2], int(place[3])), CONNECT).close()
    except (OSError, UnicodeError) as error:
        raise Unreachable(f"{address}: {error}") from error


async def _shake_hands(address: str) -> None:
    """Raise unless what listens there is one of Dask's: a client waits for ever for anybody else's answer."""
    from distributed import Security
    from distributed.comm.core import connect

    arguments = Security().get_connection_args("client")
    comm = await connect(address, timeout=CONNECT, **arguments)
    try:
        await comm.write({"op": "identity", "reply": True, "n_workers": 0})
        told = await comm.read()
    finally:
        comm.abort()
    if not isinstance(told, dict) or told.get("type") != "Scheduler":
        raise ConnectionError("no scheduler")


@contextmanager
def _silence() -> Iterator[None]:
    """Dask's loggers have handlers of their own, each."""
    names = [name for name in logging.root.manager.loggerDict if name.partition(".")[0] == "distributed"]
    loud = [logger for name in names if not (logger := logging.getLogger(name)).disabled]
    for logger in loud:
        logger.disabled = True
    try:
        yield
    finally:
        for logger in loud:
            logger.disabled = False


def count_threads(client: Client) -> int:
    try:
        client.wait_for_workers(1, timeout=CONNECT)
        return sum(client.nthreads().values())
    except TimeoutError as error:
        raise NoWorkers(str(error)) from error
    except OSError as error:
        raise Unreachable(str(error)) from error


def compare(client: Client, packages: Iterable[str]) -> None:
    """Raise Mismatch where a version differs that could make another result, or none."""
    names = list(packages)
    told: Any = client.get_versions(packages=names)
    ours = told["client"]["packages"]
    dask = ("python", "dask", "distributed", "msgpack", "cloudpickle")
    machines = {"scheduler": told["scheduler"], **told["workers"]}
    differences = []
    for machine, found in machines.items():
        theirs = found["packages"] if isinstance(found, dict) else {}
        for name in dask if machine == "scheduler" else (*dask, *names):
            if theirs.get(name) != ours[name]:
                differences.append((machine, name, str(theirs.get(name)), str(ours[name])))
    if differences:
        raise Mismatch(differences)
