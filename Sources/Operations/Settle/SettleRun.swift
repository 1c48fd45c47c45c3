import Ledger
import LedgerHistory
import LedgerStorage
import Roster

/// Finds out the results of a batch's uncertain rows.
///
/// If the system can be read, the users are read again, which is recorded, and each row is judged
/// by the current contents. If it cannot, rows remain undecided, unless they are to be sent again:
/// that is done only after some time, and only if no later write of ours touches their cells.
///
/// - Parameters:
///   - request: The batch, and how to settle it.
///   - tools: The ledger, the system and the clock.
/// - Returns: The results and, if it ended early, the error.
/// - Throws: `PushError` or `LedgerError`, if no operation was opened.
package func runSettle(
  _ request: SettleRequest,
  tools: PushTools
) async throws -> SettleOutcome {
  let (_, lines) = try tools.ledger.batch(
    request.batch,
    of: tools.system.system,
    mayBeEmpty: true
  )
  if request.resends { try request.author.checkReason() }
  var operation = OperationRequest(
    kind: .settle,
    by: request.author,
    system: tools.system.system,
    parameters: Verbatim(#"{"resend":\#(request.resends)}"#),
    parent: request.batch
  )
  operation.writes = Set(lines.lazy.filter(\.isOpen).map(\.user))
  let session = try await OperationSession(operation, tools)
  var run = SettleRun(
    request: request,
    tools: tools,
    session: session,
    lines: lines.filter(\.isOpen)
  )
  do {
    if tools.system.canRead { try await run.read() } else { try await run.resend() }
    session.close(.finished)
  } catch {
    session.close(error is LedgerError ? .failed : .interrupted, because: error)
  }
  return SettleOutcome(
    operation: session.operation,
    status: session.status,
    rows: run.rows,
    error: session.error
  )
}

/// A settlement under way.
struct SettleRun {
  let request: SettleRequest
  let tools: PushTools
  let session: OperationSession
  let lines: [BatchLine]
  private(set) var rows: [SettledRow] = []

  /// Reads the users of the rows again, and judges each row by the current contents.
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
    try session.append(reading.answers)
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

  /// Why a row cannot be judged whose person is there and whose values are erased.
  static let erased: Verbatim = "What it wrote, or what was there before, was erased."

  mutating func settle(_ line: BatchLine, _ verdict: Settlement, _ how: Verbatim) throws {
    try session.write { try $0.settle(line.intended, as: verdict, how: how, now: $1) }
    rows.append(SettledRow(user: line.user, verdict: verdict, how: how))
  }
}
