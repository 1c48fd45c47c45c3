import LedgerHistory
package import Ledger
package import Roster

/// Records which users of the two systems are one person.
///
/// - Parameters:
///   - request: How it is known, and who says so.
///   - ledger: The ledger.
///   - lookUp: Whom to ask; only for a look-up.
///   - timekeeper: The clock.
///   - wait: How long to wait for another writer to end.
///   - progress: Receives the number of people looked up, and the total.
/// - Returns: The result and, if it ended early, the error.
/// - Throws: `LinkError` or `LedgerError`, if no operation was opened.
package func runLink(
  _ request: LinkRequest,
  ledger: Ledger,
  lookUp: (any PersonLookUp)? = nil,
  timekeeper: any Timekeeper,
  wait: Duration = .zero,
  progress: @Sendable (Int, Int) -> Void = { _, _ in }
) async throws -> LinkResult {
  try LinkRun.check(request.ground, ledger)
  let session = try await OperationSession(
    OperationRequest(
      kind: .link,
      by: request.author,
      system: .dingtalk,
      parameters: Verbatim("{\"by\":\"\(request.ground.word)\"}")
    ),
    in: ledger,
    wait: wait,
    timekeeper: timekeeper
  )
  var run = LinkRun(session: session, ledger: ledger)
  do {
    try await run.carryOut(request.ground, lookUp, progress)
    session.close(.finished)
  } catch {
    let wasStopped = Task.isCancelled || error is CancellationError
    session.close(wasStopped ? .interrupted : .failed, because: wasStopped ? nil : error)
  }
  return try run.outcome()
}

/// The state of one linking, from its opening to its end.
private struct LinkRun {
  /// The number of pairs in one append: those of a few seconds of a look-up.
  private static let pairsPerAppend = 200

  let session: OperationSession
  let ledger: Ledger
  var added = LinkOutcome()
  var unlinked = 0
  var asked = 0
  var absent: [Verbatim] = []

  static func check(_ ground: LinkEvidence, _ ledger: Ledger) throws {
    switch ground {
    case .lookUp(let users):
      for user in users ?? [] { try known(user, in: ledger) }
    case .jobNumbers: break
    case .administrator(let pairs):
      var seen: Set<Verbatim> = []
      for pair in pairs {
        try known(pair.dingtalk, in: ledger)
        if !seen.insert(pair.dingtalk).inserted { throw LinkError.twice(pair.dingtalk) }
      }
      var keys: Set<UserKey> = []
      for pair in pairs where !keys.insert(UserKey(.maycur, pair.maycur)).inserted {
        throw LinkError.twice(pair.maycur)
      }
    case .unlinking(let pairs):
      let linked = try ledger.links().compactMap { row in
        row.source == nil
          ? nil
          : row.dingtalk.flatMap { user in
            row.maycur.map { UserPair(dingtalk: user, maycur: $0) }
          }
      }
      for pair in pairs where !linked.contains(pair) { throw LinkError.notLinked(pair) }
    }
  }

  private static func known(_ user: Verbatim, in ledger: Ledger) throws {
    let found = try ledger.people(matching: user, system: .dingtalk).first?.key.id
    if found != user { throw LinkError.unknownUser(user) }
  }

  mutating func carryOut(
    _ ground: LinkEvidence,
    _ lookUp: (any PersonLookUp)?,
    _ progress: @Sendable (Int, Int) -> Void
  ) async throws {
    switch ground {
    case .lookUp(let users):
      let everybody = try users ?? LinkRun.active(ledger)
      try await ask(everybody, lookUp, progress)
    case .jobNumbers:
      let pairs = try ledger.links().compactMap(\.jobNumberPair)
      asked = pairs.count
      try record(pairs, .jobNumber)
    case .administrator(let pairs): try record(pairs, .administrator)
    case .unlinking(let pairs):
      unlinked = try session.write { try $0.unlink(pairs, now: $1) }
    }
  }

  /// The active DingTalk users in the ledger.
  private static func active(_ ledger: Ledger) throws -> [Verbatim] {
    var users: [Verbatim] = []
    for user in Set(try ledger.links().compactMap(\.dingtalk)).sorted() {
      let person = try ledger.people(matching: user, system: .dingtalk).first
      if person?.key.id == user, person?.hasLeft == false { users.append(user) }
    }
    return users
  }

  private mutating func ask(
    _ users: [Verbatim],
    _ lookUp: (any PersonLookUp)?,
    _ progress: @Sendable (Int, Int) -> Void
  ) async throws {
    guard let lookUp else { return }
    var found: [UserPair] = []
    do {
      var rest = users[...]
      while !rest.isEmpty, !Task.isCancelled {
        let five = Array(rest.prefix(lookUp.maximum))
        let pairs = try await lookUp.find(five)
        rest = rest.dropFirst(five.count)
        asked += five.count
        absent += five.filter { user in !pairs.contains { $0.dingtalk == user } }
        found += pairs
        if found.count >= LinkRun.pairsPerAppend {
          try record(found, .maycur)
          found = []
        }
        progress(asked, users.count)
      }
    } catch {
      try record(found, .maycur)
      throw error
    }
    try record(found, .maycur)
    try Task.checkCancellation()
  }

  private mutating func record(_ pairs: [UserPair], _ source: LinkSource) throws {
    guard !pairs.isEmpty else { return }
    let outcome = try session.write { try $0.link(pairs, source: source, now: $1) }
    added.linked += outcome.linked
    added.unchanged += outcome.unchanged
  }

  func outcome() throws -> LinkResult {
    LinkResult(
      operation: session.operation,
      status: session.status,
      asked: asked,
      linked: added.linked,
      unchanged: added.unchanged,
      unlinked: unlinked,
      absent: absent,
      problems: try ledger.links().filter { $0.problem != nil },
      error: session.error
    )
  }
}

extension LinkEvidence {
  /// The source in the log's words.
  fileprivate var word: String {
    switch self {
    case .lookUp: "lookUp"
    case .jobNumbers: "jobNumbers"
    case .administrator: "administrator"
    case .unlinking: "unlinking"
    }
  }
}
