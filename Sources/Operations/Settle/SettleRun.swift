import Ledger
import Roster

/// Finds out what became of the rows of a batch whose fate is not known.
///
/// Where the system can be read, its users are read again, which is recorded, and each row is
/// judged by what is there. Where it cannot, rows stay undecided, unless they are to be sent again:
/// that is done only once some time has passed, and while no later write of ours touches their
/// cells.
///
/// - Parameters:
///   - request: Which batch, and how.
///   - tools: The log, the system and the clock.
/// - Returns: What was found out and, where the settlement ended early, what ended it.
/// - Throws: `PushError` or `LedgerError`, where no operation was opened.
package func runSettle(
  _ request: SettleRequest,
  tools: PushTools
) async throws -> SettleOutcome {
  guard let (batch, lines) = try tools.ledger.batch(request.batch) else {
    throw PushError.noBatch(request.batch)
  }
  guard batch.operation.system == tools.system.system else {
    throw PushError.batchOfOtherSystem(request.batch, batch.operation.system)
  }
  if request.resends, request.author.reason?.isEmpty ?? true { throw PushError.noReason }
  let operation = OperationRequest(
    kind: .settle,
    by: request.author,
    system: tools.system.system,
    parameters: Verbatim(#"{"resend":\#(request.resends)}"#),
    parent: request.batch
  )
  let writer = try await tools.ledger.begin(
    operation,
    wait: tools.wait,
    timekeeper: tools.timekeeper
  )
  var settling = SettleRun(
    request: request,
    tools: tools,
    writer: writer,
    lines: lines.filter(\.isOpen)
  )
  var failure: (any UserFacingError)?
  do {
    if tools.system.canRead {
      try await settling.read()
    } else {
      try await settling.resend()
    }
  } catch {
    failure = (error as? any UserFacingError) ?? UnexpectedError("\(error)")
  }
  var status: OperationStatus =
    failure == nil ? .finished : failure is LedgerError ? .failed : .interrupted
  do {
    try writer.close(status, now: tools.timekeeper.now())
    settling.committed()
  } catch {
    status = .interrupted
    failure = failure ?? error
  }
  return settling.outcome(status, failure)
}

/// A settlement under way.
struct SettleRun {
  let request: SettleRequest
  let tools: PushTools
  let writer: LedgerWriter
  let lines: [BatchLine]
  private(set) var rows: [SettledRow] = []
  /// The opening is the first commit.
  private var commits = 1

  init(request: SettleRequest, tools: PushTools, writer: LedgerWriter, lines: [BatchLine]) {
    self.request = request
    self.tools = tools
    self.writer = writer
    self.lines = lines
    tools.afterCommit?(1)
  }

  /// Reads the users of the rows again, and judges each row by what is there.
  mutating func read() async throws {
    for line in lines where line.hasErased { try settle(line, .undecidable, Self.erased) }
    let lines = lines.filter { !$0.hasErased }
    guard !lines.isEmpty else { return }
    let described = try tools.ledger.fields(tools.system.system)
    let details = DetailGroups(described)
    let written = lines.map { WrittenRow($0, details: details) }
    let fields = written.reduce(into: Set<FieldCode>()) { $0.formUnion($1.fields(details)) }
    try await tools.waitUntil(lines.compactMap(\.sentAt).max(), isOver: request.quiet)
    let reading = await tools.system.read(
      users: lines.map(\.user),
      fields: fields.subtracting(described.codes(named: request.never)).sorted()
    )
    for answer in reading.answers {
      _ = try writer.append(answer, now: tools.timekeeper.now())
      committed()
    }
    if let error = reading.error { throw error }
    let contents = reading.contents
    let decider = SettleDecider(details)
    for (line, row) in zip(lines, written) {
      let before = try tools.ledger.contents(
        of: UserKey(tools.system.system, line.user),
        fields: row.fields(details),
        before: line.sent ?? line.intended
      )
      let finding = decider.decide(row, before: before, now: contents[line.user])
      try settle(line, finding.verdict, finding.how)
    }
  }

  /// Why nothing can be said of a row whose person is there and whose values are not.
  static let erased: Verbatim = "What it wrote, or what was there before, was erased."

  mutating func settle(_ line: BatchLine, _ verdict: Settlement, _ how: Verbatim) throws {
    try writer.settle(line.intended, as: verdict, how: how, now: tools.timekeeper.now())
    committed()
    rows.append(SettledRow(user: line.user, verdict: verdict, how: how))
  }

  mutating func committed() {
    commits += 1
    tools.afterCommit?(commits)
  }

  func outcome(_ status: OperationStatus, _ error: (any UserFacingError)?) -> SettleOutcome {
    func count(_ verdict: Settlement) -> Int { rows.count { $0.verdict == verdict } }
    return SettleOutcome(
      result: SettleResult(
        operation: writer.operation,
        status: status,
        applied: count(.applied),
        notApplied: count(.notApplied),
        undecidable: count(.undecidable)
      ),
      rows: rows,
      error: error
    )
  }
}

extension PushTools {
  /// Waits until so much time has passed since a moment, and never longer: a moment ahead of now
  /// was by a clock that was wrong, and is over.
  func waitUntil(_ moment: Instant?, isOver duration: Duration) async throws {
    guard let moment else { return }
    let left = min(duration, (moment + duration) - timekeeper.now())
    if left > .zero { try await timekeeper.sleep(for: left) }
  }
}

extension Ledger {
  /// What a user's cells were expected to hold before an entry.
  func contents(
    of user: UserKey,
    fields: Set<FieldCode>,
    before entry: Int64
  ) throws -> [CellAddress: Content] {
    var contents: [CellAddress: Content] = [:]
    try history(HistoryFilter(user: user, fields: fields)) { row in
      guard row.entry < entry else { return }
      contents[CellAddress(row.field, row.item)] = row.content
    }
    return contents
  }
}
