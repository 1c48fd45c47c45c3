import Roster

/// The beginnings of a response's fields: from the opening brace to the list of items.
struct FieldHeads {
  private struct Head {
    let bytes: [UInt8]
    let field: Int
  }

  private var heads: [Head] = []
  /// The beginning that is likely to come next.
  private var next = 0
  private var codes: [FieldCode] = []
  private var numbers: [FieldCode: Int] = [:]
  private var user = 0
  /// The last user with each field.
  private var lastUsers: [Int] = []

  /// How many fields are known.
  var count: Int { codes.count }

  /// Call it before the fields of another user.
  mutating func beginUser() {
    user += 1
    next = 0
  }

  /// Reads a known beginning, if one comes next; returns the number of the field.
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

  /// The number of a field; an unknown one is added.
  mutating func number(of code: FieldCode) -> Int {
    if let known = numbers[code] { return known }
    numbers[code] = codes.count
    codes.append(code)
    lastUsers.append(0)
    return codes.count - 1
  }

  /// The code of a field.
  func code(_ field: Int) -> FieldCode { codes[field] }

  /// Marks a field as read for the current user; returns false if it was already.
  mutating func isNewOfUser(_ field: Int) -> Bool {
    guard lastUsers[field] != user else { return false }
    lastUsers[field] = user
    return true
  }
}
