"""Open code lists: one TOML file per list, read by `app.fields.codes`."""
