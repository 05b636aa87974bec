"""What happens when freight meets networks and fleets."""
