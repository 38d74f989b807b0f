"""One module per form: Report in, text or bytes out."""
