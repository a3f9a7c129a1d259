"""Pictures: pure functions from bytes and arrays to frozen values; no rule, no threshold, no message lives here."""
