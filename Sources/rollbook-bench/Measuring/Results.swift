import Tables

/// The figures of a run, in the order in which they were first measured.
struct Results {
  private(set) var figures: [Figure] = []

  /// Adds a figure, measured after a number of days.
  mutating func put(
    _ name: String,
    _ unit: String,
    _ value: Double,
    day: Int,
    against baseline: Baseline? = nil
  ) {
    let index = figures.firstIndex { $0.name == name && $0.unit == unit } ?? figures.count
    if index == figures.count { figures.append(Figure(name: name, unit: unit)) }
    figures[index].values[day] = value
    if let baseline { figures[index].baseline = baseline }
  }

  /// The last figure with a name.
  func last(_ name: String) -> Double? {
    figures.first { $0.name == name }.flatMap { figure in
      figure.values.max { $0.key < $1.key }?.value
    }
  }

  /// The table, one column for each number of days.
  func table() -> String {
    let days = Set(figures.flatMap { $0.values.keys }).sorted()
    let headings =
      [TextTable.Heading("figure"), TextTable.Heading("unit")]
      + days.map { TextTable.Heading("day \($0)", .trailing) }
      + [TextTable.Heading("baseline", .trailing), TextTable.Heading("is")]
    let rows = figures.map { figure in
      [figure.name, figure.unit]
        + days.map { day in figure.values[day].map(Results.text) ?? "" }
        + [figure.baseline.map { Results.text($0.value) } ?? "", figure.baseline?.name ?? ""]
    }
    let table = TextTable(headings, sizedFor: rows)
    return ([table.head] + rows.map(table.line)).joined(separator: "\n")
  }

  /// A number with three significant digits, or all of an integer's.
  static func text(_ value: Double) -> String {
    guard value.isFinite else { return "-" }
    if value >= 100 {
      var digits = String(Int(value.rounded()))
      var groups: [String] = []
      while digits.count > 3 {
        groups.append(String(digits.suffix(3)))
        digits.removeLast(3)
      }
      return ([digits] + groups.reversed()).joined(separator: " ")
    }
    var scale = 1.0
    while value > 0, value * scale < 100, scale < 1e6 { scale *= 10 }
    let rounded = (value * scale).rounded() / scale
    return String(rounded)
  }
}

/// One line of the table: a figure, perhaps after several numbers of days, and its baseline.
struct Figure {
  let name: String
  let unit: String
  var values: [Int: Double] = [:]
  var baseline: Baseline?
}

/// The baseline of a figure: the same work done in the obvious way, in the same process.
struct Baseline {
  let name: String
  let value: Double
}
