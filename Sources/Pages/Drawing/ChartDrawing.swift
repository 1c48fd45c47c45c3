import VerbatimJSON

/// Draws charts as SVG; each has its numbers as text, too.
struct ChartDrawing: Sendable {
  let say: Wording

  private static let width = 640.0

  /// How many people there were on each day of the report `headcount`.
  ///
  /// - Parameter rows: The rows of the report.
  /// - Returns: The chart; nil if it has fewer than two days.
  func headcount(_ rows: [JSON]) -> Markup? {
    var days: [String] = []
    var people: [String: Int64] = [:]
    for row in rows {
      guard let day = row["day"]?.text, let count = row["people"]?.integer else { continue }
      if people[day] == nil { days.append(day) }
      people[day, default: 0] += count
    }
    guard days.count > 1, let most = people.values.max(), most > 0 else { return nil }
    let (left, top, height) = (44.0, 12.0, 140.0)
    let step = (Self.width - left - 50) / Double(days.count - 1)
    let places = days.enumerated().map { index, day in
      let count = people[day] ?? 0
      return (left + Double(index) * step, top + height * (1 - Double(count) / Double(most)), count)
    }
    let line = places.map { "\(Self.text($0.0)) \(Self.text($0.1))" }.joined(separator: " L")
    let area =
      "M\(Self.text(left)) \(Self.text(top + height)) L" + line
      + " L\(Self.text(places[places.count - 1].0)) \(Self.text(top + height)) Z"
    return svg(
      height: top + height + 26,
      say(
        "chart.headcount",
        days[0],
        days[days.count - 1],
        String(people[days[days.count - 1]] ?? 0)
      ),
      [
        path(area, "area"), path("M" + line, "line"),
        rule(y: top + height, from: left),
        label(left - 6, top + 10, String(most), .end),
        label(left - 6, top + height, "0", .end),
        label(left, top + height + 18, days[0], .start),
        label(
          places[places.count - 1].0 + 40,
          top + height + 18,
          days[days.count - 1],
          .end
        ),
        label(
          places[places.count - 1].0 + 6,
          places[places.count - 1].1 + 4,
          String(places[places.count - 1].2),
          .start
        ),
      ]
    )
  }

  /// How often each field changed in the rows of a list.
  func changes(by rows: [JSON]) -> Markup {
    var counts: [String: Int] = [:]
    for row in rows {
      counts[row["fieldName"]?.text ?? row["field"]?.text ?? "", default: 0] += 1
    }
    let bars = counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.prefix(8)
    guard bars.count > 1, let most = bars.first?.value else { return .none }
    return self.bars(
      say("chart.changes"),
      bars.map { Bar(name: $0.key, share: Double($0.value) / Double(most), words: "\($0.value)") }
    )
  }

  /// Of how many people the fields of each group are known, by the report `observation-of-fields`.
  ///
  /// - Parameter rows: The rows of the report.
  /// - Returns: The chart, the worst group first; nothing if there is no group.
  func coverage(_ rows: [JSON]) -> Markup {
    var people: [String: (asked: Int64, all: Int64)] = [:]
    for row in rows {
      let group = row["group_name"]?.text ?? row["system"]?.text ?? ""
      people[group, default: (0, 0)].asked += row["asked"]?.integer ?? 0
      people[group, default: (0, 0)].all += row["people"]?.integer ?? 0
    }
    let shares = people.filter { $0.value.all > 0 }.map { group, count in
      (group, Double(count.asked) / Double(count.all))
    }
    guard !shares.isEmpty else { return .none }
    return bars(
      say("chart.coverage"),
      shares.sorted { ($0.1, $0.0) < ($1.1, $1.0) }.map { group, share in
        // A share that is not whole is not said to be.
        Bar(name: group, share: share, words: "\(Int(share * 100))%")
      }
    )
  }

  private struct Bar {
    let name: String
    /// Of the longest bar, 0 to 1.
    let share: Double
    let words: String
  }

