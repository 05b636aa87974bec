"""How long a run takes on this machine, and how fast the lock model is beside other programs."""
