import Tables
import Roster

/// Decides when an operation prints its progress.
///
/// On a terminal it is one line that is overwritten; elsewhere a line for every tenth of the work,
/// or after five seconds without one.
struct ProgressMeter {
  /// The columns of the terminal; nil if there is none.
  let width: Int?
  /// When the operation began.
  let began: Instant
  private var saidAt: Instant?
  private var saidTenth = 0

  init(width: Int?, began: Instant) {
    self.width = width
    self.began = began
  }

  /// The text for a progress; nil for nothing.
  mutating func text(_ progress: some Measured, now: Instant) -> String? {
    guard isDue(progress, now: now) else { return nil }
    saidAt = now
    saidTenth = tenth(progress)
    guard let width else { return words(progress, now: now) + "\n" }
    let line = bar(progress) + " " + words(progress, now: now)
    return "\r" + TextTable.cut(line, to: max(1, width - 1)) + "\u{1B}[K"
  }

  /// The text when the operation has ended.
  var end: String { width != nil && saidAt != nil ? "\r\u{1B}[K" : "" }

  private func isDue(_ progress: some Measured, now: Instant) -> Bool {
    guard let saidAt else { return width != nil || progress.goal != nil }
    let quiet = now - saidAt
    if width != nil { return quiet >= .milliseconds(100) || progress.reached == progress.goal }
    return tenth(progress) > saidTenth || quiet >= .seconds(5)
  }

  private func tenth(_ progress: some Measured) -> Int {
    guard let total = progress.goal, total > 0 else { return 0 }
    return progress.reached * 10 / total
  }

  private func bar(_ progress: some Measured) -> String {
    guard let total = progress.goal, total > 0 else { return "[....................]" }
    let full = min(20, progress.reached * 20 / total)
    return "[" + String(repeating: "#", count: full) + String(repeating: ".", count: 20 - full)
      + "]"
  }

  private func words(_ progress: some Measured, now: Instant) -> String {
    (progress.words + [left(progress, now: now)].compactMap { $0 }).joined(separator: ", ")
  }

  /// The remaining time at the pace so far, as soon as a twentieth is done.
  private func left(_ progress: some Measured, now: Instant) -> String? {
    let done = progress.reached
    guard let total = progress.goal, done > 0, done < total, done * 20 >= total else { return nil }
    let spent = (now - began).inMilliseconds
    let rest = spent / Int64(done) * Int64(total - done)
    return "about \(Times.span(.milliseconds(rest))) left"
  }
}
