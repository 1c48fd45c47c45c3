package import RemoteAPI
package import Roster

/// Decides what a batch does next: events in, actions out.
///
/// Rows are sent in parts: the canary first, then a hundred at a time. Each part is read again just
/// before its calls, and rows whose cells changed are skipped. A few calls are in flight at once,
/// never two for one row. If a call was not applied, for a reason that does not concern its rows,
/// it is made again after a wait, as a new attempt, or the batch stops. If a call may have been
/// applied, it is made again only if it may arrive twice: never one that adds an item. At the end,
/// and after the canary, what was sent is read again. A rejected row of which a part is in the
/// system ends as uncertain.
///
/// Example: for one row without a canary, `.began` gives a read, `.read` a send, `.answered` a
/// record of the verdict; then it rests, reads again, and closes as `finished`.
package struct PushDecider: Sendable {
  /// How a batch is run.
  package struct Settings: Sendable {
    /// The number of calls in flight at once.
    package var callsInFlight = 4
    /// The number of rows that are sent first and checked alone.
    package var canary = 0
    /// How many rows one call carries.
    package var rowsPerCall = 1
    /// Whether values can be read.
    package var canRead = true
    /// The number of users that are read at once.
    package var rowsPerRead = 100
    /// After this many calls in a row with an unknown result, no more are sent.
    package var uncertainInARow = 5
    /// When calls that were not applied are made again.
    package var retries = RetryPolicy()
    /// What the batch may do.
    package var limits = PlanLimits()

    /// The default settings.
    package init() {}
  }

  /// The status of each row.
  package private(set) var statuses: [RowStatus]
  /// The error that stopped it early; nil for none.
  package private(set) var failure: (any UserFacingError)?
  /// Why the rows could not be read again after sending; nil if they could.
  package private(set) var readBackFailure: (any UserFacingError)?
  /// Whether it is over.
  package private(set) var isClosed = false

  private let rows: [RowExpectation]
  private let settings: Settings
  private let parts: [[Int]]
  private let canaryParts: Int
  private var nextPart = 0
  private var readingPart: [Int]?
  private var ready: [[Int]] = []
  private var flying: [Int: [Int]] = [:]
  private var pausing: [Int: [Int]] = [:]
  private var callsSent = 0
  private var attempts: [Int]
  private var unread: Set<Int> = []
  /// Rows with an earlier call that may have been applied.
  private var doubtful: Set<Int> = []
  private var verification: Verification?
  private var isCanaryJudged = false
  private var refusedRows = 0
  private var judgedRows = 0
  private var uncertainInARow = 0
  private var bookIsBroken = false
  private var stop: OperationStatus?

  private struct Verification: Sendable {
    let rows: [Int]
    var waiting: [[Int]]
    var reading: [Int] = []
    let isCanary: Bool
    var contents: [Verbatim: [CellAddress: Content]] = [:]
  }

  /// A decider for a batch whose rows are in the log.
  package init(_ rows: [RowExpectation], settings: Settings) {
    self.rows = rows
    self.settings = settings
    statuses = rows.map { _ in .notSent }
    attempts = rows.map { _ in 0 }
    let size = settings.canRead ? settings.rowsPerRead : settings.rowsPerCall
    let first = min(settings.canary, rows.count)
    let canary = Array(0..<first).parts(of: size)
    parts = canary + Array(first..<rows.count).parts(of: size)
    canaryParts = canary.count
  }

  /// Takes an event and returns the next actions.
  package mutating func receive(_ event: PushEvent) -> [PushAction] {
    guard !isClosed else { return [] }
    return decide(event) + advance()
  }

  private mutating func decide(_ event: PushEvent) -> [PushAction] {
    switch event {
    case .began: return []
    case .read(let contents):
      return readingPart == nil ? verified(contents) : prepared(contents)
    case .notRead(let error):
      notRead(error)
      return []
    case .readingNotAppended(let error):
      // This reading is over, and the same users are not read again for it.
      readingPart = nil
      verification = nil
      breakBook(error)
      return []
    case .answered(let call, let result): return answered(call, result)
    case .paused(let call):
      if let rows = pausing.removeValue(forKey: call) { ready.append(rows) }
      return []
    case .notLeft(let call, let error):
      for row in flying.removeValue(forKey: call) ?? [] {
        // The attempt before this one is recorded with its own result.
        statuses[row] =
          doubtful.contains(row) ? .uncertain : attempts[row] == 1 ? .notSent : .rejected
        if attempts[row] == 1 { unread.remove(row) }
      }
      breakBook(error)
      return []
    case .notAppended(let error):
      breakBook(error)
      return []
    case .rested: return verifyNext()
    case .cancelled:
      giveUp(.interrupted, because: nil)
      return []
    }
  }

  private mutating func prepared(_ contents: [Verbatim: [CellAddress: Content]]) -> [PushAction] {
    let part = readingPart ?? []
    readingPart = nil
    guard stop == nil else { return [] }
    var actions: [PushAction] = []
    var position: [Int] = []
    for row in part {
      guard let now = contents[rows[row].user] else {
        statuses[row] = .skipped
        actions.append(.skip(row, reason: "The system no longer shows this user."))
        continue
      }
      if let reason = rows[row].moved(now) {
        statuses[row] = .skipped
        actions.append(.skip(row, reason: reason))
      } else {
        position.append(row)
      }
    }
    ready += position.parts(of: settings.rowsPerCall)
    return actions
  }

  private mutating func notRead(_ error: any UserFacingError) {
    guard readingPart == nil else {
      readingPart = nil
      return giveUp(.interrupted, because: error)
    }
    let isCanary = verification?.isCanary == true
    verification = nil
    unread = []
    readBackFailure = error
    guard isCanary else { return }
    isCanaryJudged = true
    giveUp(.interrupted, because: error)
  }

  private mutating func answered(_ call: Int, _ result: CallResult) -> [PushAction] {
    guard let sent = flying.removeValue(forKey: call) else { return [] }
    switch result {
    case .answered(let answers, let facts):
      let verdicts = zip(sent, answers).map { verdict($0, $1) }
      for (row, verdict) in zip(sent, verdicts) { note(row, verdict) }
      let isUncertain = verdicts.contains { if case .uncertain = $0 { true } else { false } }
      uncertainInARow = isUncertain ? uncertainInARow + 1 : 0
      stopIfTooMuch()
      return [.record(call: call, rows: sent, verdicts: verdicts, facts)]
    case .notApplied(let refusal):
      let verdicts = sent.map { verdict($0, refusal.rejected) }
      for row in sent { statuses[row] = doubtful.contains(row) ? .uncertain : .rejected }
      return [.record(call: call, rows: sent, verdicts: verdicts, refusal.facts)]
        + again(call, sent, refusal)
    case .inDoubt(let refusal):
      doubtful.formUnion(sent)
      let record = PushAction.record(
        call: call,
        rows: sent,
        verdicts: sent.map { _ in refusal.uncertain },
        refusal.facts
      )
      if refusal.remedy != .stop, sent.contains(where: { rows[$0].adds }) {
        judgedRows += sent.count
        uncertainInARow += 1
        stopIfTooMuch()
        return [record]
      }
      return [record] + again(call, sent, refusal)
    }
  }

  /// A refusal says nothing about an earlier call of its row.
  private func verdict(_ row: Int, _ verdict: RowVerdict) -> RowVerdict {
    guard case .rejected(let code, let message) = verdict, doubtful.contains(row) else {
      return verdict
    }
    return .uncertain(
      code: code,
      message: Verbatim(
        "It was refused (\(message?.text ?? "without a reason")), and an earlier call of it may have "
          + "been applied."
      )
    )
  }

  private mutating func note(_ row: Int, _ verdict: RowVerdict) {
    judgedRows += 1
    switch verdict {
    case .accepted: statuses[row] = .accepted
    case .uncertain: statuses[row] = .uncertain
    case .rejected:
      statuses[row] = .rejected
      refusedRows += 1
    }
  }

  private mutating func stopIfTooMuch() {
    if settings.limits.stops(rejected: refusedRows, of: judgedRows) {
      let error = PushError.tooManyRejected(
        refusedRows,
        of: judgedRows,
        percent: settings.limits.maximumRejected
      )
      giveUp(.failed, because: error)
    } else if uncertainInARow >= settings.uncertainInARow {
      giveUp(.interrupted, because: PushError.tooManyUncertain(uncertainInARow))
    }
  }

  private mutating func again(
    _ call: Int,
    _ sent: [Int],
    _ refusal: CallRefusal
  ) -> [PushAction] {
    guard stop == nil else { return [] }
    let attempt = sent.map { attempts[$0] }.max() ?? 1
    guard case .again(let cause) = refusal.remedy,
      settings.retries.wait(after: cause, attempt: attempt, random: 0) != nil
    else {
      let isPassing = refusal.remedy != .stop
      giveUp(isPassing ? .interrupted : .failed, because: refusal.error)
      return []
    }
    pausing[call] = sent
    return [.pause(call: call, cause: cause, attempt: attempt)]
  }

  private mutating func breakBook(_ error: any UserFacingError) {
    bookIsBroken = true
    giveUp(.failed, because: error)
  }

  private mutating func giveUp(_ status: OperationStatus, because error: (any UserFacingError)?) {
    ready = []
    pausing = [:]
    guard stop == nil else { return }
    stop = status
    failure = error
  }
}

