"""Going out: which addresses may be connected to when somebody else chose them."""
