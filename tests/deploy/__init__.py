"""Tests of deploy/ and of the set-up step."""
