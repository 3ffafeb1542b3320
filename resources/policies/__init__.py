"""Standards of recognition and of aid: one TOML file each, named one by one in `app.policy`."""
