"""Incoming updates: fetched by the leading process or received by a webhook, stored, then handled as jobs."""
