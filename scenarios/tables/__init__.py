"""The checked tables of a run: read, checked in form and held against each other."""
