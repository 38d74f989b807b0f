"""Whether sites can be opened: spaced visits for a week and the share of them that failed; IPv6 and HTTPS beside it."""
