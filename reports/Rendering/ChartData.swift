import Roster
import Tables

/// The points of a chart.
struct ChartData {
  private let chart: ReportChart
  private let x: Int
  private let y: Int
  private let series: Int?
  private let title: String
  private var places: [String] = []
  private var names: [String] = []
  private var numbers: [String: [String: Double]] = [:]

  init(_ chart: ReportChart, columns: [ReportColumn]) {
    func index(_ name: String) -> Int { columns.firstIndex { $0.name == name } ?? 0 }
    self.chart = chart
    x = index(chart.x)
    y = index(chart.y)
    series = chart.series.map(index)
    title = columns[index(chart.y)].title
  }

  /// Adds the point of a row, unless its value is no number.
  mutating func add(_ row: [Datum], _ times: Times) {
    let number: Double
    switch row[y] {
    case .integer(let whole): number = Double(whole)
    case .decimal(let fraction, _): number = fraction
    default: return
    }
    let place = Self.label(row[x], times)
    let name = series.map { Self.label(row[$0], times) } ?? title
    if numbers[place] == nil { places.append(place) }
    if !names.contains(name) { names.append(name) }
    numbers[place, default: [:]][name, default: 0] += number
  }

  private static func label(_ datum: Datum, _ times: Times) -> String {
    if case .absent = datum { return "–" }
    return datum.shown(times)
  }

  /// The chart as SVG; nil if it has no points.
  var picture: String? {
    guard !places.isEmpty, numbers.values.contains(where: { $0.values.contains { $0 > 0 } }) else {
      return nil
    }
    return switch chart.kind {
    case .line: line
    case .bar: bars
    }
  }

  // MARK: - Shapes

  private static let width = 960.0
  /// Distinct in grey as well: they become lighter, and the lines have different dashes.
  private static let colours = [
    "#0b4f8a", "#c4501b", "#3c7d3c", "#7b4ea3", "#b8860b", "#2a9d9d", "#a33b5c", "#6b7280",
  ]
  private static let dashes = ["", "7 3", "2 3", "9 3 2 3"]

  private func colour(_ index: Int) -> String { Self.colours[index % Self.colours.count] }

  private static func text(
    _ x: Double,
    _ y: Double,
    _ text: String,
    anchor: String = "start",
    soft: Bool = false
  ) -> String {
    let fill = soft ? "#59636e" : "#1b1f24"
    return "<text x=\"\(round(x))\" y=\"\(round(y))\" text-anchor=\"\(anchor)\" fill=\"\(fill)\">"
      + "\(HTML.escaped(text))</text>\n"
  }

  private static func round(_ number: Double) -> String { Datum.decimal(number, digits: 1) }

  private static func frame(_ height: Double, _ title: String, _ body: String) -> String {
    """
    <svg viewBox="0 0 \(round(width)) \(round(height))" width="\(round(width))" \
    height="\(round(height))" role="img" font-size="12" xmlns="http://www.w3.org/2000/svg">
    <title>\(HTML.escaped(title))</title>
    \(body)</svg>

    """
  }

  /// The approximate width of a drawn text, for reserving space.
  private static func drawn(_ text: String) -> Double { Double(DisplayWidth.of(text)) * 6.8 }

  /// A round step that divides a number into at most six parts.
  private static func step(_ largest: Double) -> Double {
    var step = 1.0
    while largest / step > 6 {
      for factor in [2.0, 2.5, 2.0] where largest / step > 6 {
        // 1, 2, 5, 10, …
        step *= factor
      }
    }
    return step
  }

  private static func number(_ value: Double) -> String {
    value == value.rounded() ? Datum.decimal(value, digits: 0) : round(value)
  }

  /// The names of the series, beginning at a position; nothing for a single series.
  private func legend(_ y: Double, from start: Double) -> (svg: String, height: Double) {
    guard names.count > 1 else { return ("", 0) }
    var svg = ""
    var (x, row) = (start, 0.0)
    for (index, name) in names.enumerated() {
      let needed = 40 + Self.drawn(name)
      if x + needed > Self.width, x > start { (x, row) = (start, row + 1) }
      let top = y + row * 20
      svg +=
        chart.kind == .line
        ? Self.stroke([(x, top - 4), (x + 22, top - 4)], colour(index), Self.dashes[index % 4])
        : "<rect x=\"\(Self.round(x))\" y=\"\(Self.round(top - 10))\" width=\"14\" height=\"12\" "
          + "fill=\"\(colour(index))\"/>\n"
      svg += Self.text(x + 28, top, name)
      x += needed + 12
    }
    return (svg, (row + 1) * 20 + 6)
  }

