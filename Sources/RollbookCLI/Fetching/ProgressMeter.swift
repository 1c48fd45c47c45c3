package import Operations
import Reports
package import Roster

/// Decides when a fetch says how far it is, and in which words.
///
/// On a terminal it is one line that is drawn over itself; elsewhere a line of its own for every
/// tenth of the people, or where nothing was said for five seconds.
package struct ProgressMeter {
  /// The columns of the terminal; nil where there is none.
  let width: Int?
  /// When the fetch began.
  let began: Instant
  private var saidAt: Instant?
  private var saidTenth = 0

  package init(width: Int?, began: Instant) {
    self.width = width
    self.began = began
  }

  /// What to write for some progress; nil for nothing.
  package mutating func text(_ progress: FetchProgress, now: Instant) -> String? {
    guard isDue(progress, now: now) else { return nil }
    saidAt = now
    saidTenth = tenth(progress)
    guard let width else { return words(progress, now: now) + "\n" }
    let line = bar(progress) + " " + words(progress, now: now)
    return "\r" + TextTable.cut(line, to: max(1, width - 1)) + "\u{1B}[K"
  }

  /// What to write when the fetch is over.
  package var end: String { width != nil && saidAt != nil ? "\r\u{1B}[K" : "" }

  private func isDue(_ progress: FetchProgress, now: Instant) -> Bool {
    guard let saidAt else { return width != nil || progress.total != nil }
    let quiet = now - saidAt
    if width != nil { return quiet >= .milliseconds(100) || progress.done == progress.total }
    return tenth(progress) > saidTenth || quiet >= .seconds(5)
  }

  private func tenth(_ progress: FetchProgress) -> Int {
    guard let total = progress.total, total > 0 else { return 0 }
    return progress.done * 10 / total
  }

  private func bar(_ progress: FetchProgress) -> String {
    guard let total = progress.total, total > 0 else { return "[....................]" }
    let full = min(20, progress.done * 20 / total)
    return "[" + String(repeating: "#", count: full) + String(repeating: ".", count: 20 - full)
      + "]"
  }

  private func words(_ progress: FetchProgress, now: Instant) -> String {
    guard let total = progress.total else {
      return "reading the list of people, \(Self.counted(progress.calls, "call"))"
    }
    let counts = [
      "\(progress.done)/\(total) people", Self.counted(progress.values, "value"),
      "\(progress.changed) changed", Self.counted(progress.calls, "call"),
    ]
    return (counts + [left(progress, total: total, now: now)].compactMap { $0 })
      .joined(separator: ", ")
  }

  /// The time left at the pace so far, once a twentieth is done.
  private func left(_ progress: FetchProgress, total: Int, now: Instant) -> String? {
    guard progress.done > 0, progress.done < total, progress.done * 20 >= total else { return nil }
    let spent = (now - began).inMilliseconds
    let rest = spent / Int64(progress.done) * Int64(total - progress.done)
    return "about \(Times.span(.milliseconds(rest))) left"
  }

  private static func counted(_ count: Int, _ thing: String) -> String {
    "\(count) \(thing)\(count == 1 ? "" : "s")"
  }
}
