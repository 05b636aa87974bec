"""The report of a comparison: one self-contained page in Chinese and English."""

from __future__ import annotations

from scenarios.report.page import render_report

__all__ = ["render_report"]
