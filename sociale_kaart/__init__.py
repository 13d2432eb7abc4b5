"""The sociale kaart: what there is for residents, kept true by redacteuren and found by everyday words."""
