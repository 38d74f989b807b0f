"""Tests mirror the source: tests/auditor, tests/plugins, tests/standards; roundtrip and browser cross the halves."""
