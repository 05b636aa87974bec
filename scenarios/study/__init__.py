"""Studies: plans, years and replications run on processes, and the folder of their results."""
