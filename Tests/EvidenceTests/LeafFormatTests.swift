import Foundation
import LeafFormat
import RollbookTestSupport
import Roster
import Testing
import TransparencyLog

/// That records are read as they were written, and are written as they were read.
@Suite struct LeafFormatTests {
  @Test(arguments: Sweep.seeds(40, all: 2_000))
  func `a record of each kind comes back as it was written`(seed: UInt64) throws {
    var random = RandomRecords(seed)
    for kind in EntryKind.allCases {
      let leaf = random.leaf(kind)
      var record = RecordWriter()
      leaf.write(to: &record)
      #expect(try LeafRecord(parsing: record.bytes) == leaf, "seed \(seed), \(kind)")
      let person = random.person(kind)
      var part = RecordWriter()
      person.write(to: &part, kind: kind.code)
      #expect(try PersonRecord(parsing: part.bytes, kind: kind.code) == person, "seed \(seed)")
    }
  }

  @Test(arguments: Sweep.seeds(4, all: 100))
  func `whatever bytes are read as a record are what it is written as`(seed: UInt64) throws {
    var random = RandomRecords(seed)
    var read = 0
    for kind in EntryKind.allCases {
      var leaf = RecordWriter()
      random.leaf(kind).write(to: &leaf)
      for index in leaf.bytes.indices {
        var bytes = leaf.bytes
        bytes[index] = UInt8.random(in: 0...3, using: &random.generator)
        guard let record = try? LeafRecord(parsing: bytes), EntryKind(code: record.kind) != nil
        else { continue }
        read += 1
        var again = RecordWriter()
        record.write(to: &again)
        #expect(again.bytes == bytes, "seed \(seed), \(kind), byte \(index)")
      }
      for end in leaf.bytes.indices {
        let cut = try? LeafRecord(parsing: Array(leaf.bytes[..<end]))
        #expect(cut == nil, "seed \(seed), \(kind), the first \(end) bytes")
      }
    }
    #expect(read > 100)
  }

  @Test func `a leaf with a kind of a later version is read without its facts`() throws {
    var random = RandomRecords(1)
    var record = RecordWriter()
    random.leaf(.held).write(to: &record)
    var bytes = record.bytes
    let kind = try #require(bytes.firstRange(of: RandomRecords.bytes(EntryKind.held.code)))
    bytes.replaceSubrange(kind, with: RandomRecords.bytes(99))
    let read = try LeafRecord(parsing: bytes)
    #expect(read.kindName == "99")
    #expect(read.openFacts.isEmpty)
  }

  @Test func `docs/format.md names every fact that a leaf says in the clear`() throws {
    let text = try Repository.text("docs/format.md")
    let start = try #require(text.range(of: "a long text as `sha256:` and its digest; they are"))
    let end = try #require(text[start.upperBound...].range(of: "A cell is"))
    let listed = text[start.upperBound..<end.lowerBound].matches(of: /`(\w+)`/).map { String($0.1) }
    var said: Set<String> = []
    func collect(_ fields: [RecordField]) {
      for field in fields {
        switch field {
        case .integer(let name), .optionalInteger(let name), .count(let name), .text(let name),
          .bytes(let name):
          said.insert(name)
        default: collect(field.parts)
        }
      }
    }
    for kind in EntryKind.allCases { collect(kind.facts) }
    #expect(Set(listed) == said)
  }
}

/// Records with random contents, of which every part that may be absent is absent at times.
private struct RandomRecords {
  var generator: Seeded

  init(_ seed: UInt64) { generator = Seeded(seed) }

  static func bytes(_ number: Int64) -> [UInt8] {
    withUnsafeBytes(of: number.bigEndian) { [UInt8]($0) }
  }

  mutating func leaf(_ kind: EntryKind) -> LeafRecord {
    let entry = Int64.random(in: 1_000...(1 << 40), using: &generator)
    var append = values(LeafRecord.Append.fields)
    append[3] = .integer(entry - number(in: 0...3))
    append[4] = .integer(number(in: 4...9))
    return LeafRecord(
      append: LeafRecord.Append(append),
      entry: entry,
      kind: kind.code,
      ledger: hash(),
      company: hash(),
      facts: values(kind.facts),
      person: hash()
    )
  }

  mutating func person(_ kind: EntryKind) -> PersonRecord {
    PersonRecord(
      nonce: some(32...32),
      surrogate: some(16...16),
      previous: number(in: 0...(1 << 40)),
      user: hash(),
      scope: hash(),
      values: hash(),
      returned: number(in: 0...90),
      events: (0..<number(in: 0...4)).map { _ in
        PersonRecord.StoredEvent(
          number: EventID(rawValue: number(in: 1...(1 << 40))),
          ordinal: number(in: 1...90),
          isChanged: flip()
        )
      },
      unions: (0..<number(in: 0...2)).map { _ in
        PersonRecord.Union(number: number(in: 1...90), commitment: .digest(of: some(4...4)))
      },
      details: values(kind.details)
    )
  }

  private mutating func values(_ fields: [RecordField]) -> [RecordValue] {
    fields.map { value($0) }
  }

  private mutating func value(_ field: RecordField) -> RecordValue {
    switch field {
    case .integer: .integer(number(in: .min ... .max))
    case .optionalInteger: flip() ? .absent : .integer(number(in: .min ... .max))
    case .count: .integer(number(in: 0...Int64(UInt32.max)))
    case .text:
      switch number(in: 0...3) {
      case 0: .absent
      case 1: .digest(.digest(of: some(4...4)))
      default: .text([UInt8](String(repeating: flip() ? "员" : "a\0\r\n", count: count(200)).utf8))
      }
    case .bytes: .bytes(some(0...40))
    case .hash: .hash(.digest(of: some(4...4)))
    case .optionalHash: RecordValue(hash())
    case .record(let parts): .record(values(parts))
    case .optional(let parts): flip() ? .absent : .record(values(parts))
    case .rows(let parts): .record((0..<count(3)).map { _ in .record(values(parts)) })
    }
  }

  private mutating func number(in range: ClosedRange<Int64>) -> Int64 {
    .random(in: range, using: &generator)
  }

  private mutating func count(_ most: Int) -> Int { .random(in: 0...most, using: &generator) }
  private mutating func flip() -> Bool { .random(using: &generator) }
  private mutating func hash() -> MerkleHash? { flip() ? nil : .digest(of: some(4...4)) }

  private mutating func some(_ count: ClosedRange<Int64>) -> [UInt8] {
    (0..<number(in: count)).map { _ in .random(in: 0...255, using: &generator) }
  }
}
