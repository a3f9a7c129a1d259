"""The one hardened way into office files: zip members and XML parts, with every cap counted while reading."""
