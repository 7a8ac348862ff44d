"""Child processes that work on untrusted files: with limits, without secrets, network or other files."""
