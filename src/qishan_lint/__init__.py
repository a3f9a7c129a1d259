"""qishan-lint: checks what Chinese government offices publish, before they publish it."""

__version__ = "0.1.0"
