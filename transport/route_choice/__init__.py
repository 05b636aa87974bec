"""Route choice with congestion on any directed network, from tables of links and demand."""
