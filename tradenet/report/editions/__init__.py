"""Other editions of a report: short, printed, and several side by side."""
