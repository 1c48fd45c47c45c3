import Ledger
package import Roster

/// Finds out with one test person how a tenant behaves where the vendor does not document it.
///
/// Each write is recorded as in a push: intended, sent, its outcome, and what was read afterwards.
/// The earlier values are always put back, also when the task is cancelled; what could not be put
/// back is named.
///
/// - Parameters:
///   - request: The user, and who runs it.
///   - tools: The ledger, the system, and the clock.
///   - confirm: Receives what will be written, and returns whether to go on.
/// - Returns: The results, and whether everything is as before.
/// - Throws: `ProbeError`, `PushError` or `LedgerError`, if nothing was written; the system's error
///   if it could not be read.
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
  var operation = OperationRequest(
    kind: .probe,
    by: request.author,
    system: tools.system.system
  )
  operation.writes = [request.user]
  let session = try await OperationSession(operation, tools)
  // The values to put back at the end are those of now, not those from before the confirmation.
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
  let work = Task(executorPreference: tools.threads) {
    await probing.work(looked.answers, stopping)
  }
  return await withTaskCancellationHandler {
    await work.value
  } onCancel: {
    stopping.happen()
  }
}
