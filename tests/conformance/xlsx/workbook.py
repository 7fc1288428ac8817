"""Reads, edits and recalculates workbooks: the standard library and LibreOffice."""

import re
import shutil
import subprocess
import zipfile
from pathlib import Path
from xml.etree import ElementTree

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
RELATED = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"

# LibreOffice takes over stored results unless it is told to calculate whatever it opens.
ALWAYS_RECALCULATE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse">
<value>0</value></prop></item>
</oor:items>
"""


class Workbook:
    """The values of a workbook: `sheets[name][cell]`, and `names`, the cells of defined names."""

    def __init__(self, path):
        with zipfile.ZipFile(path) as archive:
            self.parts = {name: archive.read(name) for name in archive.namelist()}
        book = ElementTree.fromstring(self.parts["xl/workbook.xml"])
        links = ElementTree.fromstring(self.parts["xl/_rels/workbook.xml.rels"])
        targets = {link.get("Id"): link.get("Target") for link in links}
        self.paths = {sheet.get("name"): "xl/" + targets[sheet.get(RELATED)].removeprefix("/xl/")
                      for sheet in book.find(MAIN + "sheets")}
        self.names = {it.get("name"): it.text for it in book.iter(MAIN + "definedName")}
        strings = self.parts.get("xl/sharedStrings.xml")
        self.strings = [] if strings is None else [
            "".join(part.text or "" for part in item.iter(MAIN + "t"))
            for item in ElementTree.fromstring(strings).iter(MAIN + "si")]
        self.sheets = {name: self._cells(self.parts[path]) for name, path in self.paths.items()}

    def _cells(self, text):
        return {cell.get("r"): self._value(cell) for cell in ElementTree.fromstring(text).iter(MAIN + "c")}

    def _value(self, cell):
        value = cell.find(MAIN + "v")
        if value is None or value.text is None:
            return "".join(part.text or "" for part in cell.iter(MAIN + "t")) or None
        match cell.get("t"):
            case "s":
                return self.strings[int(value.text)]
            case "str" | "e":
                return value.text
        return float(value.text)

    def named(self, name):
        """The sheet and the cell of a name."""
        sheet, cell = self.names[name].replace("$", "").rsplit("!", 1)
        return sheet.strip("'"), cell

    def below(self, sheet, headings):
        """The cells in columns that have one of these headings."""
        cells = self.sheets[sheet]
        columns = {cell.rstrip("0123456789") for cell, value in cells.items() if value in headings}
        return {cell for cell in cells if cell.rstrip("0123456789") in columns}

    def column(self, sheet, column):
        """The values of a column, by row."""
        found = ((re.fullmatch(r"([A-Z]+)(\d+)", cell), value) for cell, value in self.sheets[sheet].items())
        return {int(match[2]): value for match, value in found if match[1] == column and value is not None}


def edited(source, target, changes):
    """Writes a copy with other values in named cells, as a person would type them."""
    book = Workbook(source)
    for name, value in changes.items():
        sheet, cell = book.named(name)
        path = book.paths[sheet]
        text = book.parts[path].decode()
        pattern = re.compile(rf'<c r="{cell}"( s="\d+")?(?: t="\w+")?>.*?</c>')
        assert len(pattern.findall(text)) == 1, f"{name} at {sheet}!{cell}"
        typed = f"<v>{value}</v>" if not isinstance(value, str) else f"<is><t>{value}</t></is>"
        kind = ' t="inlineStr"' if isinstance(value, str) else ""
        book.parts[path] = pattern.sub(lambda match: f'<c r="{cell}"{match[1] or ""}{kind}>{typed}</c>', text).encode()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in book.parts.items():
            archive.writestr(name, part)


def recalculated(paths, folder):
    """The workbooks as LibreOffice calculates them anew, by the name of their file."""
    profile = folder / "profile"
    (profile / "user").mkdir(parents=True, exist_ok=True)
    (profile / "user" / "registrymodifications.xcu").write_text(ALWAYS_RECALCULATE)
    out = folder / "recalculated"
    shutil.rmtree(out, ignore_errors=True)
    command = ["soffice", "--headless", f"-env:UserInstallation={profile.resolve().as_uri()}",
               "--convert-to", "xlsx", "--outdir", str(out)]
    done = subprocess.run([*command, *map(str, paths)], capture_output=True, text=True, timeout=600)
    missing = [path for path in map(Path, paths) if not (out / path.name).exists()]
    assert not missing, f"LibreOffice did not write {missing}: {done.stdout}{done.stderr}"
    return {path.stem: Workbook(out / path.name) for path in map(Path, paths)}
