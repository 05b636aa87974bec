"""The shore-power study of a port: call lists, drawn calls, answer and page."""
