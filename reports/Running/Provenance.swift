package import Ledger
package import Roster
package import VerbatimJSON
package import Tables

/// Everything that an auditor needs to rely on a result, and to compute it again.
package struct Provenance: Hashable, Sendable {
  /// One parameter, with its given or default value.
  package struct Parameter: Hashable, Sendable {
    /// Its name.
    package let name: String
    /// The value for the SQL, as text; nil for NULL.
    package let value: Verbatim?
  }

  /// The report's name.
  package let report: String
  /// SHA-256 of its SQL, including the header, as 64 digits.
  package let sqlDigest: String
  /// Its parameters, in order.
  package let parameters: [Parameter]
  /// The position that the report reads at.
  package let position: ReadPosition
  /// The ledger's random id.
  package let ledger: String
  /// The last entry of the ledger at that time.
  package let lastEntry: EntryID
  /// The root of the log's tree at its last entry; nil if nothing proves it.
  package let root: String?
  /// The classes of fields whose values are masked in the rows, as a reader of some roles sees them.
  package let masked: [FieldClass]
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
        "entry": .number(position.entry.description),
        "recordedAt": position.recordedAt.map { .string(Times.machine($0)) } ?? .null,
      ],
      "ledger": [
        "id": .string(ledger), "entries": .number(lastEntry.description),
        "root": root.map { .string($0) } ?? .null,
      ],
      "masked": .strings(masked.map(\.rawValue)),
      "rows": .number(String(rows)),
      "madeAt": .string(Times.machine(madeAt)),
      "program": .string(program),
    ]
  }

  /// The text in place of rows if there are none.
  var emptyNote: String {
    position.entry == 0 ? "Nothing was known then: nothing had been recorded yet." : "No rows."
  }

  /// The lines for people: names and values.
  package func lines(_ times: Times) -> [(String, String)] {
    let given = parameters.map { "\($0.name) = \($0.value?.text ?? "(none)")" }
    let recorded = position.recordedAt.map { ", recorded \(times.human($0))" } ?? ""
    let classes = masked.map(\.rawValue).joined(separator: ", ")
    return [
      ("report", report),
      ("SHA-256 of its SQL", sqlDigest),
      ("parameters", given.isEmpty ? "none" : given.joined(separator: ", ")),
      ("as of", "entry \(position.entry) of \(lastEntry)\(recorded)"),
      ("ledger", ledger + (root.map { ", root \($0)" } ?? "")),
      ("rows", String(rows)),
    ] + (masked.isEmpty ? [] : [("masked", classes)]) + [
      ("made", "\(times.human(madeAt)) (\(times.zone)) by Rollbook \(program)")
    ]
  }
}
