import ChangeFiles
import Roster
import RollbookTestSupport
import Testing

/// What is written as a table is read back as it was meant, whatever the values are.
@Suite struct RoundTripTests {
  /// A requested change, without its positions.
  struct Patch: Hashable {
    let user: Verbatim
    let field: Verbatim
    let item: RequestedItem
    let edit: Edit
  }

  @Test(arguments: 1...150)
  func `the long form is read back as it was written`(seed: UInt64) throws {
    var random = Seeded(seed)
    let wishes = RandomEdits.make(&random)
    let style = RandomEdits.Style(&random)
    let bytes = style.table(
      [["user", "field", "item", "value"]]
        + wishes.map { [$0.user.text, $0.field.text, style.word($0.item), style.word($0.edit)] }
    )
    let file = try ChangeFile(reading: bytes, system: .dingtalk)
    #expect(file.form == .csvLong)
    #expect(file.encoding == style.encoding)
    #expect(file.problems.isEmpty, "seed \(seed): \(file.problems)")
    #expect(Self.wishes(of: file) == wishes, "seed \(seed)")
  }

  @Test(arguments: 1...150)
  func `the wide form is read back as it was written`(seed: UInt64) throws {
    var random = Seeded(seed &+ 1_000_000)
    let wishes = RandomEdits.make(&random)
    let style = RandomEdits.Style(&random)
    struct Column: Hashable {
      let field: Verbatim
      let item: RequestedItem
    }
    var columns: [Column] = []
    var users: [Verbatim] = []
    var cells: [Verbatim: [Column: Edit]] = [:]
    for wish in wishes {
      let column = Column(field: wish.field, item: wish.item)
      if !columns.contains(column) { columns.append(column) }
      if !users.contains(wish.user) { users.append(wish.user) }
      cells[wish.user, default: [:]][column] = wish.edit
    }
    let header = ["userid"] + columns.map { $0.field.text + style.suffix($0.item) }
    let rows = users.map { user in
      [user.text] + columns.map { cells[user]?[$0].map(style.word) ?? "" }
    }
    let file = try ChangeFile(reading: style.table([header] + rows), system: .dingtalk)
    #expect(file.form == .csvWide)
    #expect(file.problems.isEmpty, "seed \(seed): \(file.problems)")
    #expect(Set(Self.wishes(of: file)) == Set(wishes), "seed \(seed)")
    #expect(file.rows.map(\.user) == users, "seed \(seed)")
  }

  private static func wishes(of file: ChangeFile) -> [Patch] {
    file.rows.flatMap { row in
      row.cells.map { cell in
        Patch(user: row.user ?? "", field: cell.field, item: cell.item, edit: cell.edit)
      }
    }
  }
}

/// Random changes, and random ways of writing a table.
enum RandomEdits {
  private static let pieces = [
    "清", "华", "a", "Z", "0", "1", "-", "+", ",", ";", "\t", "\"", "\n", "\r", "\r\n", " ", "/", "=",
    "'", "é", "e\u{301}", "𠮷", "。", "[", "]", ".", "#", "\\", "{",
  ]

  /// Changes of which each names its cell once.
  static func make(_ random: inout Seeded) -> [RoundTripTests.Patch] {
    var seen: Set<[String]> = []
    return (0..<Int.random(in: 1...12, using: &random)).compactMap { _ in
      let user = Verbatim("u\(Int.random(in: 1...4, using: &random))")
      let field = Verbatim("字段-\(Int.random(in: 1...3, using: &random))")
      let items: [RequestedItem] = [.unsaid, .index(0), .index(17), .addition(1), .addition(2)]
      let item = items[Int.random(in: 0..<items.count, using: &random)]
      guard seen.insert([user.text, field.text, "\(item)"]).inserted else { return nil }
      let edit: Edit =
        Int.random(in: 0...4, using: &random) == 0 ? .clear : .set(.text(value(&random)))
      return RoundTripTests.Patch(user: user, field: field, item: item, edit: edit)
    }
  }

  /// A value that no spreadsheet is blamed for: the letters around it keep it a text, and its blanks.
  private static func value(_ random: inout Seeded) -> Verbatim {
    let length = Int.random(in: 0...12, using: &random)
    let rest = (0..<length).map { _ in pieces[Int.random(in: 0..<pieces.count, using: &random)] }
    return Verbatim("值" + rest.joined() + "值")
  }

  /// A way of writing a table.
  struct Style {
    let separator: String
    let lineBreak: String
    let encoding: ChangeFileEncoding
    let quotesAll: Bool

    init(_ random: inout Seeded) {
      separator = [",", ";", "\t"][Int.random(in: 0..<3, using: &random)]
      lineBreak = ["\n", "\r\n", "\r"][Int.random(in: 0..<3, using: &random)]
      encoding = [.utf8, .utf8WithMark, .utf16LittleEndian][Int.random(in: 0..<3, using: &random)]
      quotesAll = Bool.random(using: &random)
    }

    func word(_ item: RequestedItem) -> String {
      switch item {
      case .unsaid: ""
      case .index(let index): "\(index)"
      case .addition(1): "+"
      case .addition(let number): "+\(number)"
      }
    }

    func suffix(_ item: RequestedItem) -> String { item == .unsaid ? "" : "[\(word(item))]" }

    func word(_ edit: Edit) -> String {
      if case .set(.text(let text)) = edit { text.text } else { "#清空#" }
    }

    func table(_ rows: [[String]]) -> [UInt8] {
      let text = rows.map { $0.map(cell).joined(separator: separator) + lineBreak }.joined()
      switch encoding {
      case .utf8WithMark: return [0xEF, 0xBB, 0xBF] + Array(text.utf8)
      case .utf16LittleEndian:
        return "\u{FEFF}\(text)".utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
      default: return Array(text.utf8)
      }
    }

    private func cell(_ text: String) -> String {
      let special = text.utf8.contains { ",;\t\"\r\n".utf8.contains($0) }
      guard quotesAll || special else { return text }
      let doubled = text.unicodeScalars.map { $0 == "\"" ? "\"\"" : String($0) }.joined()
      return "\"\(doubled)\""
    }
  }
}
