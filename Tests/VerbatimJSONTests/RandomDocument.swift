import RollbookTestSupport
import VerbatimJSON

/// Makes random documents, and spells them in random ways.
struct RandomDocument {
  var random: Seeded

  init(seed: UInt64) { random = Seeded(seed) }

  mutating func value(depth: Int = 0) -> JSON {
    switch Int.random(in: 0..<(depth > 4 ? 5 : 9), using: &random) {
    case 0: return .null
    case 1: return .bool(Bool.random(using: &random))
    case 2: return .number(number())
    case 3, 4: return .string(text())
    case 5, 6: return .array((0..<count()).map { _ in value(depth: depth + 1) })
    default:
      return .object(
        (0..<count()).map { JSON.Member(key: "\($0)" + text(), value: value(depth: depth + 1)) }
      )
    }
  }

  private mutating func count() -> Int {
    Int.random(in: 0..<8, using: &random) == 0
      ? Int.random(in: 12..<30, using: &random) : Int.random(in: 0..<5, using: &random)
  }

  private mutating func number() -> String {
    var digits = Bool.random(using: &random) ? "-" : ""
    digits += String(Int.random(in: 0..<1_000_000, using: &random))
    if Bool.random(using: &random) { digits += ".\(Int.random(in: 0..<1000, using: &random))" }
    if Int.random(in: 0..<4, using: &random) == 0 {
      digits += ["e", "E", "e+", "E-"].randomElement(using: &random) ?? "e"
      digits += String(Int.random(in: 0..<20, using: &random))
    }
    return digits
  }

  private mutating func text() -> String {
    let alphabet: [UnicodeScalar] = [
      "a", "0", " ", "\"", "\\", "/", "\n", "\r", "\t", "\u{0}", "\u{1F}", "\u{7F}", "é", "花",
      "名", "册", "\u{301}", "\u{1F600}", "\u{2028}", "\u{10FFFF}", "\u{FFFD}",
    ]
    var text = ""
    for _ in 0..<Int.random(in: 0..<12, using: &random) {
      text.unicodeScalars.append(alphabet.randomElement(using: &random) ?? "a")
    }
    return text
  }

  /// Spells a document with random whitespace and random escapes.
  mutating func spelling(of value: JSON) -> [UInt8] {
    let body: String
    switch value {
    case .null, .bool, .number, .unreadable: body = value.compact
    case .string(let text): body = spelling(of: text)
    case .array(let elements):
      body =
        "["
        + elements.map { String(decoding: spelling(of: $0), as: UTF8.self) }
        .joined(separator: ",") + space() + "]"
    case .object(let members):
      let parts = members.map {
        space() + spelling(of: $0.key) + space() + ":"
          + String(decoding: spelling(of: $0.value), as: UTF8.self)
      }
      body = "{" + parts.joined(separator: ",") + space() + "}"
    }
    return Array((space() + body + space()).utf8)
  }

  private mutating func space() -> String {
    guard Int.random(in: 0..<4, using: &random) == 0 else { return "" }
    return [" ", "\n", "\r\n", "\t", "  "].randomElement(using: &random) ?? " "
  }

  private mutating func spelling(of text: String) -> String {
    guard Bool.random(using: &random) else { return JSON.string(text).compact }
    var spelled = "\""
    for unit in text.utf16 {
      let digits = String(unit, radix: 16, uppercase: Bool.random(using: &random))
      spelled += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
    }
    return spelled + "\""
  }
}
