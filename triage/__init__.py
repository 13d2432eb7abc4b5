"""From a resident's words to a Beoordeling: pure, without database, Rasa or web."""
