"""The base year: calibrated, and held against what is published."""
