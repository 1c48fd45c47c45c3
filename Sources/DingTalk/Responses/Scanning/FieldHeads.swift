import Roster

/// How the fields of a response begin: from the opening brace to the list of items, members and
/// all.
struct FieldHeads {
  private struct Head {
    let bytes: [UInt8]
    let field: Int
  }

  private var heads: [Head] = []
  /// The head that is likely to come next.
  private var next = 0
  private var codes: [FieldCode] = []
  private var numbers: [FieldCode: Int] = [:]
  private var user = 0
  /// The last user who had each field.
  private var lastUsers: [Int] = []

  /// How many fields are known.
  var count: Int { codes.count }

  /// Takes note that the fields of another user follow.
  mutating func beginUser() {
    user += 1
    next = 0
  }

  /// Reads a head that is known, if one comes next; the number of the field that begins so.
  mutating func find(at bytes: inout ByteScanner) -> Int? {
    for step in 0..<heads.count {
      let index = (next + step) % heads.count
      guard bytes.skip(heads[index].bytes) else { continue }
      next = index + 1
      return heads[index].field
    }
    return nil
  }

  /// Keeps a head of a field.
  mutating func keep(_ bytes: [UInt8], of field: Int) {
    heads.append(Head(bytes: bytes, field: field))
    next = heads.count
  }

  /// The number of a field, a new one for one that is not known.
  mutating func number(of code: FieldCode) -> Int {
    if let known = numbers[code] { return known }
    numbers[code] = codes.count
    codes.append(code)
    lastUsers.append(0)
    return codes.count - 1
  }

  /// The code of a field.
  func code(_ field: Int) -> FieldCode { codes[field] }

  /// Whether the user had the field not yet; now they have.
  mutating func isNewOfUser(_ field: Int) -> Bool {
    guard lastUsers[field] != user else { return false }
    lastUsers[field] = user
    return true
  }
}
