"""The energy calculator: requests and their faults, answers, tables of legs and pictures."""