  private static func stroke(
    _ points: [(Double, Double)],
    _ colour: String,
    _ dashes: String
  ) -> String {
    let path = points.map { "\(round($0.0)),\(round($0.1))" }.joined(separator: " ")
    return "<polyline points=\"\(path)\" fill=\"none\" stroke=\"\(colour)\" stroke-width=\"2\""
      + (dashes.isEmpty ? "" : " stroke-dasharray=\"\(dashes)\"") + "/>\n"
  }

  private var line: String {
    let largest = numbers.values.flatMap(\.values).max() ?? 1
    let step = Self.step(largest)
    let top = (largest / step).rounded(.up) * step
    let left = Self.drawn(Self.number(top)) + 16
    let (legend, legendHeight) = legend(16, from: left)
    let (high, tall) = (legendHeight + 24, 260.0)
    var svg = legend + Self.text(left, high - 10, title, soft: true)
    for tick in stride(from: 0, through: top, by: step) {
      let y = high + tall * (1 - tick / top)
      svg +=
        "<line x1=\"\(Self.round(left))\" x2=\"\(Self.round(Self.width))\" y1=\"\(Self.round(y))\" "
        + "y2=\"\(Self.round(y))\" stroke=\"#d1d9e0\"/>\n"
      svg += Self.text(left - 8, y + 4, Self.number(tick), anchor: "end", soft: true)
    }
    let first = left + 24
    let gap = (Self.width - first - 40) / Double(max(1, places.count - 1))
    func point(_ index: Int, _ value: Double) -> (Double, Double) {
      (first + Double(index) * gap, high + tall * (1 - value / top))
    }
    let widest = places.map(Self.drawn).max() ?? 0
    let every = max(1, Int(((widest + 16) / gap).rounded(.up)))
    for (index, place) in places.enumerated() where index % every == 0 {
      svg += Self.text(point(index, 0).0, high + tall + 20, place, anchor: "middle", soft: true)
    }
    for (index, name) in names.enumerated() {
      let points = places.enumerated().map { point($0, numbers[$1]?[name] ?? 0) }
      svg += Self.stroke(points, colour(index), Self.dashes[index % 4])
      for (x, y) in points where places.count <= 40 {
        svg +=
          "<circle cx=\"\(Self.round(x))\" cy=\"\(Self.round(y))\" r=\"2.5\" "
          + "fill=\"\(colour(index))\"/>\n"
      }
    }
    return Self.frame(high + tall + 32, title, svg)
  }

  private static let mostBars = 30

  private var bars: String {
    let shown = places.prefix(Self.mostBars)
    let labels = shown.map { TextTable.cut($0, to: 36) }
    let left = (labels.map(Self.drawn).max() ?? 0) + 16
    let totals = shown.map { numbers[$0]?.values.reduce(0, +) ?? 0 }
    let scale = (Self.width - left - 70) / max(totals.max() ?? 1, 1)
    let (legend, legendHeight) = legend(16, from: left)
    var y = legendHeight + 24
    var svg = legend + Self.text(left, y - 10, title, soft: true)
    for (index, place) in shown.enumerated() {
      svg += Self.text(left - 8, y + 14, labels[index], anchor: "end")
      var x = left
      for (series, name) in names.enumerated() {
        let long = (numbers[place]?[name] ?? 0) * scale
        guard long > 0 else { continue }
        svg +=
          "<rect x=\"\(Self.round(x))\" y=\"\(Self.round(y))\" width=\"\(Self.round(long))\" "
          + "height=\"18\" fill=\"\(colour(series))\"/>\n"
        x += long
      }
      svg += Self.text(x + 6, y + 14, Self.number(totals[index]), soft: true)
      y += 24
    }
    if places.count > Self.mostBars {
      svg += Self.text(left, y + 14, "The first \(Self.mostBars) of \(places.count).", soft: true)
      y += 24
    }
    return Self.frame(y + 4, title, svg)
  }
}
