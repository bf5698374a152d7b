"""Development support; see the manifest."""

from .hooks import post_init_hook
