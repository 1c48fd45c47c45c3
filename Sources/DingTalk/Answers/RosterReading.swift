import Roster
import VerbatimJSON

extension RosterAnswer {
  /// Takes what an answer of `v2/list` lists for the answer to a question: users in any order, keyed
  /// by `userid`.
  init(
    _ listed: ListedUsers,
    to question: RosterQuestion,
    answer: DingTalkAnswer
  ) throws(MalformedAnswer) {
    var missing = Set(question.users)
    var company: Verbatim?
    for (index, user) in listed.users.enumerated() {
      do throws(MalformedAnswer) {
        try RosterAnswer.check(user, among: listed, &missing, &company)
      } catch {
        throw error.within("result[\(index)]")
      }
    }
    self.init(
      system: .dingtalk,
      company: company,
      asked: Set(question.fields),
      users: listed.users.map(\.answer),
      absent: question.users.filter(missing.contains).map { AbsentUser(user: $0) },
      askedAt: answer.askedAt,
      receivedAt: answer.receivedAt,
      requestID: answer.requestID
    )
  }

  private static func check(
    _ user: ListedUser,
    among listed: ListedUsers,
    _ missing: inout Set<Verbatim>,
    _ company: inout Verbatim?
  ) throws(MalformedAnswer) {
    guard missing.remove(user.answer.user) != nil else {
      let isTwice = listed.users.count { $0.answer.user == user.answer.user } > 1
      throw MalformedAnswer("userid", isTwice ? "is there twice" : "was not asked for")
    }
    guard let stated = user.company else { return }
    guard company == nil || company == stated else {
      throw MalformedAnswer("corp_id", "is another company's than that of users before")
    }
    company = stated
  }
}

extension ListedUsers {
  /// Reads an answer of `v2/list` that is a document already.
  init(v2list json: JSON) throws(MalformedAnswer) {
    var users: [ListedUser] = []
    try json.each("result") { element throws(MalformedAnswer) in
      let answer = try UserAnswer(v2list: element)
      users.append(ListedUser(answer: answer, company: try element.optionalText("corp_id")))
    }
    self.init(users: users, requestID: json["request_id"]?.text)
  }
}

extension UserAnswer {
  fileprivate init(v2list json: JSON) throws(MalformedAnswer) {
    let user = try json.name("userid")
    var cells: [Cell] = []
    var addresses: Set<CellAddress> = []
    // A user none of whose fields came back may come without the list.
    try json.each("field_data_list", mayBeMissing: true) { field throws(MalformedAnswer) in
      let code = try field.name("field_code")
      for cell in try [Cell](field: code, in: field) {
        guard addresses.insert(cell.address).inserted else {
          throw MalformedAnswer("field_value_list", "states an item of its field twice")
        }
        cells.append(cell)
      }
    }
    self.init(user: user, unionID: try json.optionalText("unionid"), cells: cells)
  }
}

extension [Cell] {
  /// Reads a field's list of items; how there is none is a statement too.
  init(field code: FieldCode, in field: JSON) throws(MalformedAnswer) {
    let list = field["field_value_list"]
    if list == nil {
      self = [Cell(CellAddress(code), .missingList)]
    } else if list?.isNull == true {
      self = [Cell(CellAddress(code), .nullList)]
    } else if list?.elements?.isEmpty == true {
      self = [Cell(CellAddress(code), .emptyList)]
    } else {
      let count = list?.elements?.count ?? 0
      var cells: [Cell] = []
      cells.reserveCapacity(count)
      try field.each("field_value_list") { item throws(MalformedAnswer) in
        let index = try item.itemIndex(ofItems: count)
        let content = Content.item(value: Part(item["value"]), label: Part(item["label"]))
        cells.append(Cell(CellAddress(code, index), content))
      }
      self = cells
    }
  }
}

extension JSON {
  /// The index of an item, which only an only item may lack.
  fileprivate func itemIndex(ofItems count: Int) throws(MalformedAnswer) -> Int {
    guard let value = try optionalMember("item_index") else {
      guard count == 1 else { throw MalformedAnswer("item_index", "is missing") }
      return 0
    }
    guard let index = value.integer, 0...Int64(Int32.max) ~= index else {
      throw MalformedAnswer("item_index", "is not the index of an item")
    }
    return Int(index)
  }
}

extension Part {
  /// What came back under a key of an item; nil for an absent key.
  fileprivate init(_ json: JSON?) {
    switch json {
    case nil: self = .missing
    case .null?: self = .null
    case .string(let text)?: self = .text(Verbatim(text))
    case let other?: self = .json(Verbatim(other.compact))
    }
  }
}
