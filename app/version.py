"""The version of this program, as backups and packages name it."""

VERSION = "0.5.0"
