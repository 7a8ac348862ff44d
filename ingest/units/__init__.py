"""A document and its caption -> the book's units. Pure."""
