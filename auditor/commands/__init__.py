"""The commands of ``auditor``: each is short: read the options, call one function, print, choose the exit status."""
