"""Books that admins send: a job downloads each and queues it for reading, and one message shows how far it is."""