// What comes next, after an event.
extension PushDecider {
  private mutating func advance() -> [PushAction] {
    var actions: [PushAction] = []
    while stop == nil {
      while flying.count < settings.callsInFlight, !ready.isEmpty {
        actions.append(send(ready.removeFirst()))
      }
      guard isIdle else { return actions }
      if nextPart == canaryParts, canaryParts > 0, !isCanaryJudged {
        let canary = unread.sorted()
        guard settings.canRead, !canary.isEmpty else {
          judgeCanary([:])
          continue
        }
        return actions + verify(canary, isCanary: true)
      }
      guard nextPart < parts.count else { break }
      let part = parts[nextPart]
      nextPart += 1
      if settings.canRead {
        readingPart = part
        return actions + [.read(part)]
      }
      ready = part.parts(of: settings.rowsPerCall)
    }
    guard isIdle else { return actions }
    if settings.canRead, !bookIsBroken, !unread.isEmpty {
      return actions + verify(unread.sorted(), isCanary: false)
    }
    isClosed = true
    return actions + [.close(stop ?? .finished)]
  }

  /// Whether no call is in flight.
  private var isIdle: Bool {
    flying.isEmpty && pausing.isEmpty && ready.isEmpty && readingPart == nil && verification == nil
  }

  private mutating func send(_ rows: [Int]) -> PushAction {
    callsSent += 1
    flying[callsSent] = rows
    for row in rows {
      attempts[row] += 1
      statuses[row] = .uncertain
      unread.insert(row)
    }
    return .send(call: callsSent, rows: rows)
  }

