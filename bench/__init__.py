"""Measurements of the whole product, each beside its baseline in the same run. Never part of the tests."""
