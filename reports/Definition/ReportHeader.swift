/// The header of a report: the comment with which its file begins, read strictly.
///
///     -- title: Joiners and leavers
///     -- question: Who joined and who left in a period, and when was it observed?
///     -- parameter: from date = today-30; the first day
///     -- column: user text; userid
///     -- chart: bar; x month; y people; series kind
///
/// Any other line is an error, so that a misspelt one is not ignored.
struct ReportHeader {
  private(set) var title = ""
  private(set) var question = ""
  private(set) var parameters: [ReportParameter] = []
  private(set) var columns: [ReportColumn] = []
  private(set) var chart: ReportChart?
  private let file: String
  private var line = 0
  private var chartLine = 0

  init(name: String, sql: String) throws(ReportError) {
    file = name
    for text in sql.split(separator: "\n", omittingEmptySubsequences: false) {
      guard text.hasPrefix("--") else { break }
      line += 1
      try read(String(text.dropFirst(2)).trimmed)
    }
    line = max(line, 1)
    if title.isEmpty { throw wrong("it states no title (`-- title: …`)") }
    if question.isEmpty { throw wrong("it states no question (`-- question: …`)") }
    if columns.isEmpty { throw wrong("it states no columns (`-- column: NAME TYPE; TITLE`)") }
    try checkChart()
  }

  private func wrong(_ problem: String) -> ReportError {
    .headerWrong(report: file, line: line, problem: problem)
  }

  private mutating func read(_ text: String) throws(ReportError) {
    guard let colon = text.firstIndex(of: ":") else {
      throw wrong("a line must be `-- KEY: …`, and the header must end with a line that is none")
    }
    let rest = String(text[text.index(after: colon)...]).trimmed
    if rest.isEmpty { throw wrong("nothing is after the colon") }
    switch text[..<colon] {
    case "title":
      if !title.isEmpty { throw wrong("the title is there twice") }
      title = rest
    case "question": question += (question.isEmpty ? "" : " ") + rest
    case "parameter": try addParameter(rest)
    case "column": try addColumn(rest)
    case "chart": try setChart(rest)
    case let key:
      throw wrong("`\(key)` is none of title, question, parameter, column and chart")
    }
  }

  /// `NAME TYPE; REST`, or `NAME TYPE = DEFAULT; REST`.
  private func parts(_ text: String) throws(ReportError) -> (words: [String], rest: String) {
    guard let mark = text.firstIndex(of: ";") else {
      throw wrong("a `;` is missing between the type and the description")
    }
    let words = text[..<mark].split(separator: " ").map(String.init)
    let rest = String(text[text.index(after: mark)...]).trimmed
    guard words.count >= 2, !rest.isEmpty else {
      throw wrong("it must be `NAME TYPE; …`, with something after the `;`")
    }
    guard Self.isName(words[0]) else {
      throw wrong("`\(words[0])` is no name: lower-case letters, digits and `_` make one")
    }
    return (words, rest)
  }

  private static func isName(_ text: String) -> Bool {
    text.wholeMatch(of: /[a-z][a-z0-9_]*/) != nil
  }

  private mutating func addParameter(_ text: String) throws(ReportError) {
    let (words, note) = try parts(text)
    guard let kind = ReportParameter.Kind(rawValue: words[1]) else {
      throw wrong(
        "`\(words[1])` is no type of a parameter: \(Self.list(ReportParameter.Kind.self))"
      )
    }
    var standard = ReportParameter.Default.required
    if words.count > 2 {
      guard words[2] == "=", words.count > 3 else {
        throw wrong("a default must be `NAME TYPE = DEFAULT; …`")
      }
      let value = words[3...].joined(separator: " ")
      standard = value == "none" ? .none : .text(value)
    }
    if parameters.contains(where: { $0.name == words[0] }) {
      throw wrong("the parameter \(words[0]) is there twice")
    }
    parameters.append(
      ReportParameter(name: words[0], kind: kind, standard: standard, note: note)
    )
  }

  private mutating func addColumn(_ text: String) throws(ReportError) {
    let (words, title) = try parts(text)
    guard words.count == 2, let kind = ReportColumn.Kind(rawValue: words[1]) else {
      let written = words.dropFirst().joined(separator: " ")
      throw wrong("`\(written)` is no type of a column: \(Self.list(ReportColumn.Kind.self))")
    }
    if columns.contains(where: { $0.name == words[0] }) {
      throw wrong("the column \(words[0]) is there twice")
    }
    columns.append(ReportColumn(name: words[0], kind: kind, title: title))
  }

  private static func list<Kind: CaseIterable & RawRepresentable<String>>(_: Kind.Type) -> String {
    Kind.allCases.map(\.rawValue).joined(separator: ", ")
  }

  private mutating func setChart(_ text: String) throws(ReportError) {
    if chart != nil { throw wrong("the chart is there twice") }
    let pieces = text.split(separator: ";").map { String($0).trimmed }
    guard let kind = pieces.first.flatMap(ReportChart.Kind.init(rawValue:)) else {
      throw wrong("a chart is `bar` or `line`")
    }
    var named: [String: String] = [:]
    for piece in pieces.dropFirst() {
      let words = piece.split(separator: " ").map(String.init)
      guard words.count == 2, ["x", "y", "series"].contains(words[0]), named[words[0]] == nil else {
        throw wrong("a chart is `bar; x COLUMN; y COLUMN; series COLUMN`")
      }
      named[words[0]] = words[1]
    }
    guard let x = named["x"], let y = named["y"] else {
      throw wrong("a chart needs `x COLUMN` and `y COLUMN`")
    }
    chart = ReportChart(kind: kind, x: x, y: y, series: named["series"])
    chartLine = line
  }

  private mutating func checkChart() throws(ReportError) {
    guard let chart else { return }
    line = chartLine
    for name in [chart.x, chart.y] + [chart.series].compactMap({ $0 })
    where !columns.contains(where: { $0.name == name }) {
      throw wrong("the chart names \(name), which is no column")
    }
    let numbers: Set<ReportColumn.Kind> = [.integer, .decimal]
    guard columns.contains(where: { $0.name == chart.y && numbers.contains($0.kind) }) else {
      throw wrong("the chart's y, \(chart.y), is no number")
    }
  }
}

extension String {
  /// Without spaces at its ends.
  fileprivate var trimmed: String {
    let isSpace = { (character: Character) in character == " " || character == "\r" }
    return String(drop(while: isSpace).reversed().drop(while: isSpace).reversed())
  }
}
