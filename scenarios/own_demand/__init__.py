"""A user's own demand in the place of the shipped one: template, reading and checks by row."""
