"""Route choice studies of the user's own networks: files in, answers out."""
