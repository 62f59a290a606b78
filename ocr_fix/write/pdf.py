"""Searchable PDFs: the pages of a source as they are, with invisible text in reading order.

A PDF keeps its pages; invisible text that a scanned page had is taken out and ours put in. Pictures
become pages through img2pdf, which keeps their bytes as they are wherever PDF knows their compression.
Pages whose text is visible stay untouched: a second layer would be found twice.

Known limits: pictures with transparency or 16 bits are flattened first, since PDF or img2pdf refuse them.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, Stream, String

from ocr_fix import __version__
from ocr_fix.errors import InputError, shown
from ocr_fix.model import Kind, Page
from ocr_fix.write.flat import Flow, page_size
from ocr_fix.write.textlayer import (
    ACROSS,
    DOWN,
    VISIBLE_TEXT,
    Fonts,
    Sheet,
    TextLayer,
    draw_text_layer,
    tag_of,
)

LANGUAGES = {
    "chi_sim": "zh-Hans", "chi_tra": "zh-Hant", "eng": "en", "deu": "de", "fra": "fr", "jpn": "ja",
    "spa": "es", "ita": "it",
}  # fmt: skip
"""What PDF calls the languages that Tesseract's codes name; others are left unsaid."""
_IDENTITY = b"""/CIDInit /ProcSet findresource begin 12 dict begin begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
/CMapName /OcrFixUnicode def /CMapType 2 def
1 begincodespacerange <0000> <FFFF> endcodespacerange
1 beginbfrange <0000> <FFFF> <0000> endbfrange
endcmap CMapName currentdict /CMap defineresource pop end end"""
NO_CAPTION = "picture"


class SearchablePdf:
    """A PDF in the making: pages are added in any order, those left out have no text of ours.

    Raises:
        InputError: the source is no PDF and no picture.
    """

    def __init__(self, source: Path, password: str | None = None, pages: Sequence[int] = ()) -> None:
        """`pages` are the places of the source's pages, from 0, among its pictures, if they are not all."""
        self._pdf = _open(source, password)
        self._places = tuple(pages)
        self._fonts: Dictionary | None = None
        self._articles: list[pikepdf.Object] = []
        self._parents: list[pikepdf.Object] = []
        self._paper = ("", "")
        self._language = ""

    def add(self, page: Page) -> None:
        """Puts the text of a page under its picture."""
        self._paper = (page.paper.title or self._paper[0], page.paper.date or self._paper[1])
        self._language = self._language or LANGUAGES.get(page.language.split("+")[0], "")
        place = self._places[page.number - 1] if self._places else page.number - 1
        if page.engine == VISIBLE_TEXT or place >= len(self._pdf.pages) or not list(page.regions):
            return
        sheet = self._pdf.pages[place]
        _drop_hidden_text(self._pdf, sheet)
        layer = draw_text_layer(page, _sheet(sheet))
        self._add_fonts(sheet)
        # What was on the page stands apart from the tagged text, unless it has tags of its own.
        before, after = (b"q\n", b"\nQ\n") if self._is_tagged else (b"/Artifact BMC q\n", b"\nQ EMC\n")
        sheet.contents_add(self._pdf.make_stream(before), prepend=True)
        sheet.contents_add(self._pdf.make_stream(after + layer.content))
        self._add_structure(sheet, layer)

    def finish(self) -> bytes:
        """The whole file."""
        self._finish_structure()
        with self._pdf.open_metadata(set_pikepdf_as_editor=False) as metadata:
            metadata["pdf:Producer"] = f"ocr_fix {__version__}"
            title, date = self._paper
            if title:
                metadata["dc:title"] = ", ".join(part for part in (title, date) if part)
        if title:
            shown_as = _copied(self._pdf.Root.get("/ViewerPreferences", Dictionary()))
            shown_as["/DisplayDocTitle"] = True
            self._pdf.Root.ViewerPreferences = shown_as
        if self._language and "/Lang" not in self._pdf.Root:
            self._pdf.Root.Lang = String(self._language)
        data = io.BytesIO()
        self._pdf.save(
            data,
            compress_streams=True,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
            deterministic_id=True,
        )
        self._pdf.close()
        return data.getvalue()

    @property
    def _is_tagged(self) -> bool:
        """Whether the source brought tags of its own."""
        return "/StructTreeRoot" in self._pdf.Root

    def _add_fonts(self, sheet: pikepdf.Page) -> None:
        if self._fonts is None:
            self._fonts = _fonts(self._pdf)
        # A page may inherit its resources, or share them with others, which ours must not change.
        resources = _copied(sheet.resources)
        resources["/Font"] = _copied(resources.get("/Font", Dictionary()))
        for name, font in self._fonts.items():
            resources["/Font"][name] = font
        sheet.obj["/Resources"] = resources

    def _add_structure(self, sheet: pikepdf.Page, layer: TextLayer) -> None:
        """The page's articles for the structure tree, and the page's way back to it."""
        if self._is_tagged:
            return
        number, elements = 0, []
        for flow in layer.flows:
            element = self._pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name.Art, K=Array()))
            for strip in flow.strips:
                kid = Dictionary(
                    Type=Name.StructElem, S=Name("/" + tag_of(strip)), P=element, Pg=sheet.obj, K=number
                )
                if strip.kind is Kind.PICTURE:
                    kid.Alt = String(_caption(flow))
                kid = self._pdf.make_indirect(kid)
                element.K.append(kid)
                elements.append(kid)
                number += 1
            _title(element, flow)
            self._articles.append(element)
        sheet.obj["/StructParents"] = len(self._parents)
        sheet.obj["/Tabs"] = Name.S
        self._parents.append(self._pdf.make_indirect(Array(elements)))

    def _finish_structure(self) -> None:
        if not self._articles:
            return
        root = self._pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot))
        document = self._pdf.make_indirect(
            Dictionary(Type=Name.StructElem, S=Name.Document, P=root, K=Array(self._articles))
        )
        for element in self._articles:
            element.P = document
        numbers = Array([part for entry in enumerate(self._parents) for part in entry])
        root.K = document
        root.ParentTree = self._pdf.make_indirect(Dictionary(Nums=numbers))
        root.ParentTreeNextKey = len(self._parents)
        self._pdf.Root.StructTreeRoot = root
        self._pdf.Root.MarkInfo = Dictionary(Marked=True)


