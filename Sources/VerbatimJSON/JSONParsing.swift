extension JSON {
  /// How deeply arrays and objects may be nested.
  package static let depthLimit = 128

  /// Reads a document: RFC 8259, strictly.
  ///
  /// Stricter than the letter of it where a lenient reading would lose something: an object with
  /// two members of one name, an escaped half of a surrogate pair, bytes that are not UTF-8, a byte
  /// order mark, and nesting beyond `depthLimit` are refused.
  ///
  /// - Parameter bytes: The whole document.
  /// - Throws: What is wrong, and where.
  package init(parsing bytes: [UInt8]) throws(JSONSyntaxError) {
    self = try bytes.withUnsafeBufferPointer { buffer throws(JSONSyntaxError) in
      var parser = JSONParser(buffer)
      return try parser.document()
    }
  }

  /// Reads a document of which a part may be spoiled: what no text can hold is ``unreadable``, and
  /// everything else as ``init(parsing:)`` reads it.
  ///
  /// A byte order mark before the document is no part of it.
  ///
  /// - Parameter bytes: The whole document.
  /// - Throws: What is wrong with the document as a whole, and where.
  package init(parsingLeniently bytes: [UInt8]) throws(JSONSyntaxError) {
    self = try bytes.withUnsafeBufferPointer { buffer throws(JSONSyntaxError) in
      let start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
      var parser = JSONParser(buffer, from: start, isLenient: true)
      return try parser.document()
    }
  }

  /// Whether nothing in the value, however deep, is ``unreadable``.
  package var isReadable: Bool {
    switch self {
    case .unreadable: false
    case .array(let elements): elements.allSatisfy(\.isReadable)
    case .object(let members): members.allSatisfy(\.value.isReadable)
    case .null, .bool, .number, .string: true
    }
  }

  /// Reads a document that is the text of a string.
  ///
  /// - Parameter text: The whole document.
  /// - Throws: What is wrong, and where.
  package init(parsing text: String) throws(JSONSyntaxError) {
    try self.init(parsing: Array(text.utf8))
  }
}
