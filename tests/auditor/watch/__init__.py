"""Tests of the monitoring, file for file."""
