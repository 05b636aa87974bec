"""Schematic maps of the corridor, drawn from the tables alone: no tiles and no boundaries."""
