package import LedgerStorage
package import GRDB
package import TransparencyLog

/// Makes the commitments of personal texts: each is a salted hash, which can be opened alone and
/// reveals nothing until then.
///
/// For an erased text, the stored commitment takes the place of salt and text. Callers get
/// commitments only from here.
package struct Commitments {
  private var bytes = ProofBytes()
  /// The codes of fields, as bytes.
  private var codes = DenseMap<[UInt8]>()

  /// The commitment of a cell's content: a leaf of the values tree.
  ///
  /// `row` has salt, form, value and label in four columns from `column` on, NULL if they were
  /// erased.
  package mutating func value(
    _ row: SQLRow,
    from column: Int32,
    ofEvent event: Int64,
    field: Int64,
    item: Int64,
    in database: Database
  ) throws -> MerkleHash {
    guard row.optionalInteger(column + 1) != nil else {
      guard let kept = try ErasedCommitments.value(ofEvent: event, in: database) else {
        throw ProofGap.event(event)
      }
      return kept
    }
    bytes.clear()
    bytes.byte(UInt8(ascii: "V"))
    row.withBytes(column) { bytes.lengthed($0 ?? .empty) }
    try code(ofField: field, in: database).withUnsafeBytes { bytes.lengthed($0) }
    bytes.integer(item)
    bytes.integer(row.integer(column + 1))
    row.withBytes(column + 2) { bytes.optional(lengthed: $0) }
    row.withBytes(column + 3) { bytes.optional(lengthed: $0) }
    return bytes.leafHash
  }

  /// The code of a field; empty if there is no such field.
  private mutating func code(ofField field: Int64, in database: Database) throws -> [UInt8] {
    if let known = codes[field] { return known }
    let statement = try SQLStatement(database, "SELECT code FROM field WHERE id = ?")
    statement.bind(1, field)
    let code = try statement.first { $0.array(0) } ?? []
    codes[field] = code
    return code
  }

  /// The commitment of a row of `personal_text`; nil for nil.
  package mutating func text(_ number: Int64?, in database: Database) throws -> MerkleHash? {
    guard let number else { return nil }
    let statement = try SQLStatement(
      database,
      "SELECT salt, content FROM personal_text WHERE id = ?"
    )
    statement.bind(1, number)
    let made = try statement.first { row in
      salted("T", salt: row, 0, text: row, 1)
    }
    guard let hash = try made ?? ErasedCommitments.text(number, in: database) else {
      throw ProofGap.text(number)
    }
    return hash
  }

  /// The commitment of a row of `personal_union`.
  package mutating func union(_ number: Int64, in database: Database) throws -> MerkleHash {
    let statement = try SQLStatement(
      database,
      "SELECT salt, union_id FROM personal_union WHERE id = ?"
    )
    statement.bind(1, number)
    let made = try statement.first { row in
      salted("N", salt: row, 0, text: row, 1)
    }
    guard let hash = try made ?? ErasedCommitments.union(number, in: database) else {
      throw ProofGap.event(number)
    }
    return hash
  }

  /// A user's surrogate, and the commitment of system, surrogate and key.
  package mutating func person(_ user: Int64, in database: Database) throws -> Identity {
    let statement = try SQLStatement(
      database,
      """
      SELECT p.salt, p.surrogate, p.key, u.system FROM user u JOIN personal_user p ON p.id = u.id
      WHERE u.id = ?
      """
    )
    statement.bind(1, user)
    let made = try statement.first { row in
      bytes.clear()
      bytes.byte(UInt8(ascii: "U"))
      row.withBytes(0) { bytes.lengthed($0 ?? .empty) }
      row.withBytes(3) { bytes.lengthed($0 ?? .empty) }
      row.withBytes(1) { bytes.lengthed($0 ?? .empty) }
      row.withBytes(2) { bytes.lengthed($0 ?? .empty) }
      return Identity(surrogate: row.array(1), key: bytes.leafHash)
    }
    guard let person = try made ?? ErasedCommitments.person(user, in: database) else {
      throw ProofGap.user(user)
    }
    return person
  }

  /// A user's surrogate.
  package static func surrogate(of user: Int64, in database: Database) throws -> [UInt8] {
    let statement = try SQLStatement(database, "SELECT surrogate FROM personal_user WHERE id = ?")
    statement.bind(1, user)
    if let surrogate = try statement.first({ $0.array(0) }) { return surrogate }
    guard let person = try ErasedCommitments.person(user, in: database) else {
      throw ProofGap.user(user)
    }
    return person.surrogate
  }

  private mutating func salted(
    _ mark: Unicode.Scalar,
    salt: SQLRow,
    _ saltColumn: Int32,
    text: SQLRow,
    _ textColumn: Int32
  ) -> MerkleHash {
    bytes.clear()
    bytes.byte(UInt8(ascii: mark))
    salt.withBytes(saltColumn) { bytes.lengthed($0 ?? .empty) }
    text.withBytes(textColumn) { bytes.lengthed($0 ?? .empty) }
    return bytes.leafHash
  }
}

/// What identifies a user in the private part of a leaf.
package struct Identity: Equatable {
  /// 16 random bytes, which remain when the key is erased.
  package let surrogate: [UInt8]
  /// The salted commitment of system, surrogate and key.
  package let key: MerkleHash
}
