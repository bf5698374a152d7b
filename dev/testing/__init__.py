"""The test runner: one module per runner, one summary."""
