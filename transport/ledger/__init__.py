"""The ledger: activity, energy by carrier, emissions and cost of a year.

Annual amounts follow from the tonnes that choice assigns and from vessel-hours per voyage; hours
at locks come from the records of the simulation. Scaling a few simulated weeks would add
sampling noise to tonnes that are known exactly.
"""
