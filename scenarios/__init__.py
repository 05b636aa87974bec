"""Questions and answers: plans, tables, studies, comparisons, reports and the command line."""
