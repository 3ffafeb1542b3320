"""County and city codes of GB/T 2260, read by `db.values`; see the head of `counties.tsv`."""
