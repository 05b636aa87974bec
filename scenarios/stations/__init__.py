"""Energy stations of road and river: files, faults, answers and pages."""
