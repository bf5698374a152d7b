"""Tests about the repository itself: its shape, its rules, its documents."""
