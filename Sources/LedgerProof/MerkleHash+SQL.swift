package import LedgerStorage
package import TransparencyLog

/// A hash is bound as a blob of its bytes.
extension MerkleHash: SQLBindable {
  package func bind(to statement: SQLStatement, at index: Int32) { statement.bind(index, self) }
}
