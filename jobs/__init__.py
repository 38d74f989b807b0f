"""Run many independent jobs, in the order asked: on processes (``run``), threads or a cluster. Imports nothing of ours.

``jobs.threads`` and ``jobs.cluster`` are imported by whoever wants them; only the last loads Dask, when it is called.
"""

from jobs.pool import run
from jobs.wanted import wanted

__all__ = ["run", "wanted"]
