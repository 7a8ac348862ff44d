"""The commands of `python -m ingest`, which `ingest/__main__.py` lists."""
