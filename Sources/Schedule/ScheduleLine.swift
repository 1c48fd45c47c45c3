package import Roster
import Tables

/// One line of the schedule: what it starts, and when.
package struct ScheduleLine: Hashable, Sendable {
  /// When a line is due.
  package enum Timing: Hashable, Sendable {
    /// So long after the start of its last run.
    case every(Duration)
    /// At a time of the wall clock.
    case at(ClockTime)
  }

  /// What the line says, as `fetch every 1h`; its last run is known by this.
  ///
  /// `spread` is not in it.
  package let name: String
  /// What it starts.
  package let action: ScheduledAction
  /// When it is due.
  package let timing: Timing
  /// The part of the day in which `every` starts it; nil for the whole day.
  package let window: ClockSpan?
  /// Its runs begin later by a part of this, which is always the same for one line and one seed.
  package let spread: Duration

  /// The keys of a line, in the order in which its name has them.
  package static let keys = [
    "do", "every", "at", "between", "spread", "fields", "weekly", "name", "to", "keep", "format",
    "witness",
  ]

  private static let ownKeys: [ScheduledAction.Kind: [String]] = [
    .fetch: ["fields"], .verify: ["weekly"], .backup: ["to", "keep"],
    .report: ["name", "to", "format"], .cosign: ["witness"],
  ]

  /// Reads a line from its texts, by key.
  ///
  /// - Parameter texts: What is given; a key that is not given is missing.
  /// - Throws: `ScheduleProblem` with the first key that is wrong.
  package init(_ texts: [String: String]) throws(ScheduleProblem) {
    let kinds = ScheduledAction.Kind.allCases.map(\.rawValue).joined(separator: ", ")
    guard let kind = texts["do"].flatMap(ScheduledAction.Kind.init) else {
      throw ScheduleProblem("do", must: "be one of \(kinds)")
    }
    let common = ["do", "every", "at", "between", "spread"]
    for key in ScheduleLine.keys where texts[key] != nil {
      guard common.contains(key) || ScheduleLine.ownKeys[kind]?.contains(key) == true else {
        throw ScheduleProblem(key, must: "not be given with `do: \(kind.rawValue)`")
      }
    }
    action = try ScheduleLine.action(kind, texts)
    timing = try ScheduleLine.timing(texts)
    window = try ScheduleLine.window(texts, timing)
    spread = try ScheduleLine.spread(texts, timing, window)
    let said = ScheduleLine.keys.filter { $0 != "do" && $0 != "spread" }
      .compactMap { key in texts[key].map { "\(key) \($0)" } }
    name = ([kind.rawValue] + said).joined(separator: " ")
  }

  private init(_ line: ScheduleLine, action: ScheduledAction) {
    self.action = action
    (name, timing, window, spread) = (line.name, line.timing, line.window, line.spread)
  }

  /// The same line with another path in place of its folder, if it has one; its name stays.
  package func movingFolder(_ place: (String) -> String) -> ScheduleLine {
    ScheduleLine(self, action: action.movingFolder(place))
  }
}

extension ScheduleLine {
  private static func action(
    _ kind: ScheduledAction.Kind,
    _ texts: [String: String]
  ) throws(ScheduleProblem) -> ScheduledAction {
    switch kind {
    case .fetch: return .fetch(allFields: try word("all", of: "fields", texts))
    case .verify: return .verify(weeklyFull: try word("full", of: "weekly", texts))
    case .backup:
      let keep = texts["keep"].map { Int($0) ?? 0 }
      guard keep.map({ $0 > 0 }) ?? true else {
        throw ScheduleProblem("keep", must: "be a whole number from 1")
      }
      return .backup(folder: try needed("to", "name a folder", texts), keep: keep)
    case .report:
      return .report(
        name: try needed("name", "name a report", texts),
        folder: try needed("to", "name a folder", texts),
        format: texts["format"]
      )
    case .cosign: return .cosign(witness: texts["witness"])
    case .forget: return .forget
    }
  }

  /// Whether the only word that a key may have is given.
  private static func word(
    _ word: String,
    of key: String,
    _ texts: [String: String]
  ) throws(ScheduleProblem) -> Bool {
    guard let text = texts[key] else { return false }
    guard text == word else { throw ScheduleProblem(key, must: "be `\(word)`, or not be given") }
    return true
  }

  private static func needed(
    _ key: String,
    _ must: String,
    _ texts: [String: String]
  ) throws(ScheduleProblem) -> String {
    guard let text = texts[key] else { throw ScheduleProblem(key, must: must) }
    return text
  }

  private static func timing(_ texts: [String: String]) throws(ScheduleProblem) -> Timing {
    switch (texts["every"], texts["at"]) {
    case (let text?, nil):
      guard let span = Times.duration(of: text), .seconds(60) <= span, span <= .seconds(31_622_400)
      else { throw ScheduleProblem("every", must: "be a span like 1h, from 1m to 366d") }
      return .every(span)
    case (nil, let text?):
      guard let time = ClockTime(text) else {
        throw ScheduleProblem("at", must: "be a time like \"02:30\" or \"mon 08:00\"")
      }
      return .at(time)
    case (nil, nil): throw ScheduleProblem("every", must: "be given, or `at`")
    case (.some, .some): throw ScheduleProblem("at", must: "not be given together with `every`")
    }
  }

  private static func window(
    _ texts: [String: String],
    _ timing: Timing
  ) throws(ScheduleProblem) -> ClockSpan? {
    guard let text = texts["between"] else { return nil }
    guard case .every = timing else {
      throw ScheduleProblem("between", must: "not be given together with `at`")
    }
    guard let span = ClockSpan(text) else {
      throw ScheduleProblem("between", must: "be two times like \"07:00-21:00\"")
    }
    return span
  }

  private static func spread(
    _ texts: [String: String],
    _ timing: Timing,
    _ window: ClockSpan?
  ) throws(ScheduleProblem) -> Duration {
    guard let text = texts["spread"] else { return .zero }
    guard let spread = Times.duration(of: text) else {
      throw ScheduleProblem("spread", must: "be a span like 5m")
    }
    var limit = Duration.seconds(43_200)
    if case .every(let span) = timing { limit = min(limit, span) }
    if let window { limit = min(limit, .seconds(window.minutes * 60)) }
    guard spread <= limit else {
      throw ScheduleProblem("spread", must: "be at most 12h, `every` and the span of `between`")
    }
    return spread
  }
}
