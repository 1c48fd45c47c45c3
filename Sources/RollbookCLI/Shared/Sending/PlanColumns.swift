import Operations
import Tables
import Roster
import VerbatimJSON

extension Column where Row == PlanView.Change {
  /// The columns of the cells of a plan.
  ///
  /// - Parameter sight: What the reader sees; whether a value is masked is a column of its own for one
  ///   who does not see everything.
  /// - Returns: The columns.
  static func plan(_ sight: Sight) -> [Column] {
    let masked: [Column] = sight.isWhole ? [] : [.data("masked") { .flag($0.isMasked) }]
    return [
      Column("user", title: "user") { .text($0.row.user) },
      .shown("person") { Datum($0.row.name) },
    ] + Column<PlannedCell>.planned.of(\.planned) + [
      Column("action", title: "action") { change in
        .text(change.planned.actionName + (change.planned.isImplied ? " (implied)" : ""))
      },
      Column("from", title: "from", isFlexible: true) { CellText.whole($0.planned.from) },
      Column("to", title: "to", isFlexible: true) { CellText.whole($0.planned.to) },
      Column("reversibility", title: "can be put back") { Datum($0.planned.reversibility) },
      Column("reason", title: "because", isFlexible: true) { change in
        Datum(change.planned.reason.map { Verbatim($0) })
      },
      .data("cleaned") { change in
        change.cleaned.isEmpty
          ? .absent : .text(change.cleaned.map(\.line).joined(separator: " "))
      },
    ] + masked
  }
}

extension Column where Row == PlannedCell {
  /// The columns that say which cell it is.
  fileprivate static var planned: [Column] { [.name, .code, .item] }
}

extension PlanView.Change {
  /// The cell as JSON, in the order of docs/cli.md.
  var json: JSON {
    let (cell, from, to) = (planned, planned.from, planned.to)
    let json: JSON = [
      "user": .string(row.user.text), "field": .string(cell.field.text),
      "item": .integer(cell.item), "action": .string(planned.actionName),
      "from": .optional(from?.value?.text), "to": .optional(to.value?.text),
      "reversibility": .optional(planned.reversibility?.rawValue),
      "reason": .optional(planned.reason),
      "person": .optional(row.name?.text), "fieldName": .optional(cell.fieldName?.text),
      "fromPresence": .optional(from?.presence.rawValue),
      "fromLabel": .optional(from?.label?.text), "toPresence": .string(to.presence.rawValue),
      "toLabel": .optional(to.label?.text), "implied": .bool(planned.isImplied),
    ]
    return json.marked(isMasked)
  }
}

extension PlanView.Refused {
  /// The refusal as JSON has it.
  var json: JSON {
    [
      "user": .optional(user?.text), "field": .optional(field?.text), "item": .optional(item),
      "why": .string(why), "at": .optional(position.map { "\($0)" }),
      "reason": .string(reason),
    ]
  }

  /// The refusal as a line; problems of the file contain their position.
  var line: String {
    guard user != nil, let position else { return why }
    return "At \(position): \(why)"
  }
}

extension PlannedCleaning {
  /// The cleaned cell as JSON.
  var json: JSON {
    [
      "user": .string(user.text), "field": .optional(address?.field.text),
      "item": .optional(address?.item), "at": .string(place), "was": .string(was.text),
      "text": .string(text.text), "what": .strings(steps),
    ]
  }

  /// Whether it concerns the user of a cell of the plan, or the cell.
  func concerns(_ cell: PlannedCell) -> Bool {
    guard let address else { return true }
    let isSame = address.field == cell.address.field
    return isSame && (cell.action == .append || address.item == cell.address.item)
  }

  /// The cleaned cell as a line.
  var line: String { "At \(place): \(sentence)" }
}

extension PlanView {
  /// The plan as JSON, in the order of docs/cli.md.
  var json: JSON {
    let counts = plan.counts
    return [
      "system": .string(plan.system.rawValue), "users": .integer(plan.effective.count),
      "changes": .array(changes.map(\.json)),
      "counts": [
        "set": .integer(counts.set), "clear": .integer(counts.clear),
        "append": .integer(counts.append), "unchanged": .integer(counts.unchanged),
      ],
      "calls": .integer(plan.calls),
      "minutes": .number(Datum.decimal(plan.minutes, digits: 3).plain),
      "refused": .array(refused.map(\.json)),
      "cleaned": .array(cleaned.map(\.json)),
      "digest": .string(plan.digest),
    ]
  }
}
