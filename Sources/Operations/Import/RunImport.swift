import LedgerHistory
import ChangeFiles
import Crypto
package import Ledger
package import Roster
import TransparencyLog
import VerbatimJSON

/// Records the values of a file as of a time.
///
/// - Parameters:
///   - request: The file.
///   - ledger: The ledger.
///   - timekeeper: The clock.
///   - wait: How long to wait for another writer to end.
/// - Returns: What it added.
/// - Throws: `ImportError`, `ChangeFileError` or `LedgerError`; nothing of it is in the log then.
package func runImport(
  _ request: ImportRequest,
  ledger: Ledger,
  timekeeper: any Timekeeper,
  wait: Duration = .zero
) async throws -> ImportResult {
  guard request.system == .maycur else { throw ImportError.systemIsRead(request.system) }
  guard request.capturedAt <= timekeeper.now() else { throw ImportError.capturedInFuture }
  let reading = try ImportReading(request.bytes, sheet: request.sheet, names: request.names)
  let digest = Array(SHA256.hash(data: request.bytes))
  let sha256 = Hexadecimal.text(digest)
  let parameters: JSON = [
    "file": .string(request.file.text), "sha256": .string(sha256),
    "capturedAt": .number(String(request.capturedAt.milliseconds)),
  ]
  let session = try await OperationSession(
    OperationRequest(
      kind: .import,
      by: request.author,
      system: request.system,
      parameters: Verbatim(parameters.compact)
    ),
    in: ledger,
    wait: wait,
    timekeeper: timekeeper
  )
  let outcome = try session.finish {
    let roster = ImportedRoster(
      system: request.system,
      file: request.file,
      digest: digest,
      capturedAt: request.capturedAt,
      users: try reading.users.map { try whole($0, reading, ledger) }
    )
    return try session.write { try $0.append(roster, now: $1) }
  }
  return ImportResult(
    operation: session.operation,
    file: request.file,
    sha256: sha256,
    capturedAt: request.capturedAt,
    outcome: outcome,
    fields: reading.fields,
    ignored: reading.ignored,
    cleaned: reading.cleaned.map(\.message),
    rowsLeftOut: reading.leftOut,
    notes: reading.notes
  )
}

/// A user with all of the company's own fields in the scope, if the file states them all: those
/// that the user does not have are gone.
private func whole(
  _ user: ImportedUser,
  _ reading: ImportReading,
  _ ledger: Ledger
) throws -> ImportedUser {
  guard reading.wholeCustomObjects.contains(user.user) else { return user }
  let held = try ledger.held(UserKey(.maycur, user.user)).keys.map(\.field)
  let custom = held.filter { $0.text.hasPrefix("customObject.") }
  return ImportedUser(
    user: user.user,
    scope: user.scope.union(custom),
    cells: user.cells
  )
}
