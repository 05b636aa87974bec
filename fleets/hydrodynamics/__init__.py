"""What a hull takes at a speed, depth and draught, as formulas on numbers and arrays."""
