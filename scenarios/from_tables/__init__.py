"""From checked tables to the parts of the model: fleets, factors, locks, hauls and stations."""