def _caption(flow: Flow) -> str:
    """What stands for a picture where it is not seen: the captions of its article."""
    captions = (strip.lines for strip in flow.strips if strip.kind is Kind.CAPTION)
    return " ".join(line.line.text for lines in captions for line in lines) or NO_CAPTION


def text_only_pdf(page: Page) -> bytes:
    """A PDF of one blank page, as large as the page's picture at its resolution, with its invisible text.

    It is made for OCRmyPDF, which takes one stream of content and the one font called F1.
    """
    width, height = page_size(page)
    scale = 72 / (page.dpi or 300.0)
    pdf = Pdf.new()
    sheet = pdf.add_blank_page(page_size=(width * scale, height * scale))
    layer = draw_text_layer(page, Sheet(width * scale, 0, 0, height * scale, 0, 0), Fonts("F1", ""))
    sheet.obj["/Resources"] = Dictionary(Font=Dictionary({"/F1": _fonts(pdf)[f"/{ACROSS}"]}))
    sheet.obj["/Contents"] = pdf.make_stream(layer.content)
    data = io.BytesIO()
    pdf.save(data)
    return data.getvalue()


def _copied(entries: pikepdf.Object) -> Dictionary:
    """A dictionary of its own with the same entries."""
    return Dictionary({str(name): value for name, value in entries.items()})


def _title(element: pikepdf.Object, flow: Flow) -> None:
    if flow.title:
        element.T = String(flow.title)


def _open(source: Path, password: str | None) -> Pdf:
    """The source as a PDF, a picture being one page for each of its frames."""
    with source.open("rb") as file:
        is_pdf = b"%PDF-" in file.read(1024)
    try:
        if is_pdf:
            return pikepdf.open(source, password=password or "")
        pdf = pikepdf.open(io.BytesIO(picture_as_pdf(source)))
        if "/ID" in pdf.trailer:
            del pdf.trailer["/ID"]  # made by chance; a new one is made of what the file holds
        return pdf
    except pikepdf.PdfError as error:
        raise InputError(
            f"{shown(source)} cannot be made a searchable PDF ({error}); choose other formats."
        ) from error


