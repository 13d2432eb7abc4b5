"""The warme overdracht: verslag, consent, queue, terms, and the way out to other systems."""
