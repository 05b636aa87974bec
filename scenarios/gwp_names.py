"""Names of the GWP sets that a result can be given under; light, for the options of commands."""

GWP_SETS = ("AR6-100", "AR6-20", "AR5-100", "AR5-20")
"""Assessment report and horizon in years; the first is the default."""

DEFAULT_GWP = GWP_SETS[0]
"""Name of the set used where none is named."""

SHORT_GWP = GWP_SETS[1]
"""Name of the set over 20 years that the calculator always tells."""
