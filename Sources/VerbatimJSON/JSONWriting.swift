extension JSON {
  /// The document, compact: members in their order, numbers as written, text as UTF-8.
  ///
  /// Only quotation marks, backslashes, and control characters are escaped.
  package var bytes: [UInt8] {
    var writer = JSONWriter(indentation: nil)
    writer.write(self)
    return writer.output
  }

  /// The compact document as text.
  package var compact: String { String(decoding: bytes, as: UTF8.self) }

  /// The document as text for people, indented by two spaces; no line break at the end.
  package var pretty: String {
    var writer = JSONWriter(indentation: 0)
    writer.write(self)
    return String(decoding: writer.output, as: UTF8.self)
  }
}
