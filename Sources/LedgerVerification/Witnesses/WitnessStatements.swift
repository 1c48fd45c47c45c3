import LedgerProof
import Ledger
import LedgerStorage
import Evidence
import GRDB
import TransparencyLog

/// The statements of others about the signed heads.
struct WitnessStatements {
  private let database: Database

  init(_ database: Database) { self.database = database }

  func add(_ line: NoteSignature, by witness: VerifierKey, at size: UInt64) throws {
    try database.run(
      "INSERT OR IGNORE INTO cosignature (size, witness, line) VALUES (?, CAST(? AS TEXT), ?)",
      [Int64(bitPattern: size), witness.encoded, line.line]
    )
  }

  func add(timeStamp reply: [UInt8], at size: UInt64) throws {
    try database.run(
      "INSERT OR IGNORE INTO time_stamp (size, digest, reply) VALUES (?, ?, ?)",
      [Int64(bitPattern: size), MerkleHash.digest(of: reply), reply]
    )
  }

  /// Calls `each` with every line of a witness, by size, witness and time.
  ///
  /// - Parameters:
  ///   - size: The head; nil for all.
  ///   - each: Receives a line.
  /// - Throws: Errors of SQLite, or what `each` throws.
  func forEachCosignature(
    of size: UInt64? = nil,
    _ each: (StoredCosignature) throws -> Void
  ) throws {
    try database.run(
      "SELECT size, witness, line FROM cosignature \(Self.condition(size)) ORDER BY size, witness, line"
    ) { row in
      try each(
        StoredCosignature(
          size: UInt64(bitPattern: row.integer(0)),
          witness: row.array(1),
          line: row.array(2)
        )
      )
    }
  }

  private static func condition(_ size: UInt64?) -> String {
    size.map { "WHERE size = \(Int64(bitPattern: $0))" } ?? ""
  }

  /// Calls `each` with every reply of a time stamping authority, by size.
  ///
  /// - Parameters:
  ///   - size: The head; nil for all.
  ///   - each: Receives a reply.
  /// - Throws: Errors of SQLite, or what `each` throws.
  func forEachTimeStamp(
    of size: UInt64? = nil,
    _ each: (StoredTimeStamp) throws -> Void
  ) throws {
    try database.run(
      "SELECT size, digest, reply FROM time_stamp \(Self.condition(size)) ORDER BY size, digest"
    ) { row in
      try each(
        StoredTimeStamp(
          size: UInt64(bitPattern: row.integer(0)),
          digest: row.array(1),
          reply: row.array(2)
        )
      )
    }
  }

  /// The last line of each witness under a head, by the witness's key.
  func latest(of size: UInt64) throws -> [(key: VerifierKey, line: NoteSignature)] {
    var latest: [[UInt8]: StoredCosignature] = [:]
    try forEachCosignature(of: size) { stored in
      if let known = latest[stored.witness], known.seconds > stored.seconds { return }
      latest[stored.witness] = stored
    }
    return latest.sorted { $0.key.lexicographicallyPrecedes($1.key) }.compactMap(\.value.parsed)
  }

  /// The earliest reply over a head.
  func timeStamp(of size: UInt64) throws -> [UInt8]? {
    try timeStamps(under: size).min { $0.time < $1.time }?.reply
  }

  /// The times that authorities stated over a head, as they wrote them.
  func timeStamps(of size: UInt64) throws -> [String] { try timeStamps(under: size).map(\.time) }

  private func timeStamps(under size: UInt64) throws -> [(time: String, reply: [UInt8])] {
    var stamps: [(time: String, reply: [UInt8])] = []
    try forEachTimeStamp(of: size) { stored in
      if let stamp = try? TimeStampReply(parsing: stored.reply) {
        stamps.append((stamp.time, stored.reply))
      }
    }
    return stamps
  }

  /// The size of the largest head that a witness cosigned; nil if it cosigned none.
  func largest(by witness: VerifierKey) throws -> UInt64? {
    var largest: UInt64?
    try forEachCosignature { stored in
      if stored.witness == witness.encoded { largest = stored.size }
    }
    return largest
  }
}

/// A line of a witness under a head of the log.
struct StoredCosignature {
  let size: UInt64
  /// The witness's public key, as it was recorded.
  let witness: [UInt8]
  let line: [UInt8]

  /// The key and the line; nil unless both are well formed and belong together.
  var parsed: (key: VerifierKey, line: NoteSignature)? {
    guard let key = try? VerifierKey(parsing: witness), key.type == .cosignature,
      let line = try? NoteSignature.lines(parsing: line), line.count == 1, line[0].claims(key)
    else { return nil }
    return (key, line[0])
  }

  /// When the witness saw the head, according to its line, in seconds since 1970.
  var seconds: UInt64 { parsed.flatMap { Cosignature($0.line.signature)?.seconds } ?? 0 }
}

/// A reply of a time stamping authority over a head of the log.
struct StoredTimeStamp {
  let size: UInt64
  let digest: [UInt8]
  let reply: [UInt8]
}
