import Roster
import VerbatimJSON

/// What is wrong with the text of a plan.
struct PlanForm: Error {
  let problem: String
  init(_ problem: String) { self.problem = problem }
}

extension SavedPlan {
  /// The plan as JSON.
  var json: JSON {
    [
      "version": .integer(SavedPlan.version),
      "system": .string(system.rawValue),
      "counts": [
        "set": .integer(counts.set), "clear": .integer(counts.clear),
        "append": .integer(counts.append), "unchanged": .integer(counts.unchanged),
      ],
      "cleaned": .array(cleaned.map(\.json)),
      "users": .array(changes.map { .object(members(of: $0)) }),
    ]
  }

  /// The plan for each user, in its order, with the cells of the change file that were cleaned.
  var rows: [(user: Verbatim, json: JSON)] {
    changes.map { change in
      let own = cleaned.filter { $0.user == change.user }
      let cleaned = JSON.Member(key: "cleaned", value: .array(own.map(\.json)))
      return (change.user, .object(members(of: change) + [cleaned]))
    }
  }

  private func members(of change: UserChange) -> [JSON.Member] {
    [
      JSON.Member(key: "user", value: .string(change.user.text)),
      JSON.Member(key: "edits", value: .array(change.edits.map(\.json))),
      JSON.Member(key: "additions", value: .array(change.additions.map(\.json))),
      JSON.Member(key: "wholes", value: .strings(change.wholes.sorted().map(\.text))),
      JSON.Member(key: "expected", value: .array((expected[change.user] ?? []).map(\.json))),
    ]
  }

  /// Reads the plans for some users, as ``rows`` has them.
  init(system: System, rows: [JSON]) throws {
    try self.init(
      system: system,
      users: rows,
      counts: PlanCounts(),
      cleaned: try rows.flatMap { try $0.list("cleaned").map { try PlannedCleaning(json: $0) } }
    )
  }

  /// Reads a plan.
  init(json: JSON) throws {
    guard json["version"]?.integer == SavedPlan.version else {
      throw PlanForm("it is not of version \(SavedPlan.version)")
    }
    guard let system = json["system"]?.text.flatMap({ System(rawValue: $0) }) else {
      throw PlanForm("it names no system")
    }
    var counts = PlanCounts()
    counts.set = try json.count("set")
    counts.clear = try json.count("clear")
    counts.append = try json.count("append")
    counts.unchanged = try json.count("unchanged")
    try self.init(
      system: system,
      users: try json.list("users"),
      counts: counts,
      cleaned: try json.list("cleaned").map { try PlannedCleaning(json: $0) }
    )
  }

  private init(
    system: System,
    users: [JSON],
    counts: PlanCounts,
    cleaned: [PlannedCleaning]
  ) throws {
    var changes: [UserChange] = []
    var expected: [Verbatim: [ExpectedCell]] = [:]
    for user in users {
      let key = Verbatim(try user.name("user"))
      changes.append(
        UserChange(
          user: key,
          edits: try user.list("edits").map { try CellEdit(json: $0) },
          additions: try user.list("additions").map { try ItemAddition(json: $0) },
          wholes: Set(try user.list("wholes").compactMap(\.text).map { Verbatim($0) })
        )
      )
      expected[key] = try user.list("expected").map { try ExpectedCell(json: $0) }
    }
    self.init(
      system: system,
      changes: changes,
      counts: counts,
      cleaned: cleaned,
      expected: expected
    )
  }
}

extension JSON {
  fileprivate func list(_ key: String) throws -> [JSON] {
    guard let list = self[key]?.elements else { throw PlanForm("\(key) is not a list") }
    return list
  }

  fileprivate func name(_ key: String) throws -> String {
    guard let text = self[key]?.text, !text.isEmpty else { throw PlanForm("\(key) is missing") }
    return text
  }

  fileprivate func count(_ key: String) throws -> Int {
    guard let count = self["counts"]?[key]?.integer else { throw PlanForm("a count is missing") }
    return Int(clamping: count)
  }

  fileprivate func address() throws -> CellAddress {
    guard let item = self["item"]?.integer, 0...Int64(Int32.max) ~= item else {
      throw PlanForm("an item is not an index")
    }
    return CellAddress(Verbatim(try name("field")), Int(item))
  }

  fileprivate func edit() throws -> Edit {
    if self["clear"]?.boolean == true { return .clear }
    if let text = self["value"]?.text { return .set(.text(Verbatim(text))) }
    if let raw = self["raw"]?.text { return .set(.json(Verbatim(raw))) }
    throw PlanForm("an edit neither clears nor sets")
  }
}

extension Edit {
  fileprivate var members: [JSON.Member] {
    switch self {
    case .clear, .set(.null), .set(.missing): [JSON.Member(key: "clear", value: true)]
    case .set(.text(let text)): [JSON.Member(key: "value", value: .string(text.text))]
    case .set(.json(let raw)): [JSON.Member(key: "raw", value: .string(raw.text))]
    }
  }
}

