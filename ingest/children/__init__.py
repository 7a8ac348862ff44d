"""Work on what strangers have sent, in processes that may die and that can reach nothing."""
