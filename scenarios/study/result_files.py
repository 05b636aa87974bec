"""Names of the detailed files in a result folder; footprints are exported from all but cohorts."""

ELEMENTS = "chain_elements.parquet"
CATEGORIES = "operation_categories.parquet"
CARRIERS = "carrier_factors.parquet"
PLACES = "element_places.parquet"
COHORTS = "cohorts.parquet"
