"""What the caseworker sees: PySide6 screens over the services of app."""
