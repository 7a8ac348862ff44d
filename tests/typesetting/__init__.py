"""Sets the sample book, and the courses of the bench, in type: a tool for who changes their text."""
