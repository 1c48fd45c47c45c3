import ChangeFiles
import Crypto
public import Ledger
public import Roster
import TransparencyLog
import VerbatimJSON

/// A file that is to be imported, and what its importer says of it.
public struct ImportRequest: Sendable {
  /// The system that its values are from.
  public var system: System
  /// The file's name, without a folder.
  public var file: Verbatim
  /// The whole file.
  public var bytes: [UInt8]
  /// When its values were taken out of the system.
  public var capturedAt: Instant
  /// The sheet of a workbook; nil for the first that is not hidden.
  public var sheet: String?
  /// How its headers and labels are called.
  public var names: ImportTable
  /// Who imports it, and why.
  public var author: Author

  /// Describes an import.
  public init(
    system: System,
    file: Verbatim,
    bytes: [UInt8],
    capturedAt: Instant,
    sheet: String? = nil,
    names: ImportTable = .standard,
    author: Author
  ) {
    self.system = system
    self.file = file
    self.bytes = bytes
    self.capturedAt = capturedAt
    self.sheet = sheet
    self.names = names
    self.author = author
  }
}

/// What an import added to the book.
public struct ImportResult: Hashable, Sendable {
  /// The operation's number.
  public let operation: Int64
  /// The file's name.
  public let file: Verbatim
  /// The SHA-256 of the file, 64 digits.
  public let sha256: String
  /// When its values were taken out of the system.
  public let capturedAt: Instant
  /// What it added.
  public let outcome: ImportOutcome
  /// The fields that it says something of.
  public let fields: [FieldCode]
  /// The columns that are no field, and were passed over.
  public let ignored: [Verbatim]
  /// The cells that were cleaned, in sentences that say where they stand.
  public let cleaned: [String]
  /// Rows that are about no person and were left out, in such sentences.
  public let rowsLeftOut: [String]
  /// What a person does not see of a workbook, in sentences.
  public let notes: [String]
}

/// Records the values of a file as they were at a time.
///
/// - Parameters:
///   - request: The file.
///   - ledger: The book.
///   - timekeeper: The clock.
///   - wait: How long to wait for another writer to end.
/// - Returns: What it added.
/// - Throws: `ImportError`, `ChangeFileError` or `LedgerError`; then nothing of it is in the book.
public func runImport(
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
  let writer = try await ledger.begin(
    OperationRequest(
      kind: .import,
      by: request.author,
      system: request.system,
      parameters: Verbatim(String(decoding: parameters.bytes, as: UTF8.self)),
      parent: nil
    ),
    wait: wait,
    timekeeper: timekeeper
  )
  do {
    let roster = ImportedRoster(
      system: request.system,
      file: request.file,
      digest: digest,
      capturedAt: request.capturedAt,
      users: try reading.users.map { try whole($0, reading, ledger) }
    )
    let outcome = try writer.append(roster, now: timekeeper.now())
    try writer.close(.finished, now: timekeeper.now())
    return ImportResult(
      operation: writer.operation,
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
  } catch {
    try? writer.close(.failed, now: timekeeper.now())
    throw error
  }
}

/// A user with all of the company's own fields in the scope, where the file states them all: those
/// that it does not have are gone.
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
