"""Studies of size: plant, cost and the walk from one size to the next, for ports and stations."""
