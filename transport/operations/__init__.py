"""Discrete-event operations: what queues, and the records of it.

All random numbers are drawn before a simulation; the simulation draws none.
"""
