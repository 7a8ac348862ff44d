"""What is for whoever runs the bot: alarms, metrics, the deletion of old rows, the end of a process that hangs."""
