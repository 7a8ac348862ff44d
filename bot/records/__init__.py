"""The bot's tables, beside those of `tutor` and `uploads`: each class owns the SQL of its own. They send nothing."""
