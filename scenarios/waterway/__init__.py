"""The lock cascade alone: simulated through given months or under a plan, fitted and compared."""
