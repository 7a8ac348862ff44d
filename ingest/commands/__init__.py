"""What `python -m ingest` can do; the table of the commands is `ingest/__main__.py`."""
