package import GRDB
package import Roster

/// The recorded times of entries.
///
/// Many entries share one append, so the appends that were read are cached.
package struct RecordedTimes {
  private struct Span {
    let first: EntryID
    let last: EntryID
    let time: Instant
    let clock: Instant
  }

  /// In the order of their entries.
  private var spans: [Span] = []
  /// The span that was found last.
  private var place = 0
  private let database: Database

  package init(_ database: Database) { self.database = database }

  /// When an entry was recorded; the times in a log never run backwards.
  package mutating func of(entry: EntryID) throws -> Instant {
    try span(of: entry)?.time ?? Instant(milliseconds: 0)
  }

  /// When an entry was recorded by the machine's clock, which may have been set back in between.
  package mutating func byClock(entry: EntryID) throws -> Instant {
    try span(of: entry)?.clock ?? Instant(milliseconds: 0)
  }

  private mutating func span(of entry: EntryID) throws -> Span? {
    if place < spans.count, spans[place].first <= entry, entry <= spans[place].last {
      return spans[place]
    }
    var (low, high) = (0, spans.count)
    while low < high {
      let middle = (low + high) / 2
      if spans[middle].last < entry { low = middle + 1 } else { high = middle }
    }
    if low < spans.count, spans[low].first <= entry {
      place = low
      return spans[low]
    }
    guard let span = try read(entry) else { return nil }
    if spans.count >= 4096 {
      spans.removeAll(keepingCapacity: true)
      low = 0
    }
    spans.insert(span, at: low)
    place = low
    return span
  }

  private func read(_ entry: EntryID) throws -> Span? {
    try database.first(
      """
      SELECT a.first_entry, a.entries, a.recorded_at, coalesce(a.clock_at, a.recorded_at)
      FROM entry e JOIN append a ON a.id = e.append WHERE e.id = ?
      """,
      [entry]
    ) { row in
      // In a damaged log, an append may name a wrong range: check that it has this entry.
      let first: EntryID = row.integer(0)
      let (last, isOver) = first.rawValue.addingReportingOverflow(row.integer(1) - 1)
      let time = Instant(milliseconds: row.integer(2))
      let clock = Instant(milliseconds: row.integer(3))
      guard !isOver, first <= entry, entry <= EntryID(last) else {
        return Span(first: entry, last: entry, time: time, clock: clock)
      }
      return Span(first: first, last: EntryID(last), time: time, clock: clock)
    }
  }
}
