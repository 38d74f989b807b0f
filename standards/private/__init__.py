"""What must not be published of a person: in running text (``find``) and in tables (``table``), for both halves."""
