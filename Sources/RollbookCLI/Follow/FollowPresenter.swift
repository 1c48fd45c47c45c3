import DingTalk
import Operations
import Roster
import Synchronization
import Tables

/// Prints the fetches of `follow` as they are made, and notes what becomes of the connection.
final class FollowPresenter: Sendable {
  private let context: CommandContext
  private let global: GlobalOptions
  /// The document of JSON or CSV that grows with each fetch.
  private let document: Mutex<OutputTable<FollowedRow>>
  private let failure = Mutex<(any Error)?>(nil)

  init(_ context: CommandContext, _ global: GlobalOptions) {
    self.context = context
    self.global = global
    let sink = context.environment.output.result
    document = Mutex(
      OutputTable(Column.followed, style: context.style()) { try sink.write($0) }
    )
  }

  /// Notes that a connection is open, or that there is none.
  func note(_ note: StreamClient.Note) {
    let environment = context.environment
    switch note {
    case .connected: global.note("Connected to DingTalk's Stream.", in: environment)
    case .waits(let wait, let error):
      let why = error.map { "\($0.message) " } ?? "DingTalk closed the Stream. "
      let seconds = max(1, Int(wait.inSeconds.rounded()))
      global.note("\(why)Connecting anew in \(seconds.counted("second")).", in: environment)
    }
  }

  /// Prints a fetch.
  func report(_ followed: FollowedFetch) {
    if let error = followed.error, !followed.isRecorded {
      global.note("\(error.name): \(error.message)", in: context.environment)
    }
    guard let result = followed.result?.result else { return }
    do {
      try write(FollowedRow(result: result, events: followed.events.count))
    } catch {
      failure.withLock { $0 = $0 ?? error }
    }
  }

  private func write(_ row: FollowedRow) throws {
    let sink = context.environment.output.result
    if context.format == .table {
      try sink.write(row.line(context) + "\n")
    } else {
      try document.withLock { try $0.add(row) }
    }
    try sink.flush()
  }

  /// Ends the document.
  ///
  /// - Throws: Why a fetch could not be printed.
  func finish() throws {
    if let failure = failure.withLock({ $0 }) { throw failure }
    if context.format != .table { try document.withLock { try $0.finish() } }
  }
}

/// A fetch of `follow`, and how many events caused it.
struct FollowedRow: Sendable {
  let result: FetchResult
  let events: Int

  /// The row as a line for people.
  func line(_ context: CommandContext) -> String {
    let now = context.settings.times.human(context.environment.timekeeper.now())
    return "\(now)  operation \(result.operation) \(result.status.rawValue): "
      + "\(events.counted("event")), \(result.users.counted("person", "people")), "
      + "\(result.changed.counted("change"))"
  }
}

extension Column where Row == FollowedRow {
  /// The columns of `follow`: the number of events, and those of `fetch`.
  static var followed: [Column] {
    [Column("events", title: "events") { Datum($0.events) }]
      + Column<FetchResult>.fetch.of { $0.result }
  }
}
