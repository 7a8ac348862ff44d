"""A book's rows in the database: upload, reading, units and passages, editions, removal."""
