import WebServer

/// Reads the parts of a body in `multipart/form-data`, byte by byte.
///
/// A part is the boundary, `Content-Disposition` with the name of its field, perhaps `Content-Type`, an
/// empty line, and its bytes up to the next boundary. The body ends with the last boundary.
struct MultipartReader {
  /// One part.
  struct Part {
    let name: String
    /// The name of the file; nil for a text.
    let file: String?
    let bytes: [UInt8]
  }

  /// The largest number of parts, and the largest size of one line of a part's head.
  private static let mostParts = 40
  private static let longestLine = 2_048

  private let body: [UInt8]
  /// What is between two parts: a line end, two hyphens, the boundary.
  private let divider: [UInt8]
  private var place = 0
  private var parts = 0

  init(_ body: [UInt8], boundary: String) {
    self.body = body
    divider = Array("\r\n--\(boundary)".utf8)
  }

  /// The next part; nil after the last one.
  ///
  /// - Throws: ``Problem`` if the body is malformed there.
  mutating func next() throws(Problem) -> Part? {
    if place == 0 { try skip(divider.dropFirst(2)) }
    if body[place...].starts(with: [0x2D, 0x2D]) {
      place += 2
      if place < body.count { try skip([0x0D, 0x0A]) }
      guard place == body.count else { throw FormFields.malformed }
      return nil
    }
    try skip([0x0D, 0x0A])
    parts += 1
    guard parts <= Self.mostParts else { throw FormFields.malformed }
    let (name, file) = try Self.field(try line())
    var rest = try line()
    if rest.lowercased().hasPrefix("content-type: ") { rest = try line() }
    guard rest.isEmpty else { throw FormFields.malformed }
    return Part(name: name, file: file, bytes: Array(try contents()))
  }

  private mutating func skip(_ bytes: some Collection<UInt8>) throws(Problem) {
    guard body[place...].starts(with: bytes) else { throw FormFields.malformed }
    place += bytes.count
  }

  /// A line of a part's head, without its end.
  private mutating func line() throws(Problem) -> String {
    let start = place
    while place < body.count, body[place] != 0x0D, place - start <= Self.longestLine { place += 1 }
    let text = String(validating: body[start..<place], as: UTF8.self)
    try skip([0x0D, 0x0A])
    guard let text, !text.utf8.contains(where: { $0 < 0x20 || $0 == 0x7F }) else {
      throw FormFields.malformed
    }
    return text
  }

  /// The bytes up to the next divider, which is read, too.
  private mutating func contents() throws(Problem) -> ArraySlice<UInt8> {
    let start = place
    while place + divider.count <= body.count {
      if body[place] == 0x0D, body[place...].starts(with: divider) {
        let contents = body[start..<place]
        place += divider.count
        return contents
      }
      place += 1
    }
    throw FormFields.malformed
  }

  /// The name of the field, and that of its file, in `Content-Disposition: form-data; name="…"`.
  private static func field(_ line: String) throws(Problem) -> (name: String, file: String?) {
    let start = "content-disposition: form-data; name=\""
    guard line.lowercased().hasPrefix(start) else { throw FormFields.malformed }
    let rest = line.utf8.dropFirst(start.utf8.count)
    guard rest.last == UInt8(ascii: "\"") else { throw FormFields.malformed }
    let pieces = rest.dropLast().split(
      separator: UInt8(ascii: "\""),
      omittingEmptySubsequences: false
    )
    let texts = pieces.map { String(Substring($0)) }
    switch texts.count {
    case 1 where !texts[0].isEmpty: return (texts[0], nil)
    case 3 where !texts[0].isEmpty && texts[1] == "; filename=": return (texts[0], texts[2])
    default: throw FormFields.malformed
    }
  }
}
