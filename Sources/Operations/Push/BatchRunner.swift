import LedgerHistory
import Ledger
import LedgerStorage
import Logging
import RemoteAPI
import Roster

/// Carries out the actions of a `PushDecider`.
///
/// Each call runs in a task of its own, which is never cancelled: the runner waits for a call in
/// flight, and records its result.
struct BatchRunner: Sendable {
  /// The results of the tasks.
  private enum Arrival: Sendable {
    case event(PushEvent)
    case reading(SystemReading)
  }

  let session: OperationSession
  let tools: PushTools
  let plan: [PlannedRow]
  let expectations: [RowExpectation]
  let intended: [EntryID]
  let knowledge: BatchKnowledge
  let quiet: Duration
  let callsBefore: Int
  var decider: PushDecider
  private var sent: [Int: EntryID] = [:]
  /// The last call that carried each row, and the facts about it.
  private var lastCall: [Int: (entry: EntryID, facts: CallFacts)] = [:]

  init(
    session: OperationSession,
    tools: PushTools,
    prepared: Preparation,
    intended: [EntryID],
    rules: SendingRules,
    callsBefore: Int
  ) {
    let rows = prepared.plan.effective
    let details = DetailGroups(prepared.knowledge.catalog)
    self.session = session
    self.tools = tools
    self.intended = intended
    self.callsBefore = callsBefore
    plan = rows
    knowledge = prepared.knowledge
    quiet = rules.quiet
    expectations = rows.map {
      RowExpectation($0, held: prepared.contents(of: $0.user), details: details)
    }
    var settings = PushDecider.Settings()
    settings.callsInFlight = rules.callsInFlight
    settings.canary = rules.canary
    settings.rowsPerCall = tools.system.rowsPerCall
    settings.canRead = tools.system.canRead
    settings.retries = tools.retries
    settings.limits = rules.limits
    decider = PushDecider(expectations, settings: settings)
  }

  /// Works until the operation is closed; cancelling the caller's task only stops the sending.
  func worked() async -> BatchRunner {
    let (arrivals, feed) = AsyncStream.makeStream(of: Arrival.self)
    let work = Task {
      var runner = self
      await runner.work(arrivals, feed)
      return runner
    }
    return await withTaskCancellationHandler {
      await work.value
    } onCancel: {
      feed.yield(.event(.cancelled))
    }
  }

  private mutating func work(
    _ arrivals: AsyncStream<Arrival>,
    _ feed: AsyncStream<Arrival>.Continuation
  ) async {
    perform(decider.receive(.began), feed)
    guard !decider.isClosed else { return }
    for await arrival in arrivals {
      switch arrival {
      case .event(let event): perform(decider.receive(event), feed)
      case .reading(let reading): perform(decider.receive(append(reading)), feed)
      }
      if decider.isClosed { break }
    }
    feed.finish()
  }

  private mutating func perform(
    _ actions: [PushAction],
    _ feed: AsyncStream<Arrival>.Continuation
  ) {
    let intended = intended
    var left = actions[...]
    while let action = left.popFirst() {
      switch action {
      case .read(let rows): read(rows, feed)
      case .skip(let row, let reason):
        left += written { try $0.skip(intended[row], reason: reason, now: $1) }
      case .send(let call, let rows): left += send(call, rows, feed)
      case .record(let call, let rows, let verdicts, let facts):
        guard let entry = sent.removeValue(forKey: call) else { continue }
        for row in rows { lastCall[row] = (entry, facts) }
        let pairs = zip(rows, verdicts).map { (intended: intended[$0], verdict: $1) }
        left += written { try $0.record(pairs, of: entry, call: facts, now: $1) }
      case .revise(let row, let verdict):
        guard let (entry, facts) = lastCall[row] else { continue }
        let pairs = [(intended: intended[row], verdict: verdict)]
        left += written { try $0.record(pairs, of: entry, call: facts, now: $1) }
      case .pause(let call, let cause, let attempt):
        let tools = tools
        let wait = tools.retries.wait(after: cause, attempt: attempt, random: tools.random())
        tools.log.notice("a call will be made again", metadata: ["cause": "\(cause)"])
        Task {
          try? await tools.timekeeper.sleep(for: wait ?? .zero)
          feed.yield(.event(.paused(call: call)))
        }
      case .rest:
        let quiet = quiet
        let timekeeper = tools.timekeeper
        Task {
          try? await timekeeper.sleep(for: quiet)
          feed.yield(.event(.rested))
        }
      case .close(let status):
        session.close(status, because: decider.failure)
        report()
      }
    }
  }

  private func read(_ rows: [Int], _ feed: AsyncStream<Arrival>.Continuation) {
    let system = tools.system
    let users = rows.map { plan[$0].user }
    let fields = rows.reduce(into: Set<FieldCode>()) { $0.formUnion(expectations[$1].fields) }
    Task {
      feed.yield(.reading(await system.read(users: users, fields: fields.sorted())))
    }
  }

  /// Puts on record that a call leaves, and only then lets it.
  private mutating func send(
    _ call: Int,
    _ rows: [Int],
    _ feed: AsyncStream<Arrival>.Continuation
  ) -> [PushAction] {
    do {
      let entries = rows.map { intended[$0] }
      sent[call] = try session.write { try $0.send(entries, now: $1) }
    } catch {
      tools.log.error("a call was not recorded", metadata: ["error": "\(error.userFacing.name)"])
      return decider.receive(.notLeft(call: call, error.userFacing))
    }
    report()
    let system = tools.system
    let knowledge = knowledge
    let planned = rows.map { plan[$0] }
    Task {
      let result = await system.send(planned, knowing: knowledge)
      feed.yield(.event(.answered(call: call, result)))
    }
    return []
  }

  /// Records what was read, as far as it came, and gives what follows.
  private mutating func append(_ reading: SystemReading) -> PushEvent {
    for answer in reading.answers {
      do { try session.append([answer]) } catch {
        let error = error.userFacing
        tools.log.error("a response was not appended", metadata: ["error": "\(error.name)"])
        return .readingNotAppended(error)
      }
      report()
    }
    if let error = reading.error {
      tools.log.notice("a call brought no response", metadata: ["error": "\(error.name)"])
      return .notRead(error)
    }
    return .read(reading.contents)
  }

  /// Makes a commit, and returns the event that follows if it fails.
  private mutating func written(
    _ commit: (LedgerWriter, Instant) throws -> Void
  ) -> [PushAction] {
    do { try session.write(commit) } catch {
      let error = error.userFacing
      tools.log.error("an outcome was not appended", metadata: ["error": "\(error.name)"])
      return decider.receive(.notAppended(error))
    }
    report()
    return []
  }

  private func report() {
    tools.progress(
      PushProgress(
        counts: RowCounts(of: decider.statuses),
        calls: tools.system.callsMade - callsBefore
      )
    )
  }
}
