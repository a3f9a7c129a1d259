"""Files that ``qishan-lint init`` writes."""
