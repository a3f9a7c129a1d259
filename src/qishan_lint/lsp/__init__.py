"""The language server, ``qishan-lint lsp``: findings in the editor as one types (extra ``[lsp]``).

``server`` speaks the protocol, ``articles`` checks a document, ``positions`` counts as the editor does, ``actions`` repairs
and allows, ``pages`` explains, ``settingsfile`` helps with ``qishan-lint.yaml``. Only ``server`` and ``actions`` know the
protocol's types.
"""
