import ChangeFiles
import Crypto
import Foundation
import Ledger
import LedgerHistory
import Operations
import Roster
import TransparencyLog
import VerbatimJSON

/// A change file that was read, but not resolved yet.
struct ChangeSource: Sendable {
  /// The file, as written on the command line.
  let name: String
  /// Its contents.
  let file: ChangeFile
  private let digest: String

  /// Reads a file.
  ///
  /// - Parameters:
  ///   - name: The file.
  ///   - sheet: The sheet of a workbook; nil for the first.
  ///   - system: The system that it is for.
  ///   - environment: Has the working folder.
  /// - Throws: `CommandError` if it cannot be read, `ChangeFileError` if it is no change file.
  init(
    _ name: String,
    sheet: String?,
    for system: System,
    in environment: CommandEnvironment
  ) throws {
    let bytes = try environment.bytes(ofFile: name)
    self.name = name
    file = try ChangeFile(reading: bytes, system: system, sheet: sheet)
    digest = Hexadecimal.text(SHA256.hash(data: bytes))
  }

  /// What the log keeps of it: its name and its digest.
  var parameters: Verbatim {
    let sheet = file.sheet.map { [JSON.Member(key: "sheet", value: .string($0))] } ?? []
    let json = JSON.object(
      [
        JSON.Member(key: "file", value: .string(URL(fileURLWithPath: name).lastPathComponent)),
        JSON.Member(key: "sha256", value: .string(digest)),
        JSON.Member(key: "form", value: .string(file.form.rawValue)),
        JSON.Member(key: "encoding", value: .string(file.encoding.rawValue)),
        JSON.Member(key: "rows", value: .integer(file.rows.count)),
      ] + sheet
    )
    return Verbatim(String(decoding: json.bytes, as: UTF8.self))
  }

  /// Its form, in words.
  var phrase: String {
    let place = file.sheet.map { "sheet \($0) of a workbook" } ?? file.encoding.phrase
    return "\(name): \(file.form.phrase), \(file.rows.count.counted("row")), \(place)."
  }

  /// How its cells are read, if that is not obvious.
  var rules: String? {
    file.form.isTable
      ? "An empty cell keeps what is there; #清空# clears it; what is not mentioned is kept." : nil
  }

  /// Resolves its users and fields, with the current catalog.
  ///
  /// - Parameter tools: The ledger, which knows the people, and the system.
  /// - Returns: The changes, and all problems.
  /// - Throws: Errors of the system or the ledger.
  func resolved(_ tools: PushTools) async throws -> ResolvedChanges {
    let system = file.system
    let ledger = tools.ledger
    let asked = try await tools.system.catalog()?.fields
    let catalog = try asked ?? ledger.fields(system)
    var held: [Verbatim: [CellAddress: CurrentCell]] = [:]
    let resolver = ChangeResolver(
      system: system,
      catalog: catalog,
      people: { text in
        try ledger.people(matching: text, system: system).map {
          PersonCandidate(
            key: $0.key,
            name: $0.name,
            jobNumber: $0.jobNumber,
            hasLeft: $0.hasLeft
          )
        }
      },
      everybody: { try ledger.active(of: system) },
      current: { user, address in
        if held[user] == nil { held[user] = try ledger.held(UserKey(system, user)) }
        return held[user]?[address]?.content.value
      }
    )
    return try resolver.resolve(file)
  }
}
