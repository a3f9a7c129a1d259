"""What the readers of Markdown, HTML and plain text share: from decoded bytes to blocks that lead back to their source."""
