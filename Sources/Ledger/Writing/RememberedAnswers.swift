import Crypto
import GRDB
import Roster

/// Recognises what an answer says of a user as what the last answer for the same scope said.
///
/// What is remembered is a keyed digest of the cells in the order in which they came: 128 bits of
/// HMAC-SHA256, so that of 10^18 changed answers not one is likely to be taken for the last. It holds
/// as long as nothing about the user came after it: whoever appends an event of a user, or a new
/// `unionid`, forgets them. That writes to the user are awaited is not remembered; whoever asks looks.
struct RememberedAnswers {
  /// What stands for what an answer says of a user.
  struct Digest: Equatable {
    fileprivate let high: UInt64
    fileprivate let low: UInt64

    fileprivate var bytes: [UInt8] {
      withUnsafeBytes(of: high) { Array($0) } + withUnsafeBytes(of: low) { Array($0) }
    }

    init?(_ bytes: UnsafeRawBufferPointer?) {
      guard let bytes, bytes.count >= 16 else { return nil }
      high = bytes.loadUnaligned(as: UInt64.self)
      low = bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self)
    }
  }

  private let started: HMAC<SHA256>

  /// Takes the key of a ledger, a new one where there is none.
  init(_ database: Database, random: RandomBytes) throws {
    let select = try RawStatement(database, "SELECT key FROM remembered_key")
    var key = try select.first { $0.array(0) }
    if key == nil {
      let made = random.make(32)
      let insert = try RawStatement(
        database,
        "INSERT INTO remembered_key (id, key) VALUES (1, ?)"
      )
      insert.bind(1, made)
      try insert.run()
      // What was made with a key that is gone is not known again, and need not stay.
      try RawStatement(database, "DELETE FROM remembered_answer").run()
      key = made
    }
    started = HMAC<SHA256>(key: SymmetricKey(data: key ?? []))
  }

  /// The digest of what an answer says of a user.
  func digest(of answer: UserAnswer) -> Digest? {
    let bytes = answer.cells.withUnsafeBufferPointer { cells in
      // By place: going through a list takes hold of each of its texts.
      var room = DigestWriter.room(for: answer.unionID)
      for place in cells.indices { room += DigestWriter.room(for: cells[place]) }
      return [UInt8](unsafeUninitializedCapacity: room) { buffer, count in
        var writer = DigestWriter(UnsafeMutableRawBufferPointer(buffer))
        writer.add(answer.unionID)
        for place in cells.indices { writer.add(cells[place]) }
        count = writer.count
      }
    }
    var authentication = started
    authentication.update(data: bytes)
    return authentication.finalize().withUnsafeBytes { Digest($0) }
  }

  /// Finds the digest of what the last answer for a scope said of a user.
  static let search = "SELECT digest FROM remembered_answer WHERE user = ? AND scope = ?"

  /// Remembers what an answer said of a user.
  func keep(_ digest: Digest?, of user: Int64, scope: Int64, in database: Database) throws {
    guard let digest else { return }
    let statement = try RawStatement(
      database,
      """
      INSERT INTO remembered_answer (user, scope, digest) VALUES (?, ?, ?)
      ON CONFLICT DO UPDATE SET digest = excluded.digest
      """
    )
    statement.bind(1, user)
    statement.bind(2, scope)
    statement.bind(3, digest.bytes)
    try statement.run()
  }

  /// Forgets what answers said of a user, because something came after them.
  static func forget(_ user: Int64, in database: Database) throws {
    let statement = try RawStatement(database, "DELETE FROM remembered_answer WHERE user = ?")
    statement.bind(1, user)
    try statement.run()
  }
}
