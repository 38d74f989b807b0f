"""村务公开栏: what villages post, printed: the board of a quarter, one document, QR posters, sheets of codes."""
