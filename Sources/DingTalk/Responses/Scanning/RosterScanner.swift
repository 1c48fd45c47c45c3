import Roster
import VerbatimJSON

/// Parses a response of `v2/list` from its bytes, without a document.
///
/// Most of a response is fields, and the fields of one user begin with the same bytes as those of
/// the user before. So the beginning of each field is parsed once and recognised afterwards, and an
/// item in DingTalk's usual form is read in place. Everything else is left to the parser of
/// documents, part by part; if that is not possible, the scanner gives up.
struct RosterScanner {
  /// The response does not have the form that the scanner reads.
  struct GivenUp: Error {}

  private var bytes: ByteScanner
  private var heads = FieldHeads()

  init(_ input: UnsafeBufferPointer<UInt8>) { bytes = ByteScanner(input) }

  /// Parses the whole response, which must report success.
  mutating func page() throws(GivenUp) -> ListedUsers {
    var names: [Verbatim] = []
    var users: [ListedUser]?
    var requestID: String?
    var isSuccess = false
    _ = bytes.skip("\u{FEFF}")
    try bytes.begin("{")
    while try bytes.goesOn(until: "}", isFirst: names.isEmpty) {
      switch try newName(&names) {
      case "result": users = try self.users()
      case "errcode":
        guard try value(depth: 1) == .number("0") else { throw GivenUp() }
        isSuccess = true
      case "request_id": requestID = try value(depth: 1).text
      default: _ = try value(depth: 1)
      }
    }
    guard isSuccess, let users, bytes.isAtEnd() else { throw GivenUp() }
    return ListedUsers(users: users, requestID: requestID)
  }

  private mutating func users() throws(GivenUp) -> [ListedUser] {
    var users: [ListedUser] = []
    try bytes.begin("[")
    while try bytes.goesOn(until: "]", isFirst: users.isEmpty) { users.append(try user()) }
    return users
  }

  private mutating func user() throws(GivenUp) -> ListedUser {
    var names: [Verbatim] = []
    var user: Verbatim?
    var company: Verbatim?
    var unionID: Verbatim?
    var cells: [Cell] = []
    try bytes.begin("{")
    while try bytes.goesOn(until: "}", isFirst: names.isEmpty) {
      switch try newName(&names) {
      case "userid": user = try text()
      case "corp_id": company = try text()
      case "unionid": unionID = try text()
      case "field_data_list": cells = try self.cells()
      default: _ = try value(depth: 3)
      }
    }
    guard let user, user.asUserKey == user else { throw GivenUp() }
    let response = UserResponse(user: user, unionID: JSON.unionID(unionID), cells: cells)
    return ListedUser(response: response, company: company)
  }

  private mutating func cells() throws(GivenUp) -> [Cell] {
    var cells: [Cell] = []
    cells.reserveCapacity(heads.count + heads.count / 4)
    heads.beginUser()
    var isFirst = true
    try bytes.begin("[")
    while try bytes.goesOn(until: "]", isFirst: isFirst) {
      try field(into: &cells)
      isFirst = false
    }
    return cells
  }

  private mutating func field(into cells: inout [Cell]) throws(GivenUp) {
    let start = bytes.position
    let count = cells.count
    var field = heads.find(at: &bytes)
    if field == nil { field = try learn() }
    if let field, readItems(of: heads.code(field), into: &cells) {
      guard heads.isNewOfUser(field) else { throw GivenUp() }
      return
    }
    cells.removeSubrange(count...)
    bytes.position = start
    let more = try fieldByDocument()
    // A field may come in two parts, if their items differ; the scanner does not handle that.
    guard let code = more.first?.address.field, heads.isNewOfUser(heads.number(of: code)) else {
      throw GivenUp()
    }
    cells += more
  }

  /// Parses the beginning of a field up to its list of items, and keeps it; nil if there is no such
  /// list.
  private mutating func learn() throws(GivenUp) -> Int? {
    let start = bytes.position
    var names: [Verbatim] = []
    var code: FieldCode?
    try bytes.begin("{")
    while try bytes.goesOn(until: "}", isFirst: names.isEmpty) {
      switch try newName(&names) {
      case "field_value_list":
        guard let code, !code.isEmpty, code.isWithoutControls, bytes.skip("[") else { return nil }
        let field = heads.number(of: code)
        heads.keep(bytes.since(start), of: field)
        return field
      case "field_code": code = try text()
      default: _ = try value(depth: 5)
      }
    }
    return nil
  }

  /// Reads items in the usual form, and the end of their field; false if they have another form.
  private mutating func readItems(of field: FieldCode, into cells: inout [Cell]) -> Bool {
    if bytes.skip("]}") {
      cells.append(Cell(CellAddress(field), .emptyList))
      return true
    }
    var last = -1
    while true {
      // A later item whose index is not larger may be a repetition.
      guard let item = readItem(), item.index > last else { return false }
      last = item.index
      cells.append(Cell(CellAddress(field, item.index), item.content))
      if bytes.skip("]}") { return true }
      guard bytes.skip(",") else { return false }
    }
  }

  private mutating func readItem() -> (index: Int, content: Content)? {
    guard bytes.skip(#"{"item_index":"#), let index = bytes.smallNumber() else { return nil }
    var label = Part.missing
    var value = Part.missing
    if bytes.skip(#","label":"#) {
      let start = bytes.position
      guard let read = part() else { return nil }
      label = read
      if bytes.skip(#","value":"#) {
        // In most fields label and value are equal; then both share one text.
        if bytes.repeats(from: start, to: bytes.position - 9) {
          value = label
        } else if let read = part() {
          value = read
        } else {
          return nil
        }
      }
    } else if bytes.skip(#","value":"#) {
      guard let read = part() else { return nil }
      value = read
    }
    guard bytes.skip("}") else { return nil }
    return (index, .item(value: value, label: label))
  }

  private mutating func part() -> Part? {
    if bytes.skip("null") { return .null }
    return bytes.plainText().map { .text($0) }
  }

  private mutating func fieldByDocument() throws(GivenUp) -> [Cell] {
    let json = try value(depth: 4)
    guard let code = try? json.code("field_code"), let cells = try? [Cell](field: code, in: json)
    else { throw GivenUp() }
    return cells
  }

  /// The name of a member, which must differ from all before it.
  private mutating func newName(_ names: inout [Verbatim]) throws(GivenUp) -> Verbatim {
    guard let name = try text(), !names.contains(name) else { throw GivenUp() }
    names.append(name)
    try bytes.begin(":")
    return name
  }

  /// A text, or nil for `null`.
  private mutating func text() throws(GivenUp) -> Verbatim? {
    bytes.skipWhitespace()
    if let text = bytes.plainText() { return text }
    switch try value(depth: 0) {
    case .string(let text): return Verbatim(text)
    case .null: return nil
    default: throw GivenUp()
    }
  }

  /// Any value, nested in at most this many arrays and objects.
  private mutating func value(depth: Int) throws(GivenUp) -> JSON {
    var parser = JSONParser(bytes.input, from: bytes.position, depth: depth)
    do throws(JSONSyntaxError) {
      let value = try parser.value()
      bytes.position = parser.position
      return value
    } catch {
      throw GivenUp()
    }
  }
}
