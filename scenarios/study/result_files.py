"""Names of the files in a result folder from which footprints are exported."""

ELEMENTS = "chain_elements.parquet"
CATEGORIES = "operation_categories.parquet"
CARRIERS = "carrier_factors.parquet"
PLACES = "element_places.parquet"