extension CellAddress {
  fileprivate var members: [JSON.Member] {
    [
      JSON.Member(key: "field", value: .string(field.text)),
      JSON.Member(key: "item", value: .integer(item)),
    ]
  }
}

extension CellEdit {
  fileprivate var json: JSON { .object(address.members + edit.members) }

  fileprivate init(json: JSON) throws { self.init(try json.address(), try json.edit()) }
}

extension ItemAddition {
  fileprivate var json: JSON {
    [
      "group": .string(group.text),
      "fields": .array(
        fields.map {
          .object([JSON.Member(key: "field", value: .string($0.field.text))] + $0.edit.members)
        }
      ),
    ]
  }

  fileprivate init(json: JSON) throws {
    self.init(
      group: Verbatim(try json.name("group")),
      fields: try json.list("fields").map {
        FieldEdit(Verbatim(try $0.name("field")), try $0.edit())
      }
    )
  }
}

extension SavedPlan.ExpectedCell {
  fileprivate var json: JSON {
    .object(
      address.members + [
        JSON.Member(key: "appended", value: .bool(isAppended)),
        JSON.Member(key: "from", value: from.map(\.json) ?? .null),
      ] + (write?.members ?? [])
    )
  }

  fileprivate init(json: JSON) throws {
    guard let from = json["from"], let isAppended = json["appended"]?.boolean else {
      throw PlanForm("what was there is missing")
    }
    self.init(
      address: try json.address(),
      isAppended: isAppended,
      from: from.isNull ? nil : try Content(json: from),
      write: try SavedPlan.PlannedWrite(json: json)
    )
  }
}

extension SavedPlan.PlannedWrite {
  fileprivate var members: [JSON.Member] {
    [
      JSON.Member(key: "to", value: to.json),
      JSON.Member(key: "action", value: .string(action.rawValue)),
      JSON.Member(key: "reversibility", value: .string(reversibility.rawValue)),
      JSON.Member(key: "implied", value: .bool(isImplied)),
    ]
  }

  /// Reads it; nil if nothing is written.
  fileprivate init?(json: JSON) throws {
    guard let to = json["to"] else { return nil }
    guard let action = json["action"]?.text.flatMap({ WriteAction(rawValue: $0) }),
      let reversibility = json["reversibility"]?.text.flatMap({ Reversibility(rawValue: $0) })
    else { throw PlanForm("what is written to a cell is not understood") }
    self.init(
      to: try Content(json: to),
      action: action,
      reversibility: reversibility,
      isImplied: json["implied"]?.boolean ?? false
    )
  }
}

extension PlannedCleaning {
  fileprivate var json: JSON {
    .object(
      [JSON.Member(key: "user", value: .string(user.text))] + (address?.members ?? []) + [
        JSON.Member(key: "at", value: .string(place)),
        JSON.Member(key: "was", value: .string(was.text)),
        JSON.Member(key: "text", value: .string(text.text)),
        JSON.Member(key: "what", value: .strings(steps)),
        JSON.Member(key: "sentence", value: .string(sentence)),
      ]
    )
  }

  fileprivate init(json: JSON) throws {
    guard let was = json["was"]?.text else { throw PlanForm("what was cleaned is missing") }
    self.init(
      user: Verbatim(try json.name("user")),
      address: json["field"] == nil ? nil : try json.address(),
      place: try json.name("at"),
      was: Verbatim(was),
      text: Verbatim(try json.name("text")),
      steps: try json.list("what").compactMap(\.text),
      sentence: try json.name("sentence")
    )
  }
}

extension Content {
  /// A content with a value is an object of its value and label; any other content is a word.
  fileprivate var json: JSON {
    switch self {
    case .item(let value, let label):
      .object(value.members("value") + label.members("label"))
    case .emptyList: "emptyList"
    case .nullList: "nullList"
    case .missingList: "missingList"
    case .gone: "gone"
    case .erased: "erased"
    }
  }

  fileprivate init(json: JSON) throws {
    switch json.text {
    case "emptyList": self = .emptyList
    case "nullList": self = .nullList
    case "missingList": self = .missingList
    case "gone": self = .gone
    case "erased": self = .erased
    case nil where json.members != nil:
      self = .item(value: try Part(json["value"]), label: try Part(json["label"]))
    default: throw PlanForm("what was there is not understood")
    }
  }
}

extension Part {
  fileprivate func members(_ key: String) -> [JSON.Member] {
    switch self {
    case .missing: []
    case .null: [JSON.Member(key: key, value: .null)]
    case .text(let text): [JSON.Member(key: key, value: .string(text.text))]
    case .json(let raw): [JSON.Member(key: key, value: ["raw": .string(raw.text)])]
    }
  }

  fileprivate init(_ json: JSON?) throws {
    switch json {
    case nil: self = .missing
    case .null?: self = .null
    case .string(let text)?: self = .text(Verbatim(text))
    case let other?:
      guard let raw = other["raw"]?.text else { throw PlanForm("a value is not understood") }
      self = .json(Verbatim(raw))
    }
  }
}
