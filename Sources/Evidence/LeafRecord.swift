package import TransparencyLog

/// The contents of an entry's leaf, read from its bytes (docs/format.md, "The leaf").
///
/// It names no person: a hash commits to everything about a person.
package struct LeafRecord: Hashable, Sendable {
  /// The entry's number, from 1; the leaf's index is one less.
  package let entry: Int64
  /// The number of the entry's kind.
  package let kind: Int64
  /// The operation that recorded it.
  package let operation: Int64
  /// The operation's system.
  package let system: String
  /// When it was recorded, in milliseconds since 1970.
  package let recordedAt: Int64
  /// The public facts of its kind, by name.
  package let said: [Said]
  /// The commitments to the entry's personal texts, by name.
  package let texts: [TextCommitment]
  /// The commitment to the private part; nil for an entry without a person.
  package let person: MerkleHash?
  /// What an erased entry erased: the number of items, and the root of the tree over them.
  let erased: Erased?

  struct Erased: Hashable {
    let items: Int
    let root: MerkleHash
  }

  /// A public fact in a leaf.
  package struct Said: Hashable, Sendable {
    /// Its name.
    package let name: String
    /// Its value.
    package let text: String
  }

  /// The commitment to a text that is not public.
  package struct TextCommitment: Hashable, Sendable {
    /// The text's name.
    package let slot: String
    /// Its salted hash.
    package let commitment: MerkleHash
  }

  /// Reads a leaf.
  init(parsing bytes: [UInt8]) throws(MalformedRecord) {
    var reader = RecordReader(bytes)
    guard try reader.byte() == 1 else { throw MalformedRecord() }
    system = try reader.text() ?? ""
    _ = try reader.integer()
    operation = try reader.integer()
    let first = try reader.integer()
    let entries = try reader.integer()
    recordedAt = try reader.integer()
    for _ in 0..<3 { _ = try reader.optionalInteger() }
    _ = try reader.text()
    for _ in 0..<2 { _ = try reader.optionalHash() }
    for _ in 0..<3 { _ = try reader.integer() }
    entry = try reader.integer()
    kind = try reader.integer()
    guard entry >= first, entry - first < entries else { throw MalformedRecord() }
    for _ in 0..<2 { _ = try reader.optionalHash() }
    var facts = RecordReader(try reader.bytes())
    if FactsGrammar.kindName(kind) == "erased" {
      var parts = facts
      erased = try Erased(items: parts.count(), root: parts.hash())
    } else {
      erased = nil
    }
    (said, texts) = try FactsGrammar.read(&facts, kind: kind)
    person = try reader.optionalHash()
    try reader.end()
  }

  /// The name of the kind.
  package var kindName: String { FactsGrammar.kindName(kind) }
}

/// Which facts each kind of entry has.
enum FactsGrammar {
  /// How one fact is written.
  private enum Form {
    case text, integer, optionalInteger, count, bytes, hash, commitment
    /// Whether anything follows at all.
    case presence
  }

  static let kindNames = [
    "fetched", "notReturned", "opened", "closed", "enumerated", "joined", "left", "rejoined",
    "cataloged", "intended", "sent", "accepted", "rejected", "uncertain", "skipped", "settled",
    "linked", "unlinked", "imported", "held", "released", "erased", "erasureRefused", "readmitted",
    "suppressed", "dismissed", "setAside",
  ]

  static func kindName(_ kind: Int64) -> String {
    kindNames.indices.contains(Int(kind)) ? kindNames[Int(kind)] : String(kind)
  }

  private static let outcome: [(String, Form)] = [
    ("sent", .integer), ("code", .text), ("message", .commitment),
  ]

  private static let facts: [String: [(String, Form)]] = [
    "notReturned": [("", .presence), ("code", .text), ("message", .commitment)],
    "opened": [
      ("kind", .text), ("system", .text), ("program", .text), ("parent", .optionalInteger),
      ("actor", .commitment), ("claimed_actor", .commitment), ("reason", .commitment),
      ("ticket", .commitment), ("parameters", .commitment),
    ],
    "closed": [
      ("operation", .integer), ("status", .text), ("", .hash), ("", .presence), ("", .count),
      ("", .bytes), ("captured_at", .integer), ("file", .commitment),
    ],
    "enumerated": [("listed", .integer), ("missing", .integer), ("believed", .integer)],
    "cataloged": [("", .hash)],
    "sent": [("rows", .count), ("", .hash)],
    "accepted": outcome, "rejected": outcome, "uncertain": outcome,
    "skipped": [("reason", .commitment)], "dismissed": [("record", .commitment)],
    "settled": [("verdict", .text), ("how", .commitment)],
    "linked": [("source", .text)], "unlinked": [("source", .text)],
    "erased": [("items", .count), ("", .hash), ("", .hash)],
    "readmitted": [("erasure", .integer)], "suppressed": [("users", .integer)],
    "setAside": [("part", .text), ("people", .integer), ("field", .text), ("problem", .text)],
  ]

  static func read(
    _ reader: inout RecordReader,
    kind: Int64
  ) throws(MalformedRecord) -> ([LeafRecord.Said], [LeafRecord.TextCommitment]) {
    var said: [LeafRecord.Said] = []
    var texts: [LeafRecord.TextCommitment] = []
    func say(_ name: String, _ text: String?) {
      guard let text, !name.isEmpty else { return }
      said.append(LeafRecord.Said(name: name, text: text))
    }
    for (name, form) in facts[kindName(kind)] ?? [] {
      switch form {
      case .presence: if try !reader.flag() { return (said, texts) }
      case .text: say(name, try reader.text())
      case .integer: say(name, String(try reader.integer()))
      case .optionalInteger: say(name, try reader.optionalInteger().map { String($0) })
      case .count: say(name, String(try reader.count()))
      case .bytes: _ = try reader.bytes()
      case .hash: _ = try reader.hash()
      case .commitment:
        guard let commitment = try reader.optionalHash() else { continue }
        texts.append(LeafRecord.TextCommitment(slot: name, commitment: commitment))
      }
    }
    return (said, texts)
  }
}
