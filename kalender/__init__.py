"""Dates and hours as Dutch people write them: pure, without I/O."""
