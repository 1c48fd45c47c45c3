import Tables

/// The figures of a run, in the order in which they were first measured.
struct Results {
  /// A column of the table: a company, after a number of days.
  struct Column: Hashable, Comparable {
    let people: Int
    let day: Int

    static func < (left: Column, right: Column) -> Bool {
      (left.people, left.day) < (right.people, right.day)
    }
  }

  /// The company whose figures are added.
  var people = 0
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
    figures[index].values[Column(people: people, day: day)] = value
    if let baseline { figures[index].baseline = baseline }
  }

  /// The last figure with a name.
  func last(_ name: String) -> Double? {
    figures.first { $0.name == name }.flatMap { figure in
      figure.values.max { $0.key < $1.key }?.value
    }
  }

  /// The table, one column for each company and number of days, and one for the factor of each growth:
  /// of the first company from the first to the last day, and of the last day from the first to the
  /// last company.
  func table() -> String {
    let columns = Set(figures.flatMap { $0.values.keys }).sorted()
    let growths = Self.growths(columns)
    let headings =
      [TextTable.Heading("figure"), TextTable.Heading("unit")]
      + columns.map {
        let day = "day \($0.day)"
        let isOneCompany = $0.people == columns.last?.people && $0.people == columns.first?.people
        return TextTable.Heading(
          isOneCompany ? day : "\(Self.text(Double($0.people))), \(day)",
          .trailing
        )
      }
      + growths.map { TextTable.Heading($0.name, .trailing) }
      + [TextTable.Heading("baseline", .trailing), TextTable.Heading("is")]
    let rows = figures.map { figure in
      [figure.name, figure.unit]
        + columns.map { figure.values[$0].map(Self.text) ?? "" }
        + growths.map { growth in
          guard let from = figure.values[growth.from], let to = figure.values[growth.to], from > 0
          else { return "" }
          return Self.text(to / from)
        }
        + [figure.baseline.map { Self.text($0.value) } ?? "", figure.baseline?.name ?? ""]
    }
    let table = TextTable(headings, sizedFor: rows)
    return ([table.head] + rows.map(table.line)).joined(separator: "\n")
  }

  private static func growths(_ columns: [Column]) -> [(name: String, from: Column, to: Column)] {
    guard let first = columns.first, let last = columns.last else { return [] }
    let days = columns.filter { $0.people == first.people }
    let companies = columns.filter { $0.day == last.day }
    var growths: [(name: String, from: Column, to: Column)] = []
    if let longest = days.last, longest != first {
      growths.append(("days, times", first, longest))
    }
    if let smallest = companies.first, smallest != last {
      growths.append(("people, times", smallest, last))
    }
    return growths
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

/// One line of the table: a figure in its columns, and its baseline.
struct Figure {
  let name: String
  let unit: String
  var values: [Results.Column: Double] = [:]
  var baseline: Baseline?
}

/// The baseline of a figure: the same work done in the obvious way, in the same process.
struct Baseline {
  let name: String
  let value: Double
}
