extension JSON {
  /// How deeply arrays and objects may be nested.
  package static let depthLimit = 128

  /// Parses a document: RFC 8259, strictly.
  ///
  /// Stricter than the RFC wherever a lenient parser would lose something: an object with two
  /// members of one name, an escaped half of a surrogate pair, bytes that are not UTF-8, a byte
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

  /// Parses a document of which parts may be damaged.
  ///
  /// A part that no text can represent is ``unreadable``; everything else is parsed as by
  /// ``init(parsing:)``. A byte order mark before the document is ignored.
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

  /// Whether no part of the value, at any depth, is ``unreadable``.
  package var isReadable: Bool {
    switch self {
    case .unreadable: false
    case .array(let elements): elements.allSatisfy(\.isReadable)
    case .object(let members): members.allSatisfy(\.value.isReadable)
    case .null, .bool, .number, .string: true
    }
  }

  /// Parses a document that is the text of a string.
  ///
  /// - Parameter text: The whole document.
  /// - Throws: What is wrong, and where.
  package init(parsing text: String) throws(JSONSyntaxError) {
    try self.init(parsing: Array(text.utf8))
  }
}
