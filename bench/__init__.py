"""Measurements beside peers, and judges that are not part of the product."""
