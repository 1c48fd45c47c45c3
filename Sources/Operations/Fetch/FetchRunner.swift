package import DingTalk
package import Ledger
package import Logging
package import Roster

/// Fetches a roster into the log.
///
/// Everything that arrives is appended at once and stays, however the fetch ends; the operation is
/// closed before this returns, also when the task is cancelled.
///
/// - Parameters:
///   - request: What to fetch, and who runs it.
///   - ledger: The log.
///   - client: The way to the system.
///   - timekeeper: The clock.
///   - wait: How long to wait for another writer to end.
///   - progress: Is called after each commit, with the fetch's progress.
///   - log: Takes what is worth noting; no values, no user keys.
///   - afterCommit: Is called right after each commit, with the number of commits the operation has
///     made; for tests that crash on purpose.
/// - Returns: What was fetched and, where the fetch ended early, what ended it.
/// - Throws: `FetchError` or `LedgerError`, where no operation was opened.
package func runFetch(
  _ request: FetchRequest,
  ledger: Ledger,
  client: DingTalkClient,
  timekeeper: any Timekeeper,
  wait: Duration = .zero,
  progress: @escaping @Sendable (FetchProgress) -> Void = { _ in },
  log: Logger,
  afterCommit: (@Sendable (Int) -> Void)? = nil
) async throws -> FetchOutcome {
  try request.check()
  let named = (request.users ?? []).map { UserKey(.dingtalk, $0) }
  if let (user, entry) = try ledger.erased(among: named).min(by: { $0.key.id < $1.key.id }) {
    throw LedgerError.erasure(.erased(user, entry: entry))
  }
  let known = try ledger.fields(.dingtalk)
  let began = timekeeper.monotonic()
  let callsBefore = client.callsMade
  let writer = try await ledger.begin(request.operation, wait: wait, timekeeper: timekeeper)
  var runner = FetchRunner(
    writer: writer,
    client: client,
    timekeeper: timekeeper,
    limit: request.shrinkLimit,
    callsBefore: callsBefore,
    progress: progress,
    log: log,
    afterCommit: afterCommit,
    decider: FetchDecider(request, known: known)
  )
  let status = await runner.work()
  let findings = Result { () throws(LedgerError) in try ledger.findings(of: writer.operation) }
  let result = FetchResult(
    operation: writer.operation,
    status: status,
    users: runner.tally.users,
    notReturned: runner.tally.notReturned,
    joined: runner.tally.joined,
    left: runner.tally.left,
    values: runner.tally.values,
    changed: runner.tally.changed,
    unchanged: runner.tally.unchanged,
    calls: client.callsMade - callsBefore,
    seconds: (timekeeper.monotonic() - began).inSeconds,
    findings: try? findings.get()
  )
  var error = runner.decider.failure ?? runner.closingError
  if error == nil, case .failure(let failure) = findings { error = failure }
  return FetchOutcome(
    result: result,
    setAside: runner.tally.setAside,
    idleWords: runner.decider.idleWords,
    error: error
  )
}

/// Carries out the actions of a `FetchDecider`.
private struct FetchRunner {
  let writer: LedgerWriter
  let client: DingTalkClient
  let timekeeper: any Timekeeper
  let limit: ShrinkLimit
  let callsBefore: Int
  let progress: @Sendable (FetchProgress) -> Void
  let log: Logger
  let afterCommit: (@Sendable (Int) -> Void)?
  var decider: FetchDecider
  var tally = FetchTally()
  var closingError: (any UserFacingError)?
  /// The opening is the first commit.
  var commits = 0
  var status: OperationStatus?

  /// Runs until the operation is closed, and returns how it ended.
  mutating func work() async -> OperationStatus {
    committed()
    await withTaskGroup(of: FetchEvent.self) { calls in
      await perform(decider.receive(.began), in: &calls)
      var isStopped = false
      while let event = await calls.next() {
        note(event)
        await perform(decider.receive(event), in: &calls)
        guard Task.isCancelled, !isStopped else { continue }
        isStopped = true
        await perform(decider.receive(.cancelled), in: &calls)
      }
    }
    // Whatever could not be closed is seen as interrupted by the next one who looks.
    return closingError == nil ? status ?? .interrupted : .interrupted
  }

  private mutating func perform(
    _ actions: [FetchAction],
    in calls: inout TaskGroup<FetchEvent>
  ) async {
    var left = actions[...]
    while let action = left.popFirst() {
      switch action {
      case .call(let call):
        let client = client
        let timekeeper = timekeeper
        calls.addTask { await client.event(of: call, timekeeper: timekeeper) }
      case .abandonCalls: calls.cancelAll()
      case .append(let record): left += decider.receive(append(record))
      case .close(let status):
        if status == .finished { await readLeavers() }
        close(status)
      }
    }
  }

  private mutating func append(_ record: FetchRecord) -> FetchEvent {
    var erased: Set<Verbatim> = []
    do {
      switch record {
      case .catalog(let answer):
        _ = try writer.append(answer, now: timekeeper.now())
        tally.add(answer.setAside)
      case .enumeration(let list):
        let outcome = try writer.append(list, limit: limit, now: timekeeper.now())
        tally.add(outcome)
        tally.add(list.setAside)
        erased = outcome.leftOut
      case .answer(let answer):
        tally.add(try writer.append(answer, now: timekeeper.now()), of: answer)
      }
    } catch {
      log.error("a response was not appended", metadata: ["error": "\(error.name)"])
      return .notAppended(error)
    }
    committed()
    return erased.isEmpty ? .appended : .appendedWithout(erased)
  }

  private mutating func readLeavers() async {
    let read = LeaverRead(client: client, writer: writer, timekeeper: timekeeper, log: log)
    do throws(LedgerError) {
      for _ in 0..<(try await read.run(tally.leavers)) { committed() }
    } catch {
      log.error("leavers were not recorded", metadata: ["error": "\(error.name)"])
    }
  }

  private mutating func close(_ status: OperationStatus) {
    self.status = status
    do {
      try writer.close(status, now: timekeeper.now())
      committed()
    } catch {
      log.error("the operation was not closed", metadata: ["error": "\(error.name)"])
      closingError = error
    }
  }

  private mutating func committed() {
    commits += 1
    afterCommit?(commits)
    progress(
      FetchProgress(
        done: decider.done,
        total: decider.total,
        values: tally.values,
        changed: tally.changed,
        calls: client.callsMade - callsBefore
      )
    )
  }

  private func note(_ event: FetchEvent) {
    guard case .failed(let call, let failure) = event else { return }
    log.notice(
      "a call brought no response",
      metadata: ["call": "\(call.label)", "error": "\(failure.error.name)"]
    )
  }
}
