"""Disclosure tables: what arrives as rows (permits, penalties, inspections, tenders, projects) as lists and pages."""