  private mutating func verify(_ rows: [Int], isCanary: Bool) -> [PushAction] {
    verification = Verification(
      rows: rows,
      waiting: rows.parts(of: settings.rowsPerRead).reversed(),
      isCanary: isCanary
    )
    return [.rest]
  }

  private mutating func verifyNext() -> [PushAction] {
    guard let part = verification?.waiting.popLast() else { return [] }
    verification?.reading = part
    return [.read(part)]
  }

  private mutating func verified(
    _ contents: [Verbatim: [CellAddress: Content]]
  ) -> [PushAction] {
    verification?.contents.merge(contents) { _, new in new }
    unread.subtract(verification?.reading ?? [])
    let next = verifyNext()
    guard next.isEmpty, let done = verification else { return next }
    verification = nil
    let actions = revisions(done)
    if done.isCanary { judgeCanary(done.contents) }
    return actions
  }

  /// Rejected rows of which a part is in the system: a refused call need not be refused as a whole.
  private mutating func revisions(_ done: Verification) -> [PushAction] {
    var actions: [PushAction] = []
    for row in done.rows where statuses[row] == .rejected {
      guard let now = done.contents[rows[row].user], let reported = rows[row].appliedInPart(now)
      else {
        continue
      }
      statuses[row] = .uncertain
      actions.append(.revise(row, .uncertain(code: nil, message: reported)))
    }
    return actions
  }

  private mutating func judgeCanary(_ contents: [Verbatim: [CellAddress: Content]]) {
    isCanaryJudged = true
    let canary = parts[..<canaryParts].flatMap { $0 }
    for row in canary {
      let why: String?
      switch statuses[row] {
      case .rejected: why = "the system refused it"
      case .uncertain: why = "it is not known whether it was applied"
      case .accepted where settings.canRead:
        let differing = rows[row].differing(contents[rows[row].user] ?? [:])
        why =
          differing.isEmpty
          ? nil
          : "the system accepted it, and yet "
            + differing.map { "\($0.field)[\($0.item)]" }.joined(separator: ", ")
            + " is not as written"
      case .accepted, .skipped, .notSent: why = nil
      }
      if let why {
        return giveUp(.failed, because: PushError.canary(user: rows[row].user, why: why))
      }
    }
    if !canary.contains(where: { statuses[$0] == .accepted }) {
      giveUp(.failed, because: PushError.canaryProvesNothing)
    }
  }
}
