import Foundation
import Ledger
import LedgerHistory
import PublicAPI
import Reports
import Roster
import Synchronization
import Tables

/// Runs commands for the service, with the ledger that it keeps open.
struct ServiceCommands: Sendable {
  let kept: KeptLedger
  /// The environment of the service.
  let environment: CommandEnvironment

  /// Runs a command; an error of it is part of how it ended.
  func run(_ call: CommandCall) async -> CommandEnd {
    let page = call.part.map { ListPage(after: $0.after, limit: $0.limit) }
    let commandEnvironment = environment(of: call, page)
    do {
      let exit = try await withTaskExecutorPreference(CommandThreads.shared) {
        try await Program.execute(call.words, in: commandEnvironment)
      }
      return CommandEnd(exit: exit, next: page?.next)
    } catch {
      let failure = Failure(call.sight.error(error))
      return CommandEnd(
        exit: failure.exit(after: commandEnvironment.interruption),
        error: (failure.code, failure.message)
      )
    }
  }

  /// Runs a command, and stops it in good order when the task is cancelled.
  func runUntilCancelled(_ call: CommandCall) async -> CommandEnd {
    var call = call
    let stop = Mutex<(@Sendable () -> Void)?>(nil)
    call.stopper = { function in stop.withLock { $0 = function } }
    return await withTaskCancellationHandler {
      // Not as a part of this task, whose cancellation would end operations at once.
      await Task { [call] in await self.run(call) }.value
    } onCancel: {
      stop.withLock { $0 }?()
    }
  }

  private func environment(of call: CommandCall, _ page: ListPage?) -> CommandEnvironment {
    var own = environment
    own.output = Output(result: ClosureSink(call.write), notes: NoteSink(call.note))
    own.actor = call.actor
    own.sight = call.sight
    own.interruption = Interruption(listensToSignals: false)
    own.ask = nil
    own.halt = nil
    own.kept = kept
    own.page = page
    own.requestKey = call.requestKey
    own.trace = call.trace
    own.files = call.files
    own.made = call.made
    own.progress = call.progress
    let interruption = own.interruption
    call.stopper { interruption.happen(.terminate) }
    return own
  }

  /// The position of a moment, and the last erasure.
  ///
  /// The end of the log is the last entry before the accesses with which it ends, so that readings of
  /// equal contents are equal.
  func state(
    _ moment: String?,
    isBeginning: Bool,
    _ recorder: AccessRecorder
  ) throws -> APITools.State {
    let ledger = kept.ledger
    let now = environment.timekeeper.now()
    let times = kept.settings.times
    var asOf = AsOf.now
    if let moment {
      guard let parsed = Moment(moment) else {
        throw MomentMalformed(text: moment)
      }
      asOf = isBeginning ? parsed.beginning(times, now: now) : parsed.end(times, now: now)
    }
    return try ledger.inOneState { ledger in
      let entry = try ledger.position(at: asOf).entry
      return APITools.State(
        entry: (moment == nil ? recorder.lastEntry(before: entry) : entry).rawValue,
        erasure: try ledger.lastErasure().rawValue
      )
    }
  }
}

/// A text that is no moment.
private struct MomentMalformed: UserFacingError {
  let text: String

  var errorCode: ErrorCode { ErrorCode("usage", .usage) }
  var message: String { "`\(text)` is no moment: \(Moment.forms)." }
}

/// Passes what a command prints to a function.
private struct ClosureSink: Sink {
  private let receive: @Sendable (String) throws -> Void

  init(_ receive: @escaping @Sendable (String) throws -> Void) { self.receive = receive }

  func write(_ text: String) throws {
    do { try receive(text) } catch { throw OutputError.closed }
  }

  func flush() {}
}

/// Passes notes to a function, without line ends.
private struct NoteSink: Sink {
  private let receive: @Sendable (String) -> Void

  init(_ receive: @escaping @Sendable (String) -> Void) { self.receive = receive }

  func write(_ text: String) {
    for line in text.split(separator: "\n") where !line.allSatisfy(\.isWhitespace) {
      receive(String(line))
    }
  }

  func flush() {}
}
