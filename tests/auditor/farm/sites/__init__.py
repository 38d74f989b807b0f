"""Whole generated sites of many layouts, each column's truth known: what the freshness checks are measured on."""
