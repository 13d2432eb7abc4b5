"""The web: pages, APIs and sockets. The one room that knows HTTP."""
