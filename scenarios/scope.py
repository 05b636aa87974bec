"""What the shares and moves that are shown are shares of."""

SCOPE = "inter-prefecture flows of the demand table, not the province"
