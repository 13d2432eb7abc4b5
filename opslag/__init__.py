"""Storage: the engine, the session and the migrations. Knows no other room."""
