import Ledger
import Tables
import Roster
import TransparencyLog
import VerbatimJSON

extension Column where Row == ErasurePlan {
  /// The columns of `erase --dry-run`, in the order of docs/cli.md.
  static var erasurePlan: [Column] {
    [
      Column("user", title: "user") { .text($0.user.id) },
      Column("system", title: "system") { .text($0.user.system.rawValue) },
      Column("values", title: "values", .trailing) { Datum($0.values) },
      Column("texts", title: "other texts", .trailing) { Datum($0.texts) },
      Column("unions", title: "unionids", .trailing) { Datum($0.unions) },
      Column("entries", title: "entries that stay", .trailing) { Datum($0.entries) },
      Column("batches", title: "batches") { plan in
        .parts(
          .array(plan.batches.map { .integer($0) }),
          inWords: plan.batches.isEmpty ? "none" : plan.batches.list
        )
      },
      Column("shared", title: "shared with others", .trailing) { Datum($0.shared) },
      Column("operationsRun", title: "operations run", .trailing) { Datum($0.operationsRun) },
      Column("hold", title: "hold") { $0.hold.map { .text("entry \($0)") } ?? .absent },
      Column("linked", title: "linked, and not erased") { plan in
        .parts(
          .array(plan.linked.map { .string($0.id.text) }),
          inWords: plan.linked.isEmpty
            ? "none"
            : plan.linked.map { "\($0.id) (\($0.system.rawValue))" }.joined(separator: ", ")
        )
      },
    ]
  }
}

extension ErasurePlan {
  private var going: String {
    var parts = [values.counted("value")]
    if texts > 0 { parts.append(texts.counted("other text")) }
    if unions > 0 { parts.append(unions.counted("unionid")) }
    return parts.joined(separator: ", ")
  }

  /// What would be deleted and what would remain, for the person who confirms.
  func sentences(fields: Set<FieldCode>?) -> String {
    let what =
      fields.map { "what \($0.sorted().map(\.text).joined(separator: ", ")) held" }
      ?? "all that is known, and who it is,"
    var lines = [
      "Of \(user.id) (\(user.system.rawValue)), \(what) will be erased:",
      "  \(going) go.",
      "  \(entries.counted("entry", "entries")) remain, without the erased values.",
    ]
    if !batches.isEmpty {
      lines.append(
        "  Rows of \(batches.count == 1 ? "batch" : "batches") \(batches.list) lose what they wrote."
      )
    }
    if shared > 0 {
      lines.append(
        "  \(shared.counted("value")) of theirs remain in the file, because other people have the same."
      )
    }
    if operationsRun > 0 {
      lines.append("  \(operationsRun.counted("operation")) keep them as the one who ran it.")
    }
    for other in linked {
      lines.append(
        "  Linked to \(other.id) in \(other.system.rawValue), who is not erased by this:"
          + " `rollbook erase --system \(other.system.rawValue) \(other.id)`."
      )
    }
    if fields != nil {
      lines.append(
        "  The next fetch records what the fields have then; `fields.never` prevents it."
      )
    }
    return lines.joined(separator: "\n")
  }
}

extension [OperationNumber] {
  fileprivate var list: String { map { "\($0)" }.joined(separator: ", ") }
}

extension Column where Row == ErasureReceipt {
  /// The columns of a receipt, in the order of docs/cli.md.
  static var receipt: [Column] {
    [
      Column("entry", title: "erased by entry", .trailing) { .integer($0.entry) },
      Column("recordedAt", title: "recorded") { Datum($0.recordedAt) },
      Column("values", title: "values", .trailing) { Datum($0.count("V")) },
      Column("texts", title: "other texts", .trailing) { Datum($0.count("T")) },
      Column("unions", title: "unionids", .trailing) { Datum($0.count("N")) },
      Column("users", title: "users", .trailing) { Datum($0.count("U")) },
      Column("root", title: "root over it") { .text($0.root.description) },
      Column("leafHash", title: "leaf hash") { .text($0.leafHash.description) },
      .shown("covered by") { receipt in
        receipt.anchor.map { .text("the checkpoint at \($0.size)") } ?? .text("no checkpoint yet")
      },
      .data("leaf") { .text(Hexadecimal.text($0.leaf)) },
      .data("items") { receipt in
        .parts(
          .array(
            receipt.items.map { item in
              [
                "mark": .string(item.mark), "number": .integer(item.number),
                "commitment": .string(item.commitment.description),
              ]
            }
          ),
          inWords: ""
        )
      },
      .data("checkpoint") { receipt in
        receipt.anchor.map { .text(String(decoding: $0.note, as: UTF8.self)) } ?? .absent
      },
      .data("inclusion") { receipt in
        guard let anchor = receipt.anchor else { return .absent }
        return .parts(.array(anchor.hashes.map { .string($0.description) }), inWords: "")
      },
    ]
  }
}
