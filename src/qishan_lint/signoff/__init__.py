"""Sign-off: an approval binds a person to exactly what was checked, and a verifier can prove it without a server."""
