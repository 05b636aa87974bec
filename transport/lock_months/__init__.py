"""A lock through given months: who came, who was locked through, and how long they waited."""
