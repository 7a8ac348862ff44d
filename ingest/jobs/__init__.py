"""The job queue in Postgres (procrastinate): deferring jobs, and the workers that run them."""
