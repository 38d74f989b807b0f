"""Run many independent jobs. Imports nothing of ours."""

from jobs.pool import run

__all__ = ["run"]
