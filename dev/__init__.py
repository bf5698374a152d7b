"""The launcher's parts: standard library only, one concern per module."""
