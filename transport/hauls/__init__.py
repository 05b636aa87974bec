"""Hauls by road, rail and sea: which vehicles, what they cost, what they burn."""
