"""Plan files: read, checked and turned into measures."""
