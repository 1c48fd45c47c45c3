/// Parses one document from a buffer that outlives the parser, or parts of one.
package struct JSONParser {
  let input: UnsafeBufferPointer<UInt8>
  /// How many bytes are read.
  package var position: Int
  private var depth: Int
  /// Whether a value that no text can represent is ``JSON/unreadable`` rather than an error.
  private let isLenient: Bool

  /// Parses from a position that is nested in this many arrays and objects.
  package init(
    _ input: UnsafeBufferPointer<UInt8>,
    from position: Int = 0,
    depth: Int = 0,
    isLenient: Bool = false
  ) {
    self.input = input
    self.position = position
    self.depth = depth
    self.isLenient = isLenient
  }

  /// The byte at the position, or nil at the end.
  var next: UInt8? { position < input.count ? input[position] : nil }

  mutating func document() throws(JSONSyntaxError) -> JSON {
    let value = try value()
    skipWhitespace()
    guard position == input.count else { throw failure(.trailingBytes) }
    return value
  }

  /// Reads one value, after whitespace.
  package mutating func value() throws(JSONSyntaxError) -> JSON {
    skipWhitespace()
    guard let first = next else { throw failure(.unexpectedEnd) }
    switch first {
    case UInt8(ascii: "\""): return try text().map { .string($0) } ?? .unreadable
    case UInt8(ascii: "{"):
      return try nested { parser throws(JSONSyntaxError) in
        try parser.members().map { .object($0) } ?? .unreadable
      }
    case UInt8(ascii: "["):
      return try nested { parser throws(JSONSyntaxError) in
        .array(try parser.elements())
      }
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return .number(try number())
    case UInt8(ascii: "t"): return try word("true", .bool(true))
    case UInt8(ascii: "f"): return try word("false", .bool(false))
    case UInt8(ascii: "n"): return try word("null", .null)
    default: throw failure(.unexpectedByte(first))
    }
  }

  private mutating func nested(
    _ read: (inout JSONParser) throws(JSONSyntaxError) -> JSON
  ) throws(JSONSyntaxError) -> JSON {
    guard depth < JSON.depthLimit else { throw failure(.tooDeep) }
    depth += 1
    position += 1
    let value = try read(&self)
    depth -= 1
    return value
  }

  private mutating func elements() throws(JSONSyntaxError) -> [JSON] {
    var elements: [JSON] = []
    if try consume(UInt8(ascii: "]")) { return elements }
    repeat { elements.append(try value()) } while try continues(until: UInt8(ascii: "]"))
    return elements
  }

  /// Parses a string; nil for one that no text can represent, in lenient parsing.
  private mutating func text() throws(JSONSyntaxError) -> String? {
    let start = position
    do throws(JSONSyntaxError) {
      return try string()
    } catch {
      guard isLenient, error.isOfOneString else { throw error }
      position = start
      try skipString()
      return nil
    }
  }

  /// Parses the members of an object; nil if two have one name, or a name cannot be represented, in
  /// lenient parsing.
  private mutating func members() throws(JSONSyntaxError) -> [JSON.Member]? {
    var members: [JSON.Member] = []
    var isReadable = true
    var names = MemberNames()
    if try consume(UInt8(ascii: "}")) { return members }
    repeat {
      skipWhitespace()
      let start = position
      try expect(UInt8(ascii: "\""))
      position = start
      let key = try text()
      let isNew = key.map { names.isNew($0, beside: members) } ?? false
      guard isNew || isLenient else { throw failure(.duplicateKey, at: start) }
      skipWhitespace()
      try expect(UInt8(ascii: ":"))
      let value = try value()
      if isNew, let key { members.append(JSON.Member(key: key, value: value)) }
      isReadable = isReadable && isNew
    } while try continues(until: UInt8(ascii: "}"))
    return isReadable ? members : nil
  }

  /// Reads the comma or the end after an element; returns whether another element follows.
  private mutating func continues(until end: UInt8) throws(JSONSyntaxError) -> Bool {
    if try consume(end) { return false }
    try expect(UInt8(ascii: ","))
    return true
  }

  /// Reads a byte if it comes next, after whitespace.
  private mutating func consume(_ byte: UInt8) throws(JSONSyntaxError) -> Bool {
    skipWhitespace()
    guard let found = next else { throw failure(.unexpectedEnd) }
    guard found == byte else { return false }
    position += 1
    return true
  }

  private mutating func expect(_ byte: UInt8) throws(JSONSyntaxError) {
    guard let found = next else { throw failure(.unexpectedEnd) }
    guard found == byte else { throw failure(.unexpectedByte(found)) }
    position += 1
  }

  private mutating func word(
    _ word: StaticString,
    _ value: JSON
  ) throws(JSONSyntaxError) -> JSON {
    for index in 0..<word.utf8CodeUnitCount { try expect(word.utf8Start[index]) }
    return value
  }

  private mutating func number() throws(JSONSyntaxError) -> String {
    let start = position
    if next == UInt8(ascii: "-") { position += 1 }
    if next == UInt8(ascii: "0") { position += 1 } else { try digits() }
    if next == UInt8(ascii: ".") {
      position += 1
      try digits()
    }
    if next == UInt8(ascii: "e") || next == UInt8(ascii: "E") {
      position += 1
      if next == UInt8(ascii: "+") || next == UInt8(ascii: "-") { position += 1 }
      try digits()
    }
    if let following = next, 0x30...0x39 ~= following { throw failure(.invalidNumber) }
    return String(decoding: input[start..<position], as: UTF8.self)
  }

  private mutating func digits() throws(JSONSyntaxError) {
    let start = position
    while let digit = next, 0x30...0x39 ~= digit { position += 1 }
    guard position > start else {
      throw failure(next == nil ? .unexpectedEnd : .invalidNumber)
    }
  }

  private mutating func skipWhitespace() {
    while let byte = next, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 {
      position += 1
    }
  }

  /// The error for a fault at the position, or at an earlier one.
  func failure(_ reason: JSONSyntaxError.Reason, at place: Int? = nil) -> JSONSyntaxError {
    let offset = place ?? position
    let before = input[..<offset]
    let lineStart = before.lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
    return JSONSyntaxError(
      reason: reason,
      offset: offset,
      line: before.count { $0 == 0x0A } + 1,
      column: offset - lineStart + 1
    )
  }
}
