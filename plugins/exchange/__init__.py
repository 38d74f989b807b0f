"""The package for the upper-level portal: normative documents with their interpretations (docs/exchange.md)."""
