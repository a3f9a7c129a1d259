"""What every reader of a text format promises: each character of a part stands where the part says."""

from __future__ import annotations

from qishan_lint.model import Part, Span
from qishan_lint.readers import Reading


def check(reading: Reading) -> None:
    """Assert the promises for all parts of ``reading``."""
    for part in reading.parts:
        check_segments(part)
        check_blocks(part)


def check_segments(part: Part) -> None:
    source, end = part.source, 0
    assert source is not None
    for segment in part.segments:
        assert segment.text_start >= end
        assert segment.length > 0
        end = segment.text_start + segment.length
        assert end <= len(part.text)
        assert 0 <= segment.source_start <= segment.source_start + segment.source_length <= len(source)
        if segment.length == segment.source_length:
            shown = part.text[segment.text_start : end]
            assert source[segment.source_start : segment.source_start + segment.length] == shown
    mapped = {offset for one in part.segments for offset in range(one.text_start, one.text_start + one.length)}
    invented = {char for offset, char in enumerate(part.text) if offset not in mapped}
    assert invented <= {"\n", " "}


def check_blocks(part: Part) -> None:
    end = -1
    for block in part.blocks:
        assert end < block.span.start < block.span.end <= len(part.text)
        assert part.block_at(block.span.start) is block
        end = block.span.end
    for zone in part.zones:
        assert 0 <= zone.span.start < zone.span.end <= len(part.text)
    for table in part.tables:
        for cell in table.cells:
            assert 0 <= cell.span.start <= cell.span.end <= len(part.text)


def source_of(part: Part, text: str) -> str:
    """What stands in the source where ``part`` shows ``text``."""
    start = part.text.index(text)
    place = part.source_span(Span(start, start + len(text)))
    assert place is not None
    assert part.source is not None
    return part.source[place.start : place.end]


def kinds(part: Part) -> list[tuple[str, str]]:
    """The blocks of ``part`` as (kind, text)."""
    return [(block.kind, part.text[block.span.start : block.span.end]) for block in part.blocks]
