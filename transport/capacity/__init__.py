"""What limits cargo: rail sections, terminals and locks, and choice under their limits."""
