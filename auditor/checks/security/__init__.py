"""Does the site give away what it should keep, or leave out what protects its readers? Looked at, never tried."""
