
(function () {
  "use strict";
  var language = document.documentElement.lang;
  var order = new Intl.Collator(language, { numeric: true });

  function key(row, column) {
    var cell = row.cells[column];
    var number = cell.querySelector("data");
    if (number) { return Number(number.value); }
    var text = cell.textContent.trim();
    return text === "–" || text === "" ? null : text;
  }

  function compare(a, b) {
    if (typeof a === "number" && typeof b === "number") { return a - b; }
    return order.compare(String(a), String(b));
  }

  function sort(table, column, direction, original) {
    var body = table.tBodies[0];
    var rows = original.slice();
    if (direction !== "none") {
      var sign = direction === "ascending" ? 1 : -1;
      rows = rows.map(function (row, place) { return { row: row, place: place, key: key(row, column) }; });
      rows.sort(function (a, b) {
        if (a.key === null || b.key === null) {
          return (a.key === null) - (b.key === null) || a.place - b.place;
        }
        return sign * compare(a.key, b.key) || a.place - b.place;
      });
      rows = rows.map(function (one) { return one.row; });
    }
    rows.forEach(function (row) { body.appendChild(row); });
  }

  document.querySelectorAll("table.sortable").forEach(function (table) {
    var original = Array.prototype.slice.call(table.tBodies[0].rows);
    if (original.length < 2) { return; }
    var heads = Array.prototype.slice.call(table.tHead.rows[0].cells);
    heads.forEach(function (head, column) {
      var button = document.createElement("button");
      button.type = "button";
      while (head.firstChild) { button.appendChild(head.firstChild); }
      head.appendChild(button);
      button.addEventListener("click", function () {
        var next = { ascending: "descending", descending: "none" }[head.getAttribute("aria-sort")] || "ascending";
        heads.forEach(function (other) { other.removeAttribute("aria-sort"); });
        if (next !== "none") { head.setAttribute("aria-sort", next); }
        sort(table, column, next, original);
      });
    });
  });
  document.querySelectorAll(".only-script").forEach(function (one) { one.hidden = false; });
}());
