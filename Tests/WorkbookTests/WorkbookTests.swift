import RollbookTestSupport
import Testing

@testable import Workbook

/// What a sheet says, cell by cell, and what of a file is refused.
@Suite struct WorkbookTests {
  private typealias Sheet = TinyWorkbook.Sheet

  private static func read(_ cell: TinyWorkbook.Cell, format: String = "0") throws -> String? {
    let workbook = TinyWorkbook([Sheet(rows: [[cell]])], formats: ["0", format])
    return try Workbook(workbook.bytes).cells.first?.text
  }

  @Test(arguments: [
    ("<t>张伟</t>", "张伟"), ("<t xml:space=\"preserve\"> 00123 </t>", " 00123 "),
    ("<r><rPr><b/></rPr><t>张</t></r><r><t>伟</t></r>", "张伟"),
    ("<t>漢字</t><rPh sb=\"0\" eb=\"2\"><t>かんじ</t></rPh>", "漢字"),
    ("<t>a_x000D_&#10;b</t>", "a\r\nb"), ("<t>_x005F_x0041_</t>", "_x0041_"),
    ("<t>a&amp;b</t>", "a&b"),
  ])
  func `a shared text is that of its runs`(xml: String, text: String) throws {
    let found = try Self.read(.shared(xml)) ?? ""
    #expect(Array(found.utf8) == Array(text.utf8), "\(found)")
  }

  @Test(arguments: [
    ("<c {place} t=\"b\"><v>1</v></c>", "TRUE"), ("<c {place} t=\"b\"><v>0</v></c>", "FALSE"),
    ("<c {place} t=\"e\"><v>#N/A</v></c>", "#N/A"),
    ("<c {place} t=\"str\"><v>文字</v></c>", "文字"),
    ("<c {place} t=\"str\"><f>A1&amp;B1</f><v>旧</v></c>", "=A1&B1"),
    ("<c {place}><f>SUM(A1:A2)</f><v>3</v></c>", "=SUM(A1:A2)"),
    ("<c {place} t=\"str\"><f>\"00123\"</f><v>00123</v></c>", "=\"00123\""),
    ("<c {place}><f t=\"shared\" si=\"0\"/><v>3</v></c>", "=(a formula shared with other cells)"),
    ("<c {place} t=\"d\"><v>2020-09-01T00:00:00</v></c>", "2020-09-01"),
    ("<c {place} t=\"d\"><v>2020-09-01T08:30:00</v></c>", "2020-09-01 08:30:00"),
    ("<x:c {place} t=\"inlineStr\"><x:is><x:t>前缀</x:t></x:is></x:c>", "前缀"),
  ])
  func `a cell of any kind is a text`(xml: String, text: String) throws {
    let prefixed = xml.contains("x:") ? xml.replacing("<x:c", with: "<x:c xmlns:x=\"m\"") : xml
    #expect(try Self.read(.xml(prefixed)) == text)
  }

  @Test(arguments: [
    ("123", "123"), ("0", "0"), ("-5", "-5"), ("13800138000", "13800138000"),
    ("1.1000000000000001", "1.1"), ("0.10000000000000001", "0.1"), ("1.38E+10", "13800000000"),
    ("1.5E-5", "0.000015"), ("999999999999999", "999999999999999"), ("0.99999999999999989", "1"),
    ("3.3010619900101101E+17", "330106199001011010.0"),
    ("330106199001011231", "330106199001011231.0"),
    ("1E+20", "100000000000000000000.0"), ("1E+15", "1000000000000000.0"),
  ])
  func `a number has fifteen digits, and is marked if some are lost`(stored: String, text: String)
    throws
  {
    #expect(try Self.read(.number(stored)) == text)
  }

  @Test(arguments: [
    ("44075", "14", "2020-09-01"), ("44075", "yyyy/m/d;@", "2020-09-01"),
    ("44075", "[$-804]yyyy\"年\"m\"月\"d\"日\"", "2020-09-01"), ("44075", "31", "2020-09-01"),
    ("44075", "[Red]0.00", "44075"), ("44075", "General", "44075"), ("44075", "G/通用格式", "44075"),
    ("44075", "0.00\"day\"", "44075"), ("44075.5", "22", "2020-09-01 12:00:00"),
    ("44075.99999999999", "22", "2020-09-02"), ("0.5", "h:mm", "12:00:00"),
    ("0.5", "[mm]:ss", "12:00:00"),
    ("1", "14", "1900-01-01"), ("59", "14", "1900-02-28"), ("60", "14", "1900-02-29"),
    ("61", "14", "1900-03-01"), ("2958465", "14", "9999-12-31"), ("2958466", "14", "2958466"),
    ("-1", "14", "-1"), ("123", "00000", "00123"), ("123456", "00000", "123456"), ("7", "0", "7"),
  ])
  func `a number is a date by its format`(stored: String, format: String, text: String) throws {
    #expect(try Self.read(.number(stored, style: 1), format: format) == text, "\(format)")
  }

  @Test func `a workbook that counts from 1904 has other days`() throws {
    var workbook = TinyWorkbook(
      [Sheet(rows: [[.number("42613", style: 0), .number("0")]])],
      formats: ["14"]
    )
    workbook.from1904 = true
    #expect(try Workbook(workbook.bytes).cells.map(\.text) == ["2020-09-01", "1904-01-01"])
  }

