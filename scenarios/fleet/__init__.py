"""Turnover of fleets under a plan: inputs, answer, pictures and folder."""
