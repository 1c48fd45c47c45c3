import ChangeFiles
import Crypto
import Foundation
import Ledger
import Operations
import Roster
import TransparencyLog
import VerbatimJSON

/// A change file as it was read, before it is known what its words mean.
struct ChangeSource: Sendable {
  /// The file as the command line names it.
  let name: String
  /// What it wants.
  let file: ChangeFile
  private let digest: String

  /// Reads a file.
  ///
  /// - Parameters:
  ///   - name: The file.
  ///   - sheet: The sheet of a workbook; nil for the first.
  ///   - system: The system it is for.
  ///   - environment: Where it is.
  /// - Throws: `CommandError` where it cannot be read, `ChangeFileError` where it is none.
  init(
    _ name: String,
    sheet: String?,
    for system: System,
    in environment: CommandEnvironment
  ) throws {
    let bytes = try NamedFile.bytes(environment.path(name), called: name)
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

  /// What it is, in words.
  var phrase: String {
    let rows = file.rows.count == 1 ? "1 row" : "\(file.rows.count) rows"
    let place = file.sheet.map { "sheet \($0) of a workbook" } ?? file.encoding.phrase
    return "\(name): \(file.form.phrase), \(rows), \(place)."
  }

  /// How its cells are read, where that is not what it looks like.
  var rules: String? {
    file.form.isTable
      ? "An empty cell keeps what is there; #清空# clears it; what is not mentioned is kept." : nil
  }

  /// Finds what its words mean: who, and by the fields as they are described now.
  ///
  /// - Parameter tools: The log, which knows the people, and the system.
  /// - Returns: What is wanted, and everything that is wrong.
  /// - Throws: What the system or the log says.
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
