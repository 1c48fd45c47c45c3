package import Feed
package import Roster
import VerbatimJSON

/// A command line that a request asks for, with what comes and goes beside it.
package struct CommandCall: Sendable {
  /// A part of the list that the command prints.
  package struct Part: Sendable {
    /// The key of the last row of the part before; nil for the beginning.
    package let after: [String]?
    /// The largest number of rows.
    package let limit: Int
  }

  /// The words after the program's name.
  package var words: [String]
  /// Who asks, as the log names them.
  package var actor: Verbatim
  /// What they see of values.
  package let sight: Sight
  /// The files that the words name.
  package var files: [String: [UInt8]] = [:]
  /// The wanted part; nil for all rows.
  package var part: Part?
  /// What the log keeps of the client's key for the request; nil if it has none.
  package var requestKey: RequestKey?
  /// The trace of the request, 32 hexadecimal digits; nil if no request asks for the command.
  package var trace: String?
  /// Receives the result, piece by piece.
  ///
  /// An error that it throws ends the command.
  package var write: @Sendable (String) throws -> Void
  /// Receives the file that the command makes; nil if it makes none.
  package var made: (@Sendable ([UInt8]) -> Void)?
  /// Receives the progress of an operation: done, of how many if that is known, and in words.
  package var progress: @Sendable (Int, Int?, String) -> Void = { _, _, _ in }
  /// Receives notes and warnings, one at a time.
  package var note: @Sendable (String) -> Void = { _ in }
  /// Gets the function that stops the command in good order.
  package var stopper: @Sendable (@escaping @Sendable () -> Void) -> Void = { _ in }

  package init(
    words: [String],
    actor: Verbatim,
    sight: Sight,
    write: @escaping @Sendable (String) throws -> Void
  ) {
    self.words = words
    self.actor = actor
    self.sight = sight
    self.write = write
  }
}

/// How a command ended.
package struct CommandEnd: Sendable {
  /// The exit code of the command line.
  package let exit: ExitStatus
  /// The error that ended it; nil if there was none.
  package var error: (code: ErrorCode, message: String)?
  /// The key after which the next part begins; nil if there is none.
  package let next: [String]?

  package init(
    exit: ExitStatus,
    error: (code: ErrorCode, message: String)? = nil,
    next: [String]? = nil
  ) {
    self.exit = exit
    self.error = error
    self.next = next
  }
}

/// What the API needs of the program.
package struct APITools: Sendable {
  /// The state of the ledger: readings of equal states are equal.
  package struct State: Hashable, Sendable {
    /// The entry at which it is read.
    package let entry: Int64
    /// The number of the last erasure; 0 if there is none.
    package let erasure: Int64

    package init(entry: Int64, erasure: Int64) {
      self.entry = entry
      self.erasure = erasure
    }
  }

  /// Runs a command line; it never throws.
  package var run: @Sendable (CommandCall) async -> CommandEnd
  /// The position of a moment, as an end or as a beginning; nil for the end of the log.
  package var state: @Sendable (_ moment: String?, _ isBeginning: Bool) async throws -> State
  /// The operation that the log has for the key of a request, with the digest of that request; nil if
  /// it has none.
  package var requested:
    @Sendable (_ key: Verbatim) async throws -> (
      operation: Int64, digest: Verbatim?
    )?
  /// Records what is about to be shown; an error means that nothing may be shown.
  package var record: @Sendable (NewAccess) async throws -> Void
  /// The only person of a system that a userid, a job number or a name names.
  package var person: @Sendable (System, _ text: String) async throws -> UserKey
  /// Reads a page of the feed.
  package var feed: @Sendable (FeedQuery) async throws -> FeedPage
  /// The identifier of the ledger, in hexadecimal digits.
  package var ledger: String
  /// The version of the program.
  package var version: String
  package var timekeeper: any Timekeeper

  package init(
    ledger: String,
    version: String,
    timekeeper: any Timekeeper,
    run: @escaping @Sendable (CommandCall) async -> CommandEnd,
    state: @escaping @Sendable (String?, Bool) async throws -> State,
    requested:
      @escaping @Sendable (Verbatim) async throws -> (operation: Int64, digest: Verbatim?)?,
    record: @escaping @Sendable (NewAccess) async throws -> Void,
    person: @escaping @Sendable (System, String) async throws -> UserKey,
    feed: @escaping @Sendable (FeedQuery) async throws -> FeedPage
  ) {
    self.ledger = ledger
    self.version = version
    self.timekeeper = timekeeper
    self.run = run
    self.state = state
    self.requested = requested
    self.record = record
    self.person = person
    self.feed = feed
  }
}
