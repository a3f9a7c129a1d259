"""The words for places inside an office file, as a person finds them there."""

PARAGRAPH = "第{}段"
PAGE = "第{}页"
SLIDE = "第{}张幻灯片"
TABLE = "表{}"
CELL = "{}!{}"
IN_PLACE = "{}（{}）"
NESTED = "{} › {}"

DELETED = "修订：已删除"
COMMENT = "批注"
VANISHED = "隐藏文字"
WHITE = "白色文字"
TINY = "极小文字"
FIELD = "域代码"
FALLBACK = "备用内容"
HEADER = "页眉"
FOOTER = "页脚"
FOOTNOTE = "脚注"
ENDNOTE = "尾注"
TEXT_BOX = "文本框"
PROPERTIES = "文档属性"
CUSTOM_XML = "自定义XML"
LINK = "链接地址"
XML_COMMENT = "XML注释"
EMBEDDED = "嵌入对象 {}"
ATTACHED = "附件 {}"
ALTERNATIVE = "替代文字"
CHART = "图表数据"
BUILDING_BLOCK = "构建基块"
SETTINGS = "文档设置"
DIAGRAM = "智能图形"
OTHER_PART = "内部部件 {}"
BINARY = "二进制部件 {}"
MEMBER_NAME = "压缩包内文件名"
ARCHIVE_COMMENT = "压缩包注释"

CONCEALED = {"vanish": VANISHED, "white": WHITE, "tiny": TINY}
"""Labels for the ways in which formatting keeps text from the eye."""

STORIES = {"hdr": HEADER, "ftr": FOOTER, "footnotes": FOOTNOTE, "endnotes": ENDNOTE, "comments": COMMENT}
"""Root elements of the parts of a Word file that hold paragraphs beside the body."""

BY_FOLDER = (
    ("docProps/", PROPERTIES),
    ("customXml/", CUSTOM_XML),
    ("word/charts/", CHART),
    ("xl/charts/", CHART),
    ("ppt/charts/", CHART),
    ("word/diagrams/", DIAGRAM),
    ("xl/diagrams/", DIAGRAM),
    ("ppt/diagrams/", DIAGRAM),
    ("word/glossary/", BUILDING_BLOCK),
    ("word/settings", SETTINGS),
    ("xl/comments", COMMENT),
    ("xl/threadedComments", COMMENT),
    ("xl/pivotCache/", "数据透视表缓存"),
    ("xl/externalLinks/", "外部链接缓存"),
    ("xl/drawings/", TEXT_BOX),
    ("xl/workbook", "工作簿设置"),
    ("ppt/notesSlides/", "备注"),
    ("ppt/comments/", COMMENT),
)
"""What the members of an OOXML package that have no reading of their own are called, by the start of their names."""


def member_label(name: str) -> str:
    """The label for what stands in the member called ``name``."""
    return next((label for start, label in BY_FOLDER if name.startswith(start)), OTHER_PART.format(name))


def column_name(index: int) -> str:
    """The letters of a column, counted from 0."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def cell_name(row: int, column: int) -> str:
    """The name of a cell in a sheet, both counted from 0: ``B7``."""
    return f"{column_name(column)}{row + 1}"


HIDDEN_SHEET = "隐藏工作表"
HIDDEN_ROW = "隐藏行"
HIDDEN_COLUMN = "隐藏列"
NO_DISPLAY = "不显示格式"
FORMULA = "公式"
SHEET_SETTINGS = "{} 页面设置与有效性"
