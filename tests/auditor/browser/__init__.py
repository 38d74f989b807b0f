"""Tests of auditor/browser, most with a real Chromium."""
