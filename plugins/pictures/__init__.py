"""What becomes of a picture on its way to a page: bytes judged, cleaned, made small, and named in ``<img>``."""
