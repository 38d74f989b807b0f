"""Build the demo county, audit it, and find exactly what is expected."""
