"""Inland voyages: what a leg by water means for a vessel, in hours, draught and energy."""
