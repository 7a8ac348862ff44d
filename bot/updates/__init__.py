"""How updates come in: fetched by the one process that leads, or brought over HTTP; kept, then handled as jobs."""