def picture_as_pdf(source: Path) -> bytes:
    """A picture file as a PDF with its bytes as they are, or flattened where PDF cannot hold them.

    Raises:
        InputError: the file is no picture.
    """
    import img2pdf
    from PIL import Image

    # The source's time, not the clock's: two runs give the same bytes.
    made = datetime.fromtimestamp(int(source.stat().st_mtime), UTC)
    times = {"creationdate": made, "moddate": made}
    try:
        data = img2pdf.convert(str(source), rotation=img2pdf.Rotation.ifvalid, **times)
    except Exception:  # img2pdf refuses transparency, 16 bits and what it does not know, each in its own way
        with Image.open(source) as picture:
            flat = io.BytesIO()
            Image.alpha_composite(Image.new("RGBA", picture.size, "white"), picture.convert("RGBA")).convert(
                "RGB"
            ).save(flat, "PNG", dpi=picture.info.get("dpi", (300, 300)))
        data = img2pdf.convert(flat.getvalue(), **times)
    return bytes(data or b"")


def _sheet(page: pikepdf.Page) -> Sheet:
    """Where the visible page lies in its own points, turned as viewers turn it."""
    left, bottom, right, top = (float(side) for side in page.cropbox)
    turn = int(page.obj.get("/Rotate", 0)) % 360
    width, height = right - left, top - bottom
    return {
        0: Sheet(width, 0, 0, height, left, bottom),
        90: Sheet(0, height, -width, 0, right, bottom),
        180: Sheet(-width, 0, 0, -height, right, top),
        270: Sheet(0, -height, width, 0, left, top),
    }[turn]


def _drop_hidden_text(pdf: Pdf, page: pikepdf.Page) -> None:
    """Takes text that is not drawn out of a page's content."""
    if "/Contents" not in page.obj:
        return
    kept, mode, modes, dropped = [], 0, [0], False
    for instruction in pikepdf.parse_content_stream(page):
        operator = str(instruction.operator)
        if operator == "q":
            modes.append(mode)
        elif operator == "Q":
            mode = modes.pop() if len(modes) > 1 else 0
        elif operator == "Tr":
            mode = int(instruction.operands[0])
        if mode == 3 and operator in ("Tj", "TJ", "'", '"'):
            dropped = True
            continue
        kept.append(instruction)
    if dropped:
        page.obj["/Contents"] = pdf.make_stream(pikepdf.unparse_content_stream(kept))


def _fonts(pdf: Pdf) -> Dictionary:
    """The font that draws nothing, for level and for vertical lines."""
    program = Stream(pdf, files("ocr_fix.write").joinpath("glyphless.ttf").read_bytes())
    descriptor = pdf.make_indirect(
        Dictionary(
            Type=Name.FontDescriptor, FontName=Name.Glyphless, Flags=5, FontBBox=Array([0, -120, 500, 880]),
            ItalicAngle=0, Ascent=880, Descent=-120, CapHeight=700, StemV=80,
            FontFile2=pdf.make_indirect(program),
        )
    )  # fmt: skip
    to_glyph = pdf.make_indirect(Stream(pdf, bytes(2 * 65536)))
    unicode_map = pdf.make_indirect(Stream(pdf, _IDENTITY))
    descendant = Dictionary(
        Type=Name.Font, Subtype=Name.CIDFontType2, BaseFont=Name.Glyphless, DW=500, DW2=Array([880, -1000]),
        CIDSystemInfo=Dictionary(Registry=String("Adobe"), Ordering=String("Identity"), Supplement=0),
        CIDToGIDMap=to_glyph, FontDescriptor=descriptor,
    )  # fmt: skip
    descendants = Array([pdf.make_indirect(descendant)])
    fonts = Dictionary()
    for name, encoding in ((ACROSS, "/Identity-H"), (DOWN, "/Identity-V")):
        fonts[f"/{name}"] = pdf.make_indirect(
            Dictionary(
                Type=Name.Font, Subtype=Name.Type0, BaseFont=Name.Glyphless, Encoding=Name(encoding),
                DescendantFonts=descendants, ToUnicode=unicode_map,
            )
        )  # fmt: skip
    return fonts
