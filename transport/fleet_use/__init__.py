"""The stock of fleets in a year's run: the work it carries, its cohorts and its exhaust."""
