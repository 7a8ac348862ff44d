"""The job queue in Postgres: what puts jobs into it, and who does them."""
