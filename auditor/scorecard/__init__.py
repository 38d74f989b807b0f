"""The score sheet: findings, coverage and a person's answers to points by clause. Pure but for reading files.

``score.py`` is the table of contents: ``charges.py`` says which finding takes points where, ``items.py`` how each item
stands, ``draw.py`` draws the pages of the samples. ``questions.py`` makes the questionnaire of what software cannot
say, ``answers.py`` reads it back, ``watched.py`` takes what a monitoring of availability came to.
"""
