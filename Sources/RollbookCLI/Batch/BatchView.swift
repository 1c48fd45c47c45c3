import Ledger
import LedgerHistory
import Tables
import Roster
import VerbatimJSON

/// One batch with its rows, as `batch` prints it.
struct BatchView {
  /// One cell of a row, with the row.
  struct Cell: CellRow, Sendable {
    let line: BatchLine
    let change: BatchChange
    let system: System
    /// Whether it is the first of its row; the columns about the row are filled there.
    let isFirst: Bool

    var cell: CellRef { change.cell }

    func mapTexts(_ change: (Verbatim) -> Verbatim) -> Cell {
      Cell(line: line, change: self.change.mapTexts(change), system: system, isFirst: isFirst)
    }
  }

  let batch: BatchSummary
  let lines: [BatchLine]
  /// What the reader sees of values.
  let sight: Sight

  init(batch: BatchSummary, lines: [BatchLine], for sight: Sight) {
    self.batch = batch
    self.lines = lines.map(sight.line)
    self.sight = sight
  }

  /// The cells of all rows.
  var cells: [Cell] {
    let system = batch.operation.system
    return lines.flatMap { line in
      line.changes.enumerated().map {
        Cell(line: line, change: $1, system: system, isFirst: $0 == 0)
      }
    }
  }

  /// The batch as JSON, in the order of docs/cli.md.
  var json: JSON {
    let (operation, counts) = (batch.operation, batch.counts)
    return [
      "operation": .integer(operation.operation), "kind": .string(operation.kind.rawValue),
      "system": .string(operation.system.rawValue), "parent": .optional(operation.parent),
      "status": .string(operation.status.rawValue), "actor": .string(operation.actor.text),
      "reason": .optional(operation.reason?.text),
      "openedAt": .string(Times.machine(operation.openedAt)),
      "rows": .array(lines.map { $0.json(sight) }),
      "accepted": .integer(counts.accepted), "rejected": .integer(counts.rejected),
      "uncertain": .integer(counts.uncertain), "notSent": .integer(counts.notSent),
      "skipped": .integer(counts.skipped), "verified": .integer(counts.verified),
      "differs": .integer(counts.differs),
      "closedAt": .optional(operation.closedAt.map(Times.machine)),
      "ticket": .optional(operation.ticket?.text), "followUps": batch.followUps.json,
    ]
  }
}

extension BatchLine {
  fileprivate func json(_ sight: Sight) -> JSON {
    [
      "user": .string(user.text), "status": .string(status.rawValue),
      "settled": .optional(settled?.rawValue), "attempts": .integer(attempts),
      "code": .optional(code), "message": .optional(message?.text),
      "changes": .array(
        changes.map {
          let seen = sight.row($0)
          return seen.row.json.marked(seen.isMasked)
        }
      ),
    ]
  }
}

extension BatchChange {
  fileprivate var json: JSON {
    [
      "field": .string(field.text), "item": .integer(item),
      "from": .optional(from?.value?.text), "to": .optional(to.value?.text),
      "verified": isVerified.map { .bool($0) } ?? .null, "action": .string(action.rawValue),
      "fieldName": .optional(fieldName?.text), "fromPresence": .optional(from?.presence.rawValue),
      "fromLabel": .optional(from?.label?.text), "toPresence": .string(to.presence.rawValue),
      "toLabel": .optional(to.label?.text), "observed": .optional(observed?.value?.text),
      "observedPresence": .optional(observed?.presence.rawValue), "implied": .bool(isImplied),
      "reversibility": .string(reversibility.rawValue),
    ]
  }
}

extension Column where Row == BatchView.Cell {
  /// The columns of a batch's cells; those about the row are filled at its first cell.
  static var batch: [Column] {
    [
      .data("user") { .text($0.line.user) },
      .data("status") { .text($0.line.status.rawValue) },
      .data("settled") { Datum($0.line.settled) },
      .shown("user") { $0.isFirst ? .text($0.line.user) : .absent },
      .shown("status") { $0.isFirst ? .text($0.line.state) : .absent },
      .data("attempts") { Datum($0.line.attempts) },
      .shown("attempts", .trailing) { $0.isFirst ? Datum($0.line.attempts) : .absent },
      .name, .code, .item,
      Column("from", title: "from", isFlexible: true) { CellText.whole($0.change.from) },
      Column("to", title: "to", isFlexible: true) { CellText.whole($0.change.to) },
      .data("verified") { Datum($0.change.isVerified) },
      .shown("then observed", isFlexible: true) { .text($0.observation) },
      .data("code") { Datum($0.line.code.map { Verbatim($0) }) },
      .data("message") { Datum($0.line.message) },
      .shown("message", isFlexible: true) { $0.isFirst ? .text($0.line.reported) : .absent },
    ]
  }
}

extension BatchLine {
  /// The state of the row, in a few words.
  fileprivate var state: String {
    switch settled {
    case nil: status.rawValue
    case .applied: "\(status.rawValue), applied"
    case .notApplied: "\(status.rawValue), not applied"
    case .undecidable: "\(status.rawValue), undecidable"
    }
  }

  /// The system's code and message, or ours.
  fileprivate var reported: String {
    [code, message?.text].compactMap { $0 }.joined(separator: ": ")
  }
}

extension BatchView.Cell {
  /// What was observed after the write.
  fileprivate var observation: String {
    switch change.isVerified {
    case true: "verified"
    case false:
      (line.isApplied ? "differs: " : "now ")
        + (change.observed.map { CellText.whole($0).plain } ?? "")
    case nil: system == .maycur && line.isApplied ? "acknowledged" : ""
    }
  }
}
