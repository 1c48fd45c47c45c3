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
    let arrivals = Arrivals<Arrival>()
    let work = Task(executorPreference: tools.threads) {
      var runner = self
      await runner.work(arrivals)
      return runner
    }
    return await withTaskCancellationHandler {
      await work.value
    } onCancel: {
      arrivals.add(.event(.cancelled))
    }
  }

  private mutating func work(_ arrivals: Arrivals<Arrival>) async {
    perform(decider.receive(.began), arrivals)
    guard !decider.isClosed else { return }
    for await _ in arrivals.signals {
      var actions: [PushAction] = []
      for arrival in arrivals.take() {
        switch arrival {
        case .event(let event): actions += decider.receive(event)
        case .reading(let reading):
          perform(actions, arrivals)
          actions = decider.receive(append(reading))
        }
      }
      perform(actions, arrivals)
      if decider.isClosed { break }
    }
  }

  /// Records what is to be recorded, in one commit, and then does the rest.
  private mutating func perform(_ actions: [PushAction], _ arrivals: Arrivals<Arrival>) {
    var left = actions
    while !left.isEmpty {
      var steps: [(action: PushAction, step: BatchStep)] = []
      var others: [PushAction] = []
      for action in left {
        if let step = step(of: action) {
          steps.append((action, step))
        } else {
          others.append(action)
        }
      }
      left = record(steps, arrivals)
      for action in others { start(action, arrivals) }
    }
  }

  /// Starts an action that records nothing itself.
  private func start(_ action: PushAction, _ arrivals: Arrivals<Arrival>) {
    switch action {
    case .read(let rows): read(rows, arrivals)
    case .pause(let call, let cause, let attempt):
      let tools = tools
      let wait = tools.retries.wait(after: cause, attempt: attempt, random: tools.random())
      tools.log.notice("a call will be made again", metadata: ["cause": "\(cause)"])
      Task(executorPreference: tools.threads) {
        try? await tools.timekeeper.sleep(for: wait ?? .zero)
        arrivals.add(.event(.paused(call: call)))
      }
    case .rest:
      let quiet = quiet
      let timekeeper = tools.timekeeper
      Task(executorPreference: tools.threads) {
        try? await timekeeper.sleep(for: quiet)
        arrivals.add(.event(.rested))
      }
    case .close(let status):
      session.close(status, because: decider.failure)
      report()
    case .skip, .send, .record, .revise: break
    }
  }

  /// What an action puts on record; nil if it records nothing.
  private mutating func step(of action: PushAction) -> BatchStep? {
    switch action {
    case .skip(let row, let reason): return .skip(intended[row], reason: reason)
    case .send(_, let rows): return .send(rows.map { intended[$0] })
    case .record(let call, let rows, let verdicts, let facts):
      guard let entry = sent.removeValue(forKey: call) else { return nil }
      for row in rows { lastCall[row] = (entry, facts) }
      let pairs = zip(rows, verdicts).map { (intended: intended[$0], verdict: $1) }
      return .record(pairs, of: entry, facts)
    case .revise(let row, let verdict):
      guard let (entry, facts) = lastCall[row] else { return nil }
      return .record([(intended: intended[row], verdict: verdict)], of: entry, facts)
    case .read, .pause, .rest, .close: return nil
    }
  }

  /// Puts steps on record, in one commit, and only then lets the calls among them leave.
  ///
  /// If the commit fails, each step gets one of its own, so that a result that cannot be recorded
  /// keeps no other one out of the log; after a failed one, no call leaves.
  ///
  /// - Returns: The actions that follow from failed commits.
  private mutating func record(
    _ steps: [(action: PushAction, step: BatchStep)],
    _ arrivals: Arrivals<Arrival>
  ) -> [PushAction] {
    if steps.count > 1, (try? recordTogether(steps, arrivals)) != nil { return [] }
    var following: [PushAction] = []
    var failure: (any UserFacingError)?
    for (action, step) in steps {
      do {
        if case .send = action, let failure { throw failure }
        try recordTogether([(action, step)], arrivals)
      } catch {
        let error = error.userFacing
        failure = error
        guard case .send(let call, _) = action else {
          tools.log.error("an outcome was not appended", metadata: ["error": "\(error.name)"])
          following += decider.receive(.notAppended(error))
          continue
        }
        tools.log.error("a call was not recorded", metadata: ["error": "\(error.name)"])
        following += decider.receive(.notLeft(call: call, error))
      }
    }
    return following
  }

  private mutating func recordTogether(
    _ steps: [(action: PushAction, step: BatchStep)],
    _ arrivals: Arrivals<Arrival>
  ) throws {
    let entries = try session.write(steps: steps.count) { try $0.take(steps.map(\.step), now: $1) }
    report()
    for (step, entry) in zip(steps, entries) {
      guard case .send(let call, let rows) = step.action, let entry else { continue }
      sent[call] = entry
      send(call, rows, arrivals)
    }
  }

  private func read(_ rows: [Int], _ arrivals: Arrivals<Arrival>) {
    let system = tools.system
    let users = rows.map { plan[$0].user }
    let fields = rows.reduce(into: Set<FieldCode>()) { $0.formUnion(expectations[$1].fields) }
    Task(executorPreference: tools.threads) {
      arrivals.add(.reading(await system.read(users: users, fields: fields.sorted())))
    }
  }

  /// Makes a call that is on record.
  private func send(_ call: Int, _ rows: [Int], _ arrivals: Arrivals<Arrival>) {
    let system = tools.system
    let knowledge = knowledge
    let planned = rows.map { plan[$0] }
    Task(executorPreference: tools.threads) {
      let result = await system.send(planned, knowing: knowledge)
      arrivals.add(.event(.answered(call: call, result)))
    }
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

  private func report() {
    tools.progress(
      PushProgress(
        counts: RowCounts(of: decider.statuses),
        calls: tools.system.callsMade - callsBefore
      )
    )
  }
}