  @Test func `a sheet is found by its name, or is the first visible one`() throws {
    let workbook = TinyWorkbook([
      Sheet("配置", rows: [[.text("x")]], isHidden: true), Sheet("人员", rows: [[.text("y")]]),
      Sheet("人员 (2)", rows: [[.text("z")]]),
    ])
    let first = try Workbook(workbook.bytes)
    #expect(first.sheet == "人员" && first.cells.map(\.text) == ["y"])
    #expect(first.notes == ["Hidden sheets, which are not read: 配置."])
    #expect(try Workbook(workbook.bytes, sheet: "人员 (2)").cells.map(\.text) == ["z"])
    #expect(try Workbook(workbook.bytes, sheet: "配置").cells.map(\.text) == ["x"])
    #expect(throws: WorkbookError.noSheet("员工", known: ["配置", "人员", "人员 (2)"])) {
      try Workbook(workbook.bytes, sheet: "员工")
    }
  }

  @Test func `what a person does not see is named`() throws {
    let rows = (1...4).map { row in [TinyWorkbook.Cell.text("a\(row)"), .text("b\(row)")] }
    let workbook = TinyWorkbook([
      Sheet(
        rows: rows,
        hiddenRows: [2, 3],
        columns: "<cols><col min=\"2\" max=\"9\" hidden=\"1\"/></cols>",
        after: "<mergeCells><mergeCell ref=\"A1:A2\"/></mergeCells>"
      )
    ])
    #expect(
      try Workbook(workbook.bytes).notes == [
        "2 rows are hidden, by hand or by a filter, and read all the same: 2, 3.",
        "Hidden columns, which are read all the same: B.",
        "Merged cells, in which only the first has a value: A1:A2.",
      ]
    )
  }

  @Test func `what is packed is unpacked, as other programs write it`() throws {
    let workbook = try Workbook(Repository.bytes("Tests/WorkbookTests/Files/people.xlsx"))
    #expect(
      workbook.cells.map { "\($0.row),\($0.column)=\($0.text)" } == [
        "1,1=工号", "1,2=姓名", "1,3=入职时间", "2,1=00123", "2,2=张伟", "2,3=2020-09-01",
      ]
    )
  }

  private static let sound = TinyWorkbook([Sheet(rows: [[.text("a"), .number("1")]])])

  private static func refusal(_ bytes: [UInt8]) -> WorkbookError? {
    do {
      _ = try Workbook(bytes)
      return nil
    } catch { return error }
  }

  @Test func `other files are refused by what they are`() {
    let old: [UInt8] =
      [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1] + [UInt8](repeating: 0, count: 64)
    #expect(Self.refusal(old) == .old)
    let stream = "EncryptedPackage".utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
    #expect(Self.refusal(old + stream) == .encrypted)
    #expect(Self.refusal(TinyArchive.bytes([("word/document.xml", [])])) == WorkbookError.none)
    #expect(Self.refusal(TinyArchive.bytes([("xl/workbook.bin", [])])) == .binary)
    let parts = Self.sound.parts.map { ($0.name, Array($0.xml.utf8)) }
    #expect(Self.refusal(TinyArchive.bytes(parts, flags: 1)) == .encrypted)
    #expect(Self.refusal(TinyArchive.bytes(parts)) == nil)
  }

  @Test func `a document type, and so every entity, is refused`() {
    var workbook = Self.sound
    workbook.prolog = """
      <!DOCTYPE a [<!ENTITY b "bbbbbbbb"><!ENTITY c "&b;&b;&b;&b;"><!ENTITY d SYSTEM "/etc/passwd">]>
      """
    #expect(Self.refusal(workbook.bytes) == .broken("_rels/.rels declares a document type"))
  }

  @Test func `an archive with a name twice, or with a wrong size, is refused`() {
    let parts = Self.sound.parts.map { ($0.name, Array($0.xml.utf8)) }
    #expect(
      Self.refusal(TinyArchive.bytes(parts + [("XL/workbook.xml", [])]))
        == .broken("the part XL/workbook.xml is in it twice")
    )
    #expect(throws: WorkbookError.self) {
      // 1,000 zero bytes, of which the archive says that they are ten.
      try Inflation.unpack(
        [0x63, 0x60, 0x18, 0x05, 0xA3, 0x60, 0x14, 0x0C, 0x77, 0x00, 0x00][...],
        size: 10,
        calling: "x"
      )
    }
  }

  @Test(arguments: 1...400)
  func `a damaged workbook is read or refused, and nothing else happens`(seed: UInt64) throws {
    var random = Seeded(seed)
    let files = [
      Self.sound.bytes, try Repository.bytes("Tests/WorkbookTests/Files/people.xlsx"),
    ]
    for file in files {
      var bytes = file
      for _ in 0..<Int.random(in: 1...3, using: &random) {
        let index = Int.random(in: 0..<bytes.count, using: &random)
        switch Int.random(in: 0...2, using: &random) {
        case 0: bytes[index] = UInt8.random(in: 0...255, using: &random)
        case 1: bytes.remove(at: index)
        default: bytes.removeSubrange(index...)
        }
        if bytes.isEmpty { break }
      }
      if case .broken(let what)? = Self.refusal(bytes) { #expect(!what.isEmpty) }
    }
  }
}
