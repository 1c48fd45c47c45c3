import GRDB
import Roster

/// A cell, in the book's own numbers.
struct CellNumber: Hashable {
  let field: Int64
  let item: Int64
}

/// Tells the stories of users' cells: the stages of a write become one chapter, and each chapter says
/// whose doing it is.
struct CellStories {
  let database: Database
  var names: Names
  var times: RecordedTimes
  var windows: AnswerWindows
  var options: OptionLabels

  init(_ database: Database, upTo: Int64) {
    self.database = database
    names = Names(database, upTo: upTo)
    times = RecordedTimes(database)
    windows = AnswerWindows(database)
    options = OptionLabels(database)
  }

  /// The stories of cells of one user.
  ///
  /// - Parameters:
  ///   - events: What was seen, in the order of the book.
  ///   - writes: What was written, in the order of the calls.
  /// - Returns: The chapters of each cell, in order.
  /// - Throws: What SQLite says.
  mutating func stories(
    _ events: [SeenEvent],
    _ writes: [CellWrite]
  ) throws -> [CellNumber: [Chapter]] {
    let seen = Dictionary(grouping: events) { CellNumber(field: $0.field, item: $0.item) }
    let written = Dictionary(grouping: writes.filter { !$0.isRefused }) {
      CellNumber(field: $0.field, item: $0.item)
    }
    var stories: [CellNumber: [Chapter]] = [:]
    for cell in Set(seen.keys).union(written.keys) {
      let story = try story(cell, seen[cell] ?? [], written[cell] ?? [])
      if !story.isEmpty { stories[cell] = story }
    }
    return stories
  }

  private mutating func story(
    _ cell: CellNumber,
    _ events: [SeenEvent],
    _ writes: [CellWrite]
  ) throws -> [Chapter] {
    var chapters: [Chapter] = []
    var left = writes[...]
    var previous: Content?
    for event in events {
      // A write whose call left before the answer was recorded, and that no answer has followed yet.
      let pending = left.prefix { $0.sent < event.entry }
      left = left.dropFirst(pending.count)
      // An answer that did not tell of the cell at all has followed these, so this is not theirs.
      let unanswered = pending.filter { $0.sent > event.seenBefore ?? 0 }
      let agreeing = unanswered.last.flatMap { write in
        Meaning.agrees(written: write.content, seen: event.content) ? write : nil
      }
      for write in pending where write.isApplied {
        let isAnswered = write.sent > event.seenBefore ?? 0
        chapters.append(
          try chapter(
            cell,
            write,
            answeredBy: isAnswered ? event : nil,
            isAsWritten: isAnswered ? write.address == agreeing?.address : nil
          )
        )
      }
      if agreeing?.isApplied != true {
        let isReverted = unanswered.contains { $0.isApplied }
        if event.isChange || isReverted {
          let origin = try origin(of: event, in: cell, after: previous, agreeing: agreeing)
          chapters.append(try chapter(cell, event, origin: origin, because: agreeing))
        }
      }
      previous = event.content
    }
    for write in left where write.isApplied {
      chapters.append(try chapter(cell, write, answeredBy: nil, isAsWritten: nil))
    }
    return chapters
  }

  private mutating func origin(
    of event: SeenEvent,
    in cell: CellNumber,
    after previous: Content?,
    agreeing: CellWrite?
  ) throws -> Origin {
    if let agreeing { return .batch(agreeing.batch) }
    guard let previous else { return .other }
    let isRenaming = try options.isRenaming(
      from: previous,
      to: event.content,
      inField: cell.field,
      by: event.entry
    )
    return isRenaming ? .catalogue : .other
  }

  private mutating func chapter(
    _ cell: CellNumber,
    _ event: SeenEvent,
    origin: Origin,
    because write: CellWrite?
  ) throws -> Chapter {
    let before = event.seenBefore
    let after: Instant? =
      if let write {
        try times.of(entry: write.sent)
      } else {
        try before.map { try windows.of(entry: $0).asked }
      }
    return Chapter(
      field: try names.code(ofField: cell.field),
      fieldName: try names.name(ofField: cell.field),
      item: Int(cell.item),
      content: event.content,
      address: event.address,
      entry: event.entry,
      operation: event.operation,
      kind: event.kind,
      recordedAt: try times.of(entry: event.entry),
      lastSeenBefore: try before.map { try times.of(entry: $0) },
      possibleFrom: after,
      certainFrom: try windows.of(entry: event.entry).received,
      origin: origin,
      stages: nil,
      shownBy: event.entry,
      isFirst: before == nil
    )
  }

  private mutating func chapter(
    _ cell: CellNumber,
    _ write: CellWrite,
    answeredBy event: SeenEvent?,
    isAsWritten: Bool?
  ) throws -> Chapter {
    let decided = write.decided ?? write.sent
    let shown = isAsWritten == true ? event : nil
    let decidedAt = try windows.of(entry: decided).received
    let seenAt = try shown.map { try windows.of(entry: $0.entry).received }
    return Chapter(
      field: try names.code(ofField: cell.field),
      fieldName: try names.name(ofField: cell.field),
      item: Int(cell.item),
      content: shown?.content ?? write.content,
      address: write.address,
      entry: decided,
      operation: write.batch,
      kind: write.settled == nil ? .accepted : .settled,
      recordedAt: try times.of(entry: decided),
      lastSeenBefore: nil,
      possibleFrom: try times.of(entry: write.sent),
      certainFrom: seenAt.map { min($0, decidedAt) },
      origin: .batch(write.batch),
      stages: WriteStages(
        intended: write.address.entry,
        sent: write.sent,
        accepted: decided,
        answered: event?.entry,
        isAsWritten: isAsWritten
      ),
      shownBy: shown?.entry,
      isFirst: false
    )
  }
}
