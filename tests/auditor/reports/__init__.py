"""Tests of auditor/reports."""
