"""What is left of questions when the processes that answer them are killed and paused."""
