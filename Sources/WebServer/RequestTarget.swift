/// The path and the query of a request, decoded.
struct RequestTarget {
  let path: [String]
  let query: [WebRequest.Parameter]

  /// Decodes a target such as `/api/v1/people?q=%E8%A2%81`.
  ///
  /// - Throws: ``Problem`` if it is no path, or has a part that is no text.
  init(_ target: String) throws(Problem) {
    let bytes = Array(target.utf8)
    guard bytes.first == UInt8(ascii: "/") else { throw Problem.badTarget }
    let mark = bytes.firstIndex(of: UInt8(ascii: "?")) ?? bytes.endIndex
    var segments: [String] = []
    let pieces = bytes[1..<mark].split(
      separator: UInt8(ascii: "/"),
      omittingEmptySubsequences: false
    )
    for (index, piece) in pieces.enumerated() {
      // One slash at the end is no segment.
      if piece.isEmpty, index == pieces.count - 1 { continue }
      guard let text = Self.decoded(piece, plusIsSpace: false), !["", ".", ".."].contains(text)
      else {
        throw Problem.badTarget
      }
      segments.append(text)
    }
    path = segments
    var parameters: [WebRequest.Parameter] = []
    for piece in bytes[mark...].dropFirst().split(separator: UInt8(ascii: "&")) {
      let sign = piece.firstIndex(of: UInt8(ascii: "=")) ?? piece.endIndex
      guard let name = Self.decoded(piece[..<sign], plusIsSpace: true),
        let value = Self.decoded(piece[sign...].dropFirst(), plusIsSpace: true)
      else { throw Problem.badTarget }
      parameters.append(WebRequest.Parameter(name: name, value: value))
    }
    query = parameters
  }

  /// The text behind percent signs; nil if it is no UTF-8, or a sign has no two digits, or it has a
  /// null character.
  private static func decoded(_ bytes: ArraySlice<UInt8>, plusIsSpace: Bool) -> String? {
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count)
    var rest = bytes
    while let byte = rest.popFirst() {
      switch byte {
      case UInt8(ascii: "%"):
        guard let high = rest.popFirst().flatMap(digit), let low = rest.popFirst().flatMap(digit)
        else { return nil }
        result.append(high << 4 | low)
      case UInt8(ascii: "+") where plusIsSpace: result.append(UInt8(ascii: " "))
      default: result.append(byte)
      }
    }
    return result.contains(0) ? nil : String(validating: result, as: UTF8.self)
  }

  private static func digit(_ byte: UInt8) -> UInt8? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
    default: nil
    }
  }
}
