"""The network as users see it: paths, summaries, open formats and OpenStreetMap."""
