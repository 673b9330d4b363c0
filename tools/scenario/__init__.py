"""Scenario files: what the world does to the pile, and what the pile must do in return."""
