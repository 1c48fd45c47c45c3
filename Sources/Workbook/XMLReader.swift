import CExpat

/// Parses XML with expat.
///
/// A document with a type declaration is refused: no workbook has one, and it can make a text grow
/// without end or name other files.
enum XMLReader {
  /// Parses a document and calls a listener with its events.
  ///
  /// - Parameters:
  ///   - bytes: The document.
  ///   - name: Its name in errors.
  ///   - listener: Receives the events.
  /// - Throws: `WorkbookError.broken`, with the line.
  static func read(
    _ bytes: [UInt8],
    calling name: String,
    to listener: any XMLListener
  ) throws(WorkbookError) {
    guard let parser = XML_ParserCreate(nil) else { throw .broken("\(name) cannot be read") }
    defer { XML_ParserFree(parser) }
    let box = Box(listener, parser)
    XML_SetUserData(parser, Unmanaged.passUnretained(box).toOpaque())
    XML_SetElementHandler(
      parser,
      { data, name, attributes in
        Box.of(data)?.listener.begin(Box.local(name), Box.pairs(attributes))
      },
      { data, name in Box.of(data)?.listener.end(Box.local(name)) }
    )
    XML_SetCharacterDataHandler(parser) { data, text, count in
      guard let text else { return }
      text.withMemoryRebound(to: UInt8.self, capacity: Int(count)) { bytes in
        let buffer = UnsafeBufferPointer(start: bytes, count: Int(count))
        Box.of(data)?.listener.text(String(decoding: buffer, as: UTF8.self))
      }
    }
    XML_SetStartDoctypeDeclHandler(parser) { data, _, _, _, _ in
      guard let box = Box.of(data) else { return }
      box.hasType = true
      XML_StopParser(box.parser, 0)
    }
    let status = bytes.withUnsafeBufferPointer { buffer in
      buffer.withMemoryRebound(to: CChar.self) { buffer in
        XML_Parse(parser, buffer.baseAddress, Int32(clamping: buffer.count), 1)
      }
    }
    // The parser's reference to it is not counted by ARC.
    let hasType = withExtendedLifetime(box) { box.hasType }
    guard status == XML_STATUS_OK else {
      let line = XML_GetCurrentLineNumber(parser)
      throw .broken(
        hasType ? "\(name) declares a document type" : "\(name) is no XML at line \(line)"
      )
    }
  }

  private final class Box {
    let listener: any XMLListener
    let parser: XML_Parser
    var hasType = false

    init(_ listener: any XMLListener, _ parser: XML_Parser) {
      self.listener = listener
      self.parser = parser
    }

    static func of(_ data: UnsafeMutableRawPointer?) -> Box? {
      data.map { Unmanaged<Box>.fromOpaque($0).takeUnretainedValue() }
    }

    /// A name without its prefix: writers choose their own.
    static func local(_ name: UnsafePointer<CChar>?) -> String {
      guard let name else { return "" }
      let whole = String(cString: name)
      guard let colon = whole.utf8.lastIndex(of: UInt8(ascii: ":")) else { return whole }
      return String(whole[whole.utf8.index(after: colon)...])
    }

    static func pairs(
      _ attributes: UnsafeMutablePointer<UnsafePointer<CChar>?>?
    ) -> [String: String] {
      var pairs: [String: String] = [:]
      guard var next = attributes else { return pairs }
      while let name = next[0], let value = next[1] {
        pairs[local(name)] = String(cString: value)
        next += 2
      }
      return pairs
    }
  }
}

/// Receives the events of an XML document.
protocol XMLListener: AnyObject {
  /// An element begins; its name and attributes without their prefixes.
  func begin(_ element: String, _ attributes: [String: String])
  /// Text in the element that began last; a text may come in several pieces.
  func text(_ text: String)
  /// An element ends.
  func end(_ element: String)
}
