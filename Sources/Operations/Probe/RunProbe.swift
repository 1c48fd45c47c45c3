import Ledger
package import Roster

/// Finds out on one test person what a tenant does where the vendor's pages leave it open.
///
/// Each write is recorded as in a push: intended, sent, its outcome, and what was read afterwards.
/// Whatever happens, what was there is put back, also when the task is cancelled; what could not be
/// is named.
///
/// - Parameters:
///   - request: On which user, and who runs it.
///   - tools: The log, the system, and the clock.
///   - confirm: Is called with what will be written, and returns whether to go on.
/// - Returns: What was found out, and whether all is as it was.
/// - Throws: `ProbeError`, `PushError` or `LedgerError`, where nothing was written; what the system
///   says, where it could not be asked.
package func runProbe(
  _ request: ProbeRequest,
  tools: PushTools,
  confirm: @Sendable ([CellAddress]) async -> Bool
) async throws -> ProbeResult {
  try request.author.checkReason()
  let catalog = try await tools.system.catalog()?.fields ?? []
  let never = catalog.codes(named: request.never)
  let all = catalog.map(\.code).filter { !never.contains($0) }
  func look() async throws -> (SystemReading, ProbeSubject) {
    let looked = await tools.system.read(users: [request.user], fields: all)
    if let error = looked.error { throw error }
    guard let contents = looked.contents[request.user] else {
      throw ProbeError.personAbsent(request.user)
    }
    let found = ProbeSubject(catalog: catalog, contents: contents, never: never)
    guard let subject = found else { throw ProbeError.nothingToTry(request.user) }
    return (looked, subject)
  }
  let shown = try await look().1
  guard await confirm(shown.touched), !Task.isCancelled else { throw ProbeError.declined }
  let operation = OperationRequest(
    kind: .probe,
    by: request.author,
    system: tools.system.system
  )
  let session = try await OperationSession(operation, tools)
  // What is put back at the end is what is there now, and not what was there before the question.
  let looked: SystemReading
  let subject: ProbeSubject
  do {
    (looked, subject) = try await look()
    guard subject.touched == shown.touched else { throw ProbeError.nothingToTry(request.user) }
  } catch {
    session.close(.failed, because: error)
    throw error
  }
  let probing = ProbeRun(
    request: request,
    tools: tools,
    session: session,
    subject: subject,
    catalog: catalog
  )
  let stopping = StopFlag()
  let work = Task { await probing.work(looked.answers, stopping) }
  return await withTaskCancellationHandler {
    await work.value
  } onCancel: {
    stopping.happen()
  }
}
