"""The assistant: Rasa and what belongs to it. Nothing is imported here, since rasa takes seconds."""
