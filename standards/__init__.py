"""What both halves know of law and language, as data and pure functions. Imports neither half."""
