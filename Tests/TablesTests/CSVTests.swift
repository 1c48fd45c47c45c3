import Tables
import RollbookTestSupport
import Testing

@Suite struct CSVTests {
  @Test(arguments: [
    ([""], "\r\n"), (["a", "b"], "a,b\r\n"), (["张, 伟"], "\"张, 伟\"\r\n"),
    (["say \"嗨\""], "\"say \"\"嗨\"\"\"\r\n"), (["a\r\nb"], "\"a\r\nb\"\r\n"),
    (["a\nb", "", "c"], "\"a\nb\",,c\r\n"), (["\r"], "\"\r\"\r\n"), ([" a "], " a \r\n"),
  ])
  func `a record is written as RFC 4180 has it`(fields: [String], record: String) {
    #expect(Array(CSV.record(fields).utf8) == Array(record.utf8))
  }

  @Test(arguments: 1...200)
  func `any record is read back as it was written`(seed: UInt64) throws {
    var random = Seeded(seed)
    let pieces = ["\"", ",", "\r", "\n", "张", "a", "e\u{301}", " ", "\"\""]
    let record = (0...Int.random(in: 0...4, using: &random)).map { _ in
      (0...Int.random(in: 0...5, using: &random)).map { _ in
        pieces[Int.random(in: 0..<pieces.count, using: &random)]
      }.joined()
    }
    #expect(Self.read(CSV.record(record)) == [record].map { $0.map { Array($0.utf8) } })
  }

  /// Reads by the grammar of RFC 4180, byte for byte.
  private static func read(_ text: String) -> [[[UInt8]]] {
    var records: [[[UInt8]]] = []
    var record: [[UInt8]] = []
    var field: [UInt8] = []
    var quoted = false
    var bytes = Array(text.utf8)[...]
    while let byte = bytes.popFirst() {
      switch byte {
      case UInt8(ascii: "\"") where quoted && bytes.first == byte:
        field.append(byte)
        bytes.removeFirst()
      case UInt8(ascii: "\""): quoted.toggle()
      case UInt8(ascii: ",") where !quoted:
        record.append(field)
        field = []
      case 0x0D where !quoted && bytes.first == 0x0A:
        bytes.removeFirst()
        records.append(record + [field])
        record = []
        field = []
      default: field.append(byte)
      }
    }
    return records
  }
}
