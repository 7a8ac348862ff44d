"""The rows of a book, from its arrival through its reading and its editions to its removal."""
