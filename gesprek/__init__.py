"""Conversations: who said what in which order, and in whose hands the gesprek is."""
