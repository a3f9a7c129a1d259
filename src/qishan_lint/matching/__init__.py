"""What the kinds that look at text share: checked patterns, running text, classes of columns."""
