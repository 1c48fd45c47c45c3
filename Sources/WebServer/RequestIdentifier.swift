import HTTPTypes

/// The identifier of a request: 32 hexadecimal digits, the trace of W3C Trace Context.
enum RequestIdentifier {
  /// The trace of the `traceparent` header if it has one, otherwise a new one.
  static func of(_ headers: HTTPFields) -> String {
    HTTPField.Name("traceparent").flatMap { headers[$0] }.flatMap(trace) ?? random()
  }

  /// The trace in `00-TRACE-PARENT-FLAGS`; nil for another form, or a trace of zeros.
  private static func trace(_ header: String) -> String? {
    let parts = header.split(separator: "-", omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 4, parts.map(\.utf8.count) == [2, 32, 16, 2],
      parts.allSatisfy({ $0.utf8.allSatisfy(isDigit) }), parts[0] != "ff",
      parts[1].utf8.contains(where: { $0 != UInt8(ascii: "0") })
    else { return nil }
    return parts[1]
  }

  private static func isDigit(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "f"): true
    default: false
    }
  }

  private static func random() -> String {
    let parts = (UInt64.random(in: 1 ... .max), UInt64.random(in: 0 ... .max))
    return [parts.0, parts.1].map { number in
      let text = String(number, radix: 16)
      return String(repeating: "0", count: 16 - text.utf8.count) + text
    }.joined()
  }
}
