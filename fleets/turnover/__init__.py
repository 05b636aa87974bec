"""Fleet turnover: survival, cohorts, cost of ownership, purchase, money."""
