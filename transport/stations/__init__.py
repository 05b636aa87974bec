"""Energy stations: where they are, which trips they make possible, what they cost."""
