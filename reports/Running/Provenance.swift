package import Ledger
package import Roster
package import VerbatimJSON
package import Tables

/// What an auditor needs to rely on a result, and to make it again.
package struct Provenance: Hashable, Sendable {
  /// One parameter as it was given, or stood by default.
  package struct Parameter: Hashable, Sendable {
    /// Its name.
    package let name: String
    /// What the SQL got, as text; nil for nothing.
    package let value: Verbatim?
  }

  /// The report's name.
  package let report: String
  /// SHA-256 of its SQL, header and all, as 64 digits.
  package let sqlDigest: String
  /// Its parameters, in order.
  package let parameters: [Parameter]
  /// Where in the log the result stands.
  package let position: ReadPosition
  /// The ledger's random id.
  package let ledger: String
  /// The last entry that the ledger had then.
  package let lastEntry: Int64
  /// The root of the log's tree at its last entry, where the ledger proves one.
  package let root: String?
  /// How many rows there are.
  package let rows: Int
  /// When it was made.
  package let madeAt: Instant
  /// The program's version.
  package let program: String

  /// As programs read it.
  package var json: JSON {
    [
      "report": .string(report),
      "sha256": .string(sqlDigest),
      "parameters": .object(
        parameters.map { parameter in
          JSON.Member(
            key: parameter.name,
            value: parameter.value.map { .string($0.text) } ?? .null
          )
        }
      ),
      "asOf": [
        "entry": .number(String(position.entry)),
        "recordedAt": position.recordedAt.map { .string(Times.machine($0)) } ?? .null,
      ],
      "ledger": [
        "id": .string(ledger), "entries": .number(String(lastEntry)),
        "root": root.map { .string($0) } ?? .null,
      ],
      "rows": .number(String(rows)),
      "madeAt": .string(Times.machine(madeAt)),
      "program": .string(program),
    ]
  }

  /// What stands in the place of rows if there are none.
  var emptyNote: String {
    position.entry == 0 ? "Nothing was known then: nothing had been recorded yet." : "No rows."
  }

  /// As people read it: what, and what it is.
  package func lines(_ times: Times) -> [(String, String)] {
    let given = parameters.map { "\($0.name) = \($0.value?.text ?? "(none)")" }
    let recorded = position.recordedAt.map { ", recorded \(times.human($0))" } ?? ""
    return [
      ("report", report),
      ("SHA-256 of its SQL", sqlDigest),
      ("parameters", given.isEmpty ? "none" : given.joined(separator: ", ")),
      ("as of", "entry \(position.entry) of \(lastEntry)\(recorded)"),
      ("ledger", ledger + (root.map { ", root \($0)" } ?? "")),
      ("rows", String(rows)),
      ("made", "\(times.human(madeAt)) (\(times.zone)) by Rollbook \(program)"),
    ]
  }
}
