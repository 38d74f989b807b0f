"""Tests of plugins/review."""
