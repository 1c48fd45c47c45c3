import ChangeFiles
import Roster
import RollbookTestSupport
import Testing

/// Damaged files: each is read or refused, and nothing else happens.
@Suite struct MutationTests {
  private static let table = """
    姓名,最高学历[0],毕业时间[+],备注,银行卡号
    李雷,初中,2020-09-01,"a ""b""
    c",6222020200112230
    张伟,#清空#,2020/9/1,=A1,4.25E+14

    """

  /// Good files of each form and encoding, to be spoiled.
  private static func originals() throws -> [(bytes: [UInt8], system: System)] {
    [
      (try Samples.seed("dingtalk-update.json"), .dingtalk),
      (try Samples.seed("maycur-batch.json"), .maycur),
      (Array(table.utf8), .dingtalk), (Array(table.utf8), .maycur),
      ([0xFF, 0xFE] + table.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }, .dingtalk),
      (Array("用户,字段,序号,值\nuser456,备注,,好\n李雷,最高学历,+,8\n".utf8), .dingtalk),
      ([0xD3, 0xC3, 0xBB, 0xA7, 0x2C, 0xB1, 0xB8, 0xD7, 0xA2, 0x0A, 0x75, 0x2C, 0xBA], .dingtalk),
    ]
  }

  /// Reads a file as far as it goes; what comes of it must hang together.
  private static func read(_ bytes: [UInt8], _ system: System) throws -> Bool {
    guard let file = try? ChangeFile(reading: bytes, system: system) else { return false }
    let resolved = try Samples.resolver(system).resolve(file)
    #expect(file.rows.map(\.number) == (0..<file.rows.count).map { $0 + 1 })
    #expect(Set(resolved.problems).isSuperset(of: file.problems))
    #expect(resolved.badRows == Set(resolved.problems.flatMap(\.rows)).sorted())
    #expect(resolved.badRows.allSatisfy { 1...file.rows.count ~= $0 })
    #expect(Set(resolved.changes.map(\.user)).count == resolved.changes.count)
    for change in resolved.changes {
      #expect(!change.edits.isEmpty || !change.additions.isEmpty)
      #expect(Set(change.edits.map(\.address)).count == change.edits.count)
      #expect(!change.positions.isEmpty)
    }
    return true
  }

  @Test(arguments: 1...300)
  func `a spoiled file is read or refused`(seed: UInt64) throws {
    var random = Seeded(seed)
    for original in try Self.originals() {
      var bytes = original.bytes
      for _ in 0..<Int.random(in: 1...4, using: &random) where !bytes.isEmpty {
        let index = Int.random(in: 0..<bytes.count, using: &random)
        switch Int.random(in: 0...3, using: &random) {
        case 0: bytes[index] = UInt8.random(in: 0...255, using: &random)
        case 1: bytes.remove(at: index)
        case 2:
          bytes.insert(
            Array("\",\n\r{}[]#+0;\t".utf8).randomElement(using: &random) ?? 0,
            at: index
          )
        default: bytes.removeSubrange(index..<min(bytes.count, index + 9))
        }
      }
      _ = try Self.read(bytes, original.system)
    }
  }

  @Test(arguments: 1...200)
  func `random bytes are read or refused`(seed: UInt64) throws {
    var random = Seeded(seed)
    let start: [[UInt8]] = [[], Array("user,field,value\n".utf8), Array("[{".utf8), [0xFF, 0xFE]]
    for prefix in start {
      let length = Int.random(in: 0...200, using: &random)
      let noise = (0..<length).map { _ in UInt8.random(in: 0...255, using: &random) }
      for system in System.allCases { _ = try Self.read(prefix + noise, system) }
    }
  }

  @Test func `every beginning of a good file is read or refused`() throws {
    var readable = 0
    for original in try Self.originals() {
      for length in 0...original.bytes.count
      where try Self.read(Array(original.bytes.prefix(length)), original.system) {
        readable += 1
      }
    }
    #expect(readable > 100)
  }
}
