import Roster
import Tables

/// One page that needs no other file: the question, the chart, the rows, and their provenance.
struct HTMLRenderer: ReportRenderer {
  private let report: ReportDefinition
  private let times: Times
  private let write: (String) throws -> Void
  private var chart: ChartData?
  // The chart is above the rows, and is known after them.
  private var body = BufferedRows()
  private var showsTimes = false

  init(
    _ report: ReportDefinition,
    times: Times,
    write: @escaping (String) throws -> Void
  ) {
    self.report = report
    self.times = times
    self.write = write
    chart = report.chart.map { ChartData($0, columns: report.columns) }
  }

  mutating func add(_ row: [Datum]) throws {
    chart?.add(row, times)
    let cells = zip(report.columns, row).map { column, datum -> String in
      if case .time = datum { showsTimes = true }
      return "<td\(column.kind.htmlClass)>\(HTML.cell(datum, times))</td>"
    }
    try body.append("<tr>\(cells.joined())</tr>\n")
  }

  mutating func finish(_ provenance: Provenance) throws {
    try write(
      """
      <!DOCTYPE html>
      <html lang="zh-Hans">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <title>\(HTML.escaped(report.title))</title>
      <style>
      \(HTML.style)
      \(isWide ? HTML.wide : "")</style>
      </head>
      <body>
      <header>
      <h1>\(HTML.escaped(report.title))</h1>
      <p>\(HTML.escaped(report.question))</p>
      </header>

      """
    )
    if let picture = chart?.picture { try write("<figure>\n\(picture)</figure>\n") }
    try writeTable(provenance)
    try writeProvenance(provenance)
    try write("</body>\n</html>\n")
  }

  private var isWide: Bool { report.columns.count > 8 }

  private func writeTable(_ provenance: Provenance) throws {
    if body.isEmpty { return try write("<p class=\"none\">\(provenance.emptyNote)</p>\n") }
    let heads = report.columns.map { column in
      "<th\(column.kind.htmlClass)>\(HTML.escaped(column.title))</th>"
    }
    try write("<div class=\"rows\"><table>\n<thead><tr>\(heads.joined())</tr></thead>\n<tbody>\n")
    for row in body.texts { try write(row) }
    try write("</tbody>\n</table></div>\n")
    if showsTimes {
      try write("<p class=\"zone\">Times in \(HTML.escaped(times.zone)).</p>\n")
    }
  }

  private func writeProvenance(_ provenance: Provenance) throws {
    try write("<footer>\n<h2>What this was made from</h2>\n<dl>\n")
    for (name, text) in provenance.lines(times) {
      try write("<dt>\(HTML.escaped(name))</dt><dd>\(HTML.escaped(text))</dd>\n")
    }
    try write(
      "</dl>\n<details>\n<summary>The query</summary>\n<pre>\(HTML.escaped(report.sql))</pre>\n"
        + "</details>\n</footer>\n"
    )
  }
}

/// Texts of a page.
enum HTML {
  /// The text with HTML's special characters escaped.
  static func escaped(_ text: String) -> String {
    var result = ""
    for scalar in Printable.lines(text).unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "'": result += "&#39;"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  /// The text of a cell.
  static func cell(_ datum: Datum, _ times: Times) -> String {
    switch datum {
    case .absent: "<span class=\"nil\">–</span>"
    case .text(let text) where text.isEmpty: "<span class=\"nil\">\"\"</span>"
    case .text(let text): escaped(text.text)
    default: escaped(datum.shown(times))
    }
  }

  /// The style of a page, on a screen and on paper.
  static let style = """
    :root { --ink: #1b1f24; --soft: #59636e; --line: #d1d9e0; --band: #f6f8fa; }
    * { box-sizing: border-box; }
    body { margin: 2rem auto; padding: 0 1.5rem; max-width: 72rem; color: var(--ink);
      background: #fff; font: 14px/1.55 "Noto Sans CJK SC", "Source Han Sans SC", "PingFang SC",
      "Microsoft YaHei", "WenQuanYi Micro Hei", "Helvetica Neue", Arial, sans-serif; }
    h1 { font-size: 1.5rem; line-height: 1.3; margin: 0 0 .3rem; }
    h2 { font-size: 1rem; margin: 0 0 .5rem; }
    header p { margin: 0 0 1.5rem; color: var(--soft); max-width: 48rem; }
    figure { margin: 0 0 1.5rem; }
    svg { display: block; width: 100%; height: auto; font-family: inherit; }
    table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
    th, td { padding: .35rem .6rem; text-align: left; vertical-align: top;
      border-bottom: 1px solid var(--line); white-space: pre-wrap; }
    td { max-width: 26rem; overflow-wrap: break-word; }
    th { border-bottom: 2px solid var(--ink); white-space: normal; vertical-align: bottom; }
    tbody tr:nth-child(even) { background: var(--band); }
    .rows { overflow-x: auto; }
    .n { text-align: right; }
    td.n, td.t { white-space: nowrap; }
    .nil { color: var(--soft); }
    .none, .zone { color: var(--soft); }
    footer { margin-top: 2rem; padding-top: 1rem; border-top: 2px solid var(--ink);
      font-size: 12px; }
    dl { display: grid; grid-template-columns: max-content 1fr; gap: .15rem 1rem; margin: 0; }
    dt { color: var(--soft); }
    dd { margin: 0; overflow-wrap: anywhere; }
    details { margin-top: 1rem; }
    pre { white-space: pre-wrap; overflow-wrap: anywhere; background: var(--band);
      padding: .75rem; font-size: 11px; }
    @page { margin: 15mm 12mm; }
    @media print {
      body { margin: 0; padding: 0; max-width: none; font-size: 9.5pt; }
      thead { display: table-header-group; }
      tr, figure, footer dl { break-inside: avoid; }
      tbody tr:nth-child(even) { background: none; }
      h1, h2 { break-after: avoid; }
      .rows { overflow: visible; }
      td { overflow-wrap: anywhere; }
    }
    """

  /// Additional style for a table with many columns.
  static let wide = """
    body { max-width: none; }
    th, td { min-width: 5em; }
    .n { min-width: 0; }
    @page { size: A4 landscape; }
    @media print {
      body { font-size: 7.5pt; }
      th, td { padding: .25rem .3rem; min-width: 0; }
      td.t { white-space: normal; overflow-wrap: normal; }
    }

    """
}

extension ReportColumn.Kind {
  /// The alignment of its cells.
  fileprivate var htmlClass: String {
    switch self {
    case .integer, .decimal: " class=\"n\""
    case .time, .date: " class=\"t\""
    case .text, .flag: ""
    }
  }
}
