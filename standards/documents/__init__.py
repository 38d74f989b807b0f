"""What is written in a file: its text, tables, notes, links and properties, hidden ones too, each with its place.

``read`` is a pure function of a name and bytes. Whatever the bytes are it neither raises nor reaches outside them, and
it is bounded: ``Limits`` says how many bytes, pieces and pages it looks at and for how long. What it could not look at
it says (``Flaw``): nobody may take a file that was not read for one that is clean.
"""

from standards.documents.reader import read
from standards.documents.reading import Flaw, Limits, Picture, Piece, Place, Reading

__all__ = ["Flaw", "Limits", "Picture", "Piece", "Place", "Reading", "read"]
