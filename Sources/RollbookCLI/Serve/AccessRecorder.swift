import Ledger
import LedgerHistory
import LedgerStorage
import Operations
import Roster
import Synchronization

/// Records what the service is about to show; those who ask at the same time share a transaction.
final class AccessRecorder: Sendable {
  private typealias Asked = (access: NewAccess, done: CheckedContinuation<EntryID, any Error>)

  private struct State {
    var asked: [Asked] = []
    var isWriting = false
    /// Signs the end of the log in a moment; nil if all of it is signed.
    var signing: Task<Void, Never>?
    /// The accesses after which the log has nothing else.
    var trailing: ClosedRange<EntryID>?
  }

  /// How long an erasure may keep a reading waiting.
  private static let patience = Duration.seconds(10)
  /// How long accesses are at most without a signature over them.
  private static let pause = Duration.seconds(1)

  private let ledger: Ledger
  private let request: OperationRequest
  private let timekeeper: any Timekeeper
  private let machine: any Timekeeper
  private let failed: @Sendable (String) -> Void
  private let state: Mutex<State>

  /// - Parameters:
  ///   - ledger: The ledger, whose lock this process has.
  ///   - author: The service.
  ///   - timekeeper: The clock of the log.
  ///   - machine: The clock of the machine, which waits.
  ///   - failed: Gets a line if the end of the log cannot be signed.
  /// - Throws: `LedgerError`.
  init(
    _ ledger: Ledger,
    author: Author,
    timekeeper: any Timekeeper,
    machine: any Timekeeper,
    failed: @escaping @Sendable (String) -> Void
  ) throws {
    self.ledger = ledger
    request = OperationRequest(kind: .access, by: author, system: .dingtalk)
    self.timekeeper = timekeeper
    self.machine = machine
    self.failed = failed
    let end = try ledger.position(at: .now).entry
    let last = try ledger.lastEntryBesideAccesses()
    state = Mutex(State(trailing: last < end ? (last + 1)...end : nil))
  }

  /// The last entry that is no part of the accesses at the end of the log.
  ///
  /// Readings are equal as long as nothing but accesses was recorded between them.
  ///
  /// - Parameter end: The end of the log.
  /// - Returns: The entry's number.
  func lastEntry(before end: EntryID) -> EntryID {
    let trailing = state.withLock(\.trailing)
    guard let trailing, trailing.contains(end) else { return end }
    return trailing.lowerBound - 1
  }

  /// Records an access.
  ///
  /// - Returns: The number of its entry.
  /// - Throws: ``AccessNotRecorded``; then nothing may be shown.
  @discardableResult
  func record(_ access: NewAccess) async throws -> EntryID {
    try await withCheckedThrowingContinuation { done in
      let begins = state.withLock { state in
        state.asked.append((access, done))
        defer { state.isWriting = true }
        return !state.isWriting
      }
      if begins { Task(executorPreference: CommandThreads.shared) { await self.write() } }
    }
  }

  private func write() async {
    while true {
      let group = state.withLock { state in
        defer { state.asked = [] }
        state.isWriting = !state.asked.isEmpty
        return state.asked
      }
      guard !group.isEmpty else { return }
      let result: Result<EntryID, any Error>
      do { result = .success(try await append(group.map(\.access))) } catch {
        result = .failure(AccessNotRecorded(reason: Failure(error).message))
      }
      for (index, asked) in group.enumerated() {
        asked.done.resume(with: result.map { $0 + index })
      }
    }
  }

  /// Appends accesses, and gives the number of the first one's entry.
  private func append(_ accesses: [NewAccess]) async throws -> EntryID {
    let until = machine.monotonic() + Self.patience
    while true {
      let entries = try ledger.record(accesses, request: request, now: timekeeper.now())
      if let entries {
        note(entries)
        signSoon()
        // The entry that opens the operation comes first.
        return entries.lowerBound + 1
      }
      guard machine.monotonic() < until else { throw ErasureUnderWay() }
      try await machine.sleep(for: .milliseconds(50))
    }
  }

  /// Signs what was recorded last; call it when nothing is shown any more.
  func close() async {
    let signing = state.withLock { $0.signing }
    signing?.cancel()
    await signing?.value
  }

  /// Signs the end of the log in a moment, together with what is recorded until then.
  private func signSoon() {
    state.withLock { state in
      guard state.signing == nil else { return }
      state.signing = Task(executorPreference: CommandThreads.shared) {
        try? await self.machine.sleep(for: Self.pause)
        self.state.withLock { $0.signing = nil }
        do { try self.ledger.signEnd(now: self.timekeeper.now()) } catch {
          self.failed("the end of the log was not signed: \(Failure(error).message)")
        }
      }
    }
  }

  private func note(_ entries: ClosedRange<EntryID>) {
    state.withLock { state in
      let first = state.trailing.map { trailing in
        trailing.upperBound + 1 == entries.lowerBound ? trailing.lowerBound : entries.lowerBound
      }
      state.trailing = (first ?? entries.lowerBound)...entries.upperBound
    }
  }
}

/// A reading was refused because the log could not take who asked for it.
struct AccessNotRecorded: UserFacingError {
  let reason: String

  var errorCode: ErrorCode { ErrorCode("accessNotRecorded", .inputOutput) }

  var message: String {
    "Who looks at people is recorded before anything is shown, and that failed, so nothing is shown. "
      + reason
  }
}

/// An erasure kept a reading waiting for too long.
private struct ErasureUnderWay: UserFacingError {
  var errorCode: ErrorCode { ErrorCode("ledgerBusy", .tryLater) }
  var message: String { "An erasure is under way; try again when it has ended." }
}
