package import LedgerStorage
package import GRDB
import LeafFormat
package import Roster
package import TransparencyLog

/// Makes the commitments of personal texts: each is a salted hash, which can be opened alone and
/// reveals nothing until then.
///
/// For an erased text, the stored commitment takes the place of salt and text. Callers get
/// commitments only from here.
package struct Commitments {
  private var bytes = RecordWriter()
  /// The codes of fields, as bytes.
  private var codes = DenseMap<FieldTag, [UInt8]>()

  package init() {}

  /// The commitment of a cell's content: a leaf of the values tree.
  ///
  /// `row` has salt, form, value and label in four columns from `column` on, NULL if they were
  /// erased.
  package mutating func value(
    _ row: SQLRow,
    from column: Int32,
    ofEvent event: EventID,
    field: FieldNumber,
    item: Int64,
    in database: Database
  ) throws -> MerkleHash {
    guard row.optionalInteger(column + 1) != nil else {
      guard let kept = try ErasedCommitments.of(.value, event.rawValue, in: database) else {
        throw ProofGap.event(event)
      }
      return kept
    }
    return try row.withBytes(column) { salt in
      try row.withBytes(column + 2) { value in
        try row.withBytes(column + 3) { label in
          try self.value(
            salt: salt ?? .empty,
            field: field,
            item: item,
            form: row.integer(column + 1),
            value: value,
            label: label,
            in: database
          )
        }
      }
    }
  }

  /// The commitment of a cell's content: of the parts of its row in `personal_value`.
  package mutating func value(
    salt: UnsafeRawBufferPointer,
    field: FieldNumber,
    item: Int64,
    form: Int64,
    value: UnsafeRawBufferPointer?,
    label: UnsafeRawBufferPointer?,
    in database: Database
  ) throws -> MerkleHash {
    bytes.valueCommitment(
      salt: salt,
      field: try code(ofField: field, in: database),
      item: item,
      form: form,
      value: value,
      label: label
    )
  }

  /// The code of a field; empty if there is no such field.
  private mutating func code(ofField field: FieldNumber, in database: Database) throws -> [UInt8] {
    if let known = codes[field] { return known }
    let code =
      try database.first("SELECT code FROM field WHERE id = ?", [field]) { $0.array(0) } ?? []
    codes[field] = code
    return code
  }

  /// The commitment of a row of `personal_text`; nil for nil.
  package func text(_ number: Int64?, in database: Database) throws -> MerkleHash? {
    guard let number else { return nil }
    let sql = "SELECT salt, content FROM personal_text WHERE id = ?"
    guard let hash = try salted(.text, number, sql, in: database) else {
      throw ProofGap.text(number)
    }
    return hash
  }

  /// The commitment of a row of `personal_union`.
  package func union(_ number: Int64, in database: Database) throws -> MerkleHash {
    let sql = "SELECT salt, union_id FROM personal_union WHERE id = ?"
    guard let hash = try salted(.union, number, sql, in: database) else {
      throw ProofGap.union(number)
    }
    return hash
  }

  /// The commitment of the salt and the text that `sql` finds, or the one that remains of them.
  private func salted(
    _ kind: CommitmentKind,
    _ number: Int64,
    _ sql: String,
    in database: Database
  ) throws -> MerkleHash? {
    try database.first(sql, [number]) { kind.commitment(salt: $0.array(0), $0.array(1)) }
      ?? ErasedCommitments.of(kind, number, in: database)
  }

  /// A user's surrogate, and the commitment of system, surrogate and key.
  package func person(_ user: UserNumber, in database: Database) throws -> Identity {
    let made = try database.first(
      """
      SELECT p.salt, p.surrogate, p.key, u.system FROM user u JOIN personal_user p ON p.id = u.id
      WHERE u.id = ?
      """,
      [user]
    ) { row in
      let surrogate = row.array(1)
      let salt = row.array(0)
      return Identity(
        surrogate: surrogate,
        key: CommitmentKind.user.commitment(salt: salt, row.array(3), surrogate, row.array(2))
      )
    }
    guard let person = try made ?? ErasedCommitments.person(user, in: database) else {
      throw ProofGap.user(user)
    }
    return person
  }

  /// A user's surrogate.
  package static func surrogate(of user: UserNumber, in database: Database) throws -> [UInt8] {
    let sql = "SELECT surrogate FROM personal_user WHERE id = ?"
    if let surrogate = try database.first(sql, [user], read: { $0.array(0) }) { return surrogate }
    guard let person = try ErasedCommitments.person(user, in: database) else {
      throw ProofGap.user(user)
    }
    return person.surrogate
  }
}

/// What identifies a user in the private part of a leaf.
package struct Identity: Equatable {
  /// 16 random bytes, which remain when the key is erased.
  package let surrogate: [UInt8]
  /// The salted commitment of system, surrogate and key.
  package let key: MerkleHash
}
