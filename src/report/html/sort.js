
"use strict";
// Tables sort by their headings. Without this script they are read as they are: cells hold all that is needed.
(() => {
  const number = (text) => {
    const digits = text.replace(/[^0-9.\-−]/g, "").replace("−", "-");
    return digits === "" || digits === "-" ? NaN : Number.parseFloat(digits);
  };
  const value = (row, column, isNumber) => {
    const cell = row.cells[column];
    if (!cell) return isNumber ? NaN : "";
    return isNumber ? number(cell.dataset.usd ?? cell.textContent) : cell.textContent;
  };
  const before = (one, other, isNumber, sign) => {
    if (!isNumber) return sign * one.localeCompare(other, "en", { numeric: true });
    if (Number.isNaN(one) || Number.isNaN(other)) return Number.isNaN(one) - Number.isNaN(other);
    return sign * (one - other);
  };
  const sort = (table, column) => {
    const headings = [...table.tHead.rows[0].cells];
    const heading = headings[column];
    const isNumber = heading.classList.contains("n");
    const isDown = heading.getAttribute("aria-sort") === "ascending";
    headings.forEach((it) => it.removeAttribute("aria-sort"));
    heading.setAttribute("aria-sort", isDown ? "descending" : "ascending");
    const sign = isDown ? -1 : 1;
    const rows = [...table.tBodies[0].rows].map((row) => [value(row, column, isNumber), row]);
    rows.sort((one, other) => before(one[0], other[0], isNumber, sign));
    table.tBodies[0].append(...rows.map(([, row]) => row));
  };
  for (const table of document.querySelectorAll("table")) {
    if (table.tBodies[0].rows.length < 2) continue;
    [...table.tHead.rows[0].cells].forEach((heading, column) => {
      if (heading.textContent === "") return;
      const button = document.createElement("button");
      button.type = "button";
      button.append(...heading.childNodes);
      button.addEventListener("click", () => sort(table, column));
      heading.append(button);
    });
  }
})();
