import Roster
import VerbatimJSON

/// Reads the parameters of a call's body, in any of the possible forms.
struct RequestBody {
  private let parameters: JSON

  /// Reads a body.
  init(_ call: Call, acceptsForm: Bool) throws(SandboxRefusal) {
    guard !call.body.isEmpty else { throw .emptyBody }
    let isForm = call.contentType?.lowercased().hasPrefix("application/x-www-form-urlencoded")
    if isForm == true {
      guard acceptsForm else { throw .emptyBody }
      let members = Form.pairs(call.body).map {
        JSON.Member(key: $0.name, value: .string($0.value))
      }
      parameters = .object(members)
      return
    }
    guard let parsed = try? JSON(parsing: call.body), parsed.members != nil else {
      throw .emptyBody
    }
    parameters = parsed
  }

  /// Takes parsed parameters.
  init(_ parameters: JSON) { self.parameters = parameters }

  subscript(key: String) -> JSON? { parameters[key] }

  /// A number, or a string of digits.
  func integer(_ key: String) -> Int64? {
    guard let parameter = parameters[key] else { return nil }
    return parameter.integer ?? parameter.text.flatMap { Int64($0) }
  }

  /// A list: an array of texts or numbers, one text with commas and perhaps blanks after them, or a
  /// text that is the JSON of an array; empty if there is none.
  func list(_ key: String) -> [Verbatim] {
    guard let parameter = parameters[key] else { return [] }
    var elements = parameter.elements
    if let text = parameter.text {
      elements = text.hasPrefix("[") ? (try? JSON(parsing: text))?.elements : nil
      if elements == nil {
        return text.split(separator: ",").map { part in
          Verbatim(String(part.drop { $0 == " " }))
        }
      }
    }
    return (elements ?? []).compactMap { element in
      if case .number(let digits) = element { return Verbatim(digits) }
      return element.text.map { Verbatim($0) }
    }
  }

  /// An object, or a text that is the JSON of one.
  func object(_ key: String) -> JSON? {
    guard let parameter = parameters[key] else { return nil }
    guard let text = parameter.text else { return parameter.members == nil ? nil : parameter }
    guard let parsed = try? JSON(parsing: text), parsed.members != nil else { return nil }
    return parsed
  }
}

/// The encoding of forms and queries.
enum Form {
  /// The pairs of a form, decoded, in order; invalid UTF-8 is replaced.
  static func pairs(_ bytes: some Sequence<UInt8>) -> [(name: String, value: String)] {
    Array(bytes).split(separator: 0x26).map { pair in
      let sides = pair.split(separator: 0x3D, maxSplits: 1, omittingEmptySubsequences: false)
      return (decoded(sides[0]), sides.count == 2 ? decoded(sides[1]) : "")
    }
  }

  /// All values of each parameter of a query.
  static func lists(_ query: String) -> [String: [String]] {
    Dictionary(pairs(query.utf8).map { ($0.name, [$0.value]) }, uniquingKeysWith: +)
  }

  /// The parameters of a query; the last one of each name counts.
  static func parameters(_ query: String) -> [String: String] {
    Dictionary(pairs(query.utf8).map { ($0.name, $0.value) }, uniquingKeysWith: { _, last in last })
  }

  private static func decoded(_ bytes: ArraySlice<UInt8>) -> String {
    var output: [UInt8] = []
    var index = bytes.startIndex
    while index < bytes.endIndex {
      if bytes[index] == 0x25, index + 2 < bytes.endIndex,
        let high = digit(bytes[index + 1]), let low = digit(bytes[index + 2])
      {
        output.append(high << 4 | low)
        index += 3
        continue
      }
      output.append(bytes[index] == 0x2B ? 0x20 : bytes[index])
      index += 1
    }
    return String(decoding: output, as: UTF8.self)
  }

  private static func digit(_ byte: UInt8) -> UInt8? {
    switch byte {
    case 0x30...0x39: byte - 0x30
    case 0x41...0x46: byte - 0x41 + 10
    case 0x61...0x66: byte - 0x61 + 10
    default: nil
    }
  }
}
