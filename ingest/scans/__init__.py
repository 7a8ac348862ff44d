"""Pages without text, read by a model that sees."""
