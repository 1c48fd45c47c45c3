import LedgerHistory
package import DingTalk
package import Ledger
import LedgerStorage
package import Logging
package import Roster

/// Fetches a roster into the log.
///
/// Everything that arrives is appended at once and remains, however the fetch ends; the operation
/// is closed before this returns, also when the task is cancelled.
///
/// - Parameters:
///   - request: What to fetch, and who runs it.
///   - ledger: The ledger.
///   - client: The client of the system.
///   - timekeeper: The clock.
///   - wait: How long to wait for another writer to end.
///   - progress: Receives the fetch's progress after each commit.
///   - log: Receives notes; no values, no user keys.
///   - afterCommit: Receives the number of the operation's commits right after each; for tests that
///     crash on purpose.
/// - Returns: The result and, if the fetch ended early, the error.
/// - Throws: `FetchError` or `LedgerError`, if no operation was opened.
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
  try request.refuseErased(in: ledger)
  let known = try ledger.fields(.dingtalk)
  let began = timekeeper.monotonic()
  let callsBefore = client.callsMade
  let session = try await OperationSession(
    request.operation,
    in: ledger,
    wait: wait,
    timekeeper: timekeeper,
    log: log,
    afterCommit: afterCommit
  )
  var runner = FetchRunner(
    session: session,
    client: client,
    timekeeper: timekeeper,
    limit: request.shrinkLimit,
    callsBefore: callsBefore,
    progress: progress,
    log: log,
    decider: FetchDecider(request, known: known)
  )
  await runner.work()
  var findings: [Finding]?
  do { findings = try ledger.findings(of: session.operation) } catch { session.fail(error) }
  let result = FetchResult(
    operation: session.operation,
    status: session.status,
    users: runner.tally.users,
    notReturned: runner.tally.notReturned,
    joined: runner.tally.joined,
    left: runner.tally.left,
    values: runner.tally.values,
    changed: runner.tally.changed,
    unchanged: runner.tally.unchanged,
    calls: client.callsMade - callsBefore,
    seconds: (timekeeper.monotonic() - began).inSeconds,
    findings: findings
  )
  return FetchOutcome(
    result: result,
    setAside: runner.tally.setAside,
    idleWords: runner.decider.idleWords,
    leftToOthers: runner.tally.leftToOthers,
    error: session.error
  )
}

extension FetchRequest {
  /// Refuses to fetch a user who was erased.
  fileprivate func refuseErased(in ledger: Ledger) throws {
    let named = (users ?? []).map { UserKey(.dingtalk, $0) }
    if let (user, entry) = try ledger.erased(among: named).min(by: { $0.key.id < $1.key.id }) {
      throw LedgerError.erasure(.erased(user, entry: entry))
    }
  }
}

/// Carries out the actions of a `FetchDecider`.
///
/// Its calls are tasks of a group, so that they end with it: a fetch may give up a call at any time.
struct FetchRunner {
  let session: OperationSession
  let client: DingTalkClient
  let timekeeper: any Timekeeper
  let limit: ShrinkLimit
  let callsBefore: Int
  let progress: @Sendable (FetchProgress) -> Void
  let log: Logger
  var decider: FetchDecider
  var tally = FetchTally()

  /// Runs until the operation is closed.
  mutating func work() async {
    report()
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
        session.close(status, because: decider.failure)
        report()
      }
    }
  }

  private mutating func append(_ record: FetchRecord) -> FetchEvent {
    var erased: Set<Verbatim> = []
    do {
      switch record {
      case .catalog(let answer):
        try session.write { _ = try $0.append(answer, now: $1) }
        tally.add(answer.setAside)
      case .enumeration(let list):
        let outcome = try session.write { try $0.append(list, limit: limit, now: $1) }
        tally.add(outcome)
        tally.add(list.setAside)
        erased = outcome.leftOut
      case .answer(let answer):
        tally.add(try session.write { try $0.append(answer, now: $1) }, of: answer)
      }
    } catch {
      log.error("a response was not appended", metadata: ["error": "\(error.userFacing.name)"])
      return .notAppended(error.userFacing)
    }
    report()
    return erased.isEmpty ? .appended : .appendedWithout(erased)
  }

  /// Requests when and why users left who are no longer on the user list, and records the
  /// responses.
  ///
  /// It does so only if the run reads with the newer calls. A refusal does not fail the fetch: the
  /// log then only has that these users are no longer on the list.
  private func readLeavers() async {
    guard await client.rosterAPI == .new else { return }
    var waiting = tally.leavers.parts(of: DingTalkClient.maximumLeaversPerCall)
    waiting.reverse()
    while let users = waiting.popLast() {
      let answer: LeaverResponse
      do throws(DingTalkError) { answer = try await client.leavers(users) } catch {
        if error.mayConcernOneUser, users.count > 1 {
          waiting += users.halves.reversed()
        } else {
          log.notice("leavers were not read", metadata: ["error": "\(error.name)"])
        }
        continue
      }
      guard !answer.leavers.isEmpty else { continue }
      do { try session.write { try $0.append(answer, now: $1) } } catch {
        let name = error.userFacing.name
        return log.error("leavers were not recorded", metadata: ["error": "\(name)"])
      }
      report()
    }
  }

  private func report() {
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
