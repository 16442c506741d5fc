"""Legal pages and the language switch."""
