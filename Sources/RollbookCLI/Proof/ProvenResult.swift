import Evidence
import Tables
import Roster
import TransparencyLog
import VerbatimJSON

/// What `prove` wrote.
struct ProvenResult: Sendable {
  let folder: String
  let findings: Findings
}

extension Column where Row == ProvenResult {
  /// The columns of `prove`.
  static var proven: [Column] {
    [
      Column("folder", title: "folder") { .text($0.folder) },
      Column("size", title: "proven against the head of entry") {
        .integer(Int64($0.findings.checkpoint.size))
      },
      Column("entries", title: "entries") { Datum($0.findings.entries.count) },
      Column("values", title: "values shown") { Datum($0.findings.disclosed) },
      Column("erased", title: "erased since") { Datum($0.findings.erased) },
      Column("withheld", title: "values withheld") { .integer($0.findings.withheld) },
      Column("witnesses", title: "witnesses") { Datum($0.findings.cosigners.count) },
    ]
  }
}

extension Column where Row == Findings {
  /// The columns of `verify-bundle`.
  static var findings: [Column] {
    [
      Column("verdict", title: "verdict") { _ in .text("valid") },
      Column("origin", title: "log") { .text($0.log.keyName.description) },
      Column("size", title: "entries in the log") { .integer(Int64($0.checkpoint.size)) },
      Column("root", title: "root") { .text($0.checkpoint.root.description) },
      Column("witnesses", title: "cosigned by") { row in
        .parts(.array(row.cosigners.map(\.json)), inWords: row.witnessWords)
      },
      Column("timeStamp", title: "time stamp") { row in
        row.timeStamp.map { .text($0.time) } ?? .absent
      },
      Column("continues", title: "continues your checkpoint of") { row in
        row.heldSize.map { .integer(Int64($0)) } ?? .absent
      },
      Column("entries", title: "entries shown") { Datum($0.entries.count) },
      Column("values", title: "values shown") { Datum($0.disclosed) },
      Column("erased", title: "erased, with proof") { Datum($0.erased) },
      Column("withheld", title: "values withheld") { .integer($0.withheld) },
      Column("people", title: "people") { row in
        .parts(.array(row.people.map(\.json)), inWords: "\(row.people.count)")
      },
      .data("accesses") { row in
        row.accesses.isEmpty
          ? .absent : .parts(.array(row.accesses.map { $0.json(of: row) }), inWords: "")
      },
      .data("lines") { row in
        .parts(.array(row.lines.map(\.json)), inWords: "")
      },
    ]
  }
}

extension Column where Row == PageLine {
  /// The columns of what a bundle shows, line by line, as on its page.
  static var lines: [Column] {
    [
      Column("address", title: "entry") { .text($0.address) },
      Column("recordedAt", title: "recorded (UTC)") { .text($0.time) },
      Column("what", title: "what") { .text($0.what) },
      Column("who", title: "who") { .text($0.who) },
      Column("cell", title: "cell") { .text($0.cell) },
      Column("content", title: "content") { .text($0.content) },
    ]
  }
}

extension PageLine {
  fileprivate var json: JSON {
    [
      "address": .string(address), "recordedAt": .string(time), "what": .string(what),
      "who": .string(who), "cell": .string(cell), "content": .string(content),
    ]
  }
}

extension Findings {
  fileprivate var witnessWords: String {
    guard !cosigners.isEmpty else { return "no witness" }
    return cosigners.map { cosigner in
      let name = cosigner.key.keyName.description
      return cosigner.isTrusted ? name : "\(name) (not known to you)"
    }.joined(separator: ", ")
  }
}

extension Findings.Cosigner {
  fileprivate var json: JSON {
    [
      "key": .string(key.description), "seconds": .integer(seconds), "trusted": .bool(isTrusted),
    ]
  }
}

extension ProvenPerson {
  fileprivate var json: JSON {
    [
      "person": .string(shown), "system": .optional(user?.system), "user": .optional(user?.key),
      "first": .integer(entries.lowerBound), "last": .integer(entries.upperBound),
      "complete": .bool(isComplete),
    ]
  }
}

extension ProvenAccesses {
  fileprivate func json(of findings: Findings) -> JSON {
    var missing: (entry: Int64, isShown: Bool)?
    switch gap {
    case .notShown(let entry): missing = (entry, false)
    case .undecided(let entry): missing = (entry, true)
    case nil: break
    }
    return [
      "person": .string(findings.name(of: self)), "first": .optional(entries?.lowerBound),
      "last": .optional(entries?.upperBound), "alone": .array(alone.map { .integer($0) }),
      "among": .array(among.map { .integer($0) }), "anyPerson": .array(open.map { .integer($0) }),
      "actors": .strings(actors.sorted()), "missing": .optional(missing?.entry),
      "complete": .bool(gap == nil && entries != nil),
    ]
  }
}

extension Findings {
  /// The person whom readings showed, in a table.
  func name(of accesses: ProvenAccesses) -> String {
    people.first { $0.surrogate == accesses.surrogate }?.shown ?? ""
  }
}

/// What a bundle shows and what it does not show, in sentences.
struct FindingsText {
  private let findings: Findings

  init(_ findings: Findings) { self.findings = findings }

  var text: String {
    var sentences = [
      """
      Valid. These lines were recorded, in this order, before the head of entry \
      \(findings.checkpoint.size) was signed, and none of them was changed since.
      """
    ]
    let trusted = findings.cosigners.count { $0.isTrusted }
    switch (trusted, findings.cosigners.count) {
    case (0, 0):
      sentences.append("Only the log's own key vouches for that: no witness has cosigned the head.")
    case (0, let count):
      sentences.append(
        "\(count) cosigned the head, none of them known to you: name whom you trust with --policy."
      )
    case (let count, _):
      sentences.append("So do \(count) of the witnesses that you trust, by the time they state.")
    }
    if findings.timeStamp != nil {
      sentences.append(
        """
        The time stamp is one of this head; whether its signature is genuine, say: openssl ts -verify \
        -in checkpoint.log.tsr -data checkpoint.log -CAfile ROOT.pem
        """
      )
    }
    if let report = findings.report {
      sentences.append(
        """
        The holder of the log's key says that the file `report`, called \(report.name), was made from the \
        log as of this head. Its rows are not proven one by one: ask for the events behind them.
        """
      )
    }
    if findings.withheld > 0 {
      sentences.append(
        """
        \(findings.withheld.counted("value of these entries is", "values of these entries are")) \
        in the log and \(findings.withheld == 1 ? "is" : "are") not shown here.
        """
      )
    }
    for person in findings.people where !person.isComplete {
      sentences.append("Of \(person.shown) there are other entries, which are not shown.")
    }
    sentences += findings.accesses.map { AccessesText(findings, $0).text }
    sentences.append(
      """
      Not shown: that a recorded value was true, that nothing was left out before it was recorded, \
      and that the times of the lines, which are the recorder's own, are right.
      """
    )
    return sentences.map { $0 + "\n" }.joined()
  }
}
