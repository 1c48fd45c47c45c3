import Ledger
import LedgerHistory
import Operations
import Tables
import Roster
import VerbatimJSON

extension Column where Row == LinkSummary {
  /// The columns of `links`, in the order of docs/cli.md, then the candidate of a job number.
  static var links: [Column] {
    [
      Column("dingtalk", title: "DingTalk") { Datum($0.dingtalk) },
      Column("maycur", title: "Maycur") { Datum($0.maycur) },
      Column("source", title: "source") { Datum($0.source) },
      Column("since", title: "since") { Datum($0.since) },
      Column("problem", title: "problem") { Datum($0.problem) },
      Column("candidate", title: "job number") { Datum($0.candidate) },
    ]
  }
}

extension Column where Row == LinkProposal {
  /// The columns of `links --proposals`.
  static var proposals: [Column] {
    [
      Column("dingtalk", title: "DingTalk") { .text($0.dingtalk) },
      Column("previous", title: "was") { .text($0.previous) },
      Column("maycur", title: "Maycur") { .text($0.maycur) },
    ]
  }
}

extension Column where Row == LinkResult {
  /// The columns of `link`, in the order of docs/cli.md.
  static var link: [Column] {
    [
      Column("operation", title: "operation") { .integer($0.operation) },
      Column("status", title: "status") { .text($0.status.rawValue) },
      Column("asked", title: "asked for") { Datum($0.asked) },
      Column("linked", title: "linked") { Datum($0.linked) },
      Column("unchanged", title: "unchanged") { Datum($0.unchanged) },
      Column("unlinked", title: "unlinked") { Datum($0.unlinked) },
      Column("absent", title: "unknown to Maycur") { Datum($0.absent.count) },
      Column("problems", title: "problems") { Datum($0.problems.count) },
    ]
  }
}

extension Column where Row == ImportResult {
  /// The columns of `import`, in the order of docs/cli.md.
  static var imported: [Column] {
    [
      Column("operation", title: "operation") { .integer($0.operation) },
      Column("file", title: "file") { .text($0.file) },
      Column("sha256", title: "SHA-256") { .text($0.sha256) },
      Column("capturedAt", title: "captured") { .time($0.capturedAt) },
      Column("users", title: "people") { Datum($0.outcome.users) },
      Column("values", title: "values") { Datum($0.outcome.values) },
      Column("changed", title: "changed") { Datum($0.outcome.changed) },
      Column("superseded", title: "passed over") { Datum($0.outcome.superseded) },
      Column("fields", title: "fields") { .texts($0.fields) },
      Column("ignored", title: "columns ignored") { .texts($0.ignored) },
      Column("cleaned", title: "cells cleaned") { .sentences($0.cleaned) },
      Column("rowsLeftOut", title: "rows left out") { .sentences($0.rowsLeftOut) },
    ]
  }
}

extension Datum {
  /// Sentences: an array in JSON, and their number elsewhere.
  fileprivate static func sentences(_ sentences: [String]) -> Datum {
    .parts(.strings(sentences), inWords: "\(sentences.count)")
  }

  /// Some texts: an array in JSON.
  fileprivate static func texts(_ texts: [Verbatim]) -> Datum {
    let words = texts.map(\.text).joined(separator: ", ")
    return .parts(
      .array(texts.map { .string($0.text) }),
      inWords: words.isEmpty ? "none" : words
    )
  }
}
