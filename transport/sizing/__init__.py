"""Sizing studies: how many chargers, pumps or batteries a station needs."""
