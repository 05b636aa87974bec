"""Mode choice: nested logit over services, its calibration, its sensitivity and what moved."""
