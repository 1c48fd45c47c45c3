import Ledger
import LedgerVerification
import Tables
import Roster
import TransparencyLog
import VerbatimJSON

extension Column where Row == SignedCheckpoint {
  /// The columns of `checkpoint`.
  static var checkpoint: [Column] {
    [
      Column("origin", title: "origin") {
        .text(String(decoding: $0.checkpoint.origin, as: UTF8.self))
      },
      Column("size", title: "size") { .integer(Int64($0.checkpoint.size)) },
      Column("root", title: "root") { .text($0.checkpoint.root.description) },
      Column("note", title: "note") { .text(String(decoding: $0.bytes, as: UTF8.self)) },
    ]
  }
}

extension Column where Row == VerifierKey {
  /// The columns of `checkpoint --public-key`.
  static var publicKey: [Column] {
    [Column("publicKey", title: "public key") { .text($0.description) }]
  }
}

extension Column where Row == Verification {
  /// The columns of `verify`.
  static var verification: [Column] {
    [
      Column("verdict", title: "verdict") { .text($0.verdict.rawValue) },
      Column("size", title: "entries") { .integer($0.size) },
      Column("root", title: "root") { .text($0.root.description) },
      Column("after", title: "looked at after entry") { .integer($0.mark) },
      Column("entries", title: "leaves made again") { Datum($0.entries) },
      Column("values", title: "values they state") { .integer($0.values) },
      Column("checkpoints", title: "genuine heads") { Datum($0.checkpoints) },
      Column("vouchedFor", title: "vouched for up to entry") { .integer($0.vouchedFor) },
      Column("erasures", title: "erased") { row in
        .parts(
          .array(
            row.erasures.map { ["entry": .integer($0.entry), "values": .integer($0.values)] }
          ),
          inWords: row.erasures.isEmpty
            ? "nothing"
            : row.erasures.map { "\($0.values.counted("value")) by entry \($0.entry)" }.joined(
              separator: ", "
            )
        )
      },
      Column("findings", title: "findings") { row in
        .parts(
          .array(row.findings.map(\.json)),
          inWords: row.findingCount == 0 ? "none" : "\(row.findingCount)"
        )
      },
    ]
  }
}

extension ProofFinding {
  fileprivate var json: JSON {
    [
      "kind": .string(kind.rawValue), "entry": entry.map { .integer($0) } ?? .null,
      "system": .optional(user?.system.rawValue), "user": .optional(user?.id.text),
      "field": .optional(field?.text), "item": item.map { .integer($0) } ?? .null,
      "object": .optional(object), "message": .string(message), "advice": .string(advice),
    ]
  }

  /// The finding as people read it.
  var sentence: String {
    let who = user.map { " (\($0.system.rawValue) \($0.id))" } ?? ""
    return "\(kind.rawValue)\(who): \(message) \(advice)"
  }
}