  private func bars(_ title: String, _ bars: [Bar]) -> Markup {
    Tag.details(
      .class("chart"),
      .open,
      of: [
        Tag.summary(of: [.text(title)]),
        svg(
          height: Double(bars.count) * 24 + 8,
          title,
          bars.enumerated().flatMap { shapes(of: $1, y: Double($0) * 24 + 6) }
        ),
      ]
    )
  }

  private func shapes(of bar: Bar, y: Double) -> [Markup] {
    let left = 190.0
    let width = max(2, (Self.width - left - 60) * bar.share)
    return [
      label(left - 8, y + 13, String(bar.name.unicodeScalars.prefix(10).map(Character.init)), .end),
      rect(x: left, y: y, width: width, height: 17, "bar"),
      label(left + width + 6, y + 13, bar.words, .start),
    ]
  }

  /// What became of the rows of a batch, as parts of one bar.
  func outcomes(of rows: [JSON]) -> Markup {
    let order = [
      "accepted", "verified", "acknowledged", "applied", "rejected", "notApplied", "uncertain",
    ]
    var counts: [String: Int] = [:]
    for row in rows {
      let settled = row["settled"]?.text.flatMap { $0 == "undecidable" ? nil : $0 }
      counts[settled ?? row["status"]?.text ?? "", default: 0] += 1
    }
    guard rows.count > 0 else { return .none }
    let names = counts.keys.sorted {
      (order.firstIndex(of: $0) ?? 9, $0) < (order.firstIndex(of: $1) ?? 9, $1)
    }
    var x = 0.0
    var parts: [Markup] = []
    for name in names {
      let count = counts[name] ?? 0
      let width = Self.width * Double(count) / Double(rows.count)
      parts.append(rect(x: x, y: 2, width: width, height: 9, Self.shade(of: name)))
      x += width
    }
    let words = names.map { "\(say.word($0)) \(counts[$0] ?? 0)" }.joined(separator: " · ")
    return .many([
      svg(height: 13, words, parts, "chart wide"), Tag.p(.class("note"), of: [.text(words)]),
    ])
  }

  private static func shade(of outcome: String) -> StaticString {
    switch outcome {
    case "accepted", "verified", "acknowledged", "applied": "good"
    case "rejected", "notApplied": "bad"
    case "uncertain": "warn"
    default: "rest"
    }
  }

  // MARK: - Shapes

  private func svg(
    height: Double,
    _ title: String,
    _ parts: [Markup],
    _ name: StaticString = "chart"
  ) -> Markup {
    Tag.svg(
      .class(name),
      .text(.viewBox, "0 0 \(Self.text(Self.width)) \(Self.text(height))"),
      .text(.role, "img"),
      .text(.label, title),
      of: [Tag.title(of: [.text(title)])] + parts
    )
  }

  private func path(_ steps: String, _ name: StaticString) -> Markup {
    Tag.path(.class(name), .text(.d, steps))
  }

  private func rule(y: Double, from x: Double) -> Markup {
    Tag.line(
      .class("axis"),
      .text(.x1, Self.text(x)),
      .text(.y1, Self.text(y)),
      .text(.x2, Self.text(Self.width)),
      .text(.y2, Self.text(y))
    )
  }

  private func rect(
    x: Double,
    y: Double,
    width: Double,
    height: Double,
    _ name: StaticString
  ) -> Markup {
    Tag.rect(
      .class(name),
      .text(.x, Self.text(x)),
      .text(.y, Self.text(y)),
      .text(.width, Self.text(width)),
      .text(.height, Self.text(height))
    )
  }

  private enum Anchor: String { case start, end }

  private func label(_ x: Double, _ y: Double, _ text: String, _ anchor: Anchor) -> Markup {
    Tag.text(
      .text(.x, Self.text(x)),
      .text(.y, Self.text(y)),
      .text(.anchor, anchor.rawValue),
      of: [.text(text)]
    )
  }

  /// A number with one decimal.
  private static func text(_ number: Double) -> String {
    let tenths = Int((number * 10).rounded())
    return tenths % 10 == 0 ? String(tenths / 10) : "\(tenths / 10).\(abs(tenths % 10))"
  }
}
