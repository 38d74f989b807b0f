"""The labelled farm: servers on loopback, a manifest that says of each address what is true of it, and the table of
how well the verdicts agree. ``python -m tests.auditor.farm`` prints the tables of docs/links.md."""
