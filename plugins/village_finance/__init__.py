"""村级财务公开: the statements that villages lay down as tables, judged to the cent and made into pages."""
