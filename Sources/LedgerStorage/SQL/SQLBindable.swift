package import Roster

/// A value that a parameter of a statement takes.
package protocol SQLBindable {
  /// Binds the value to the parameter at `index`, from 1.
  func bind(to statement: SQLStatement, at index: Int32)
}

extension Int64: SQLBindable {
  package func bind(to statement: SQLStatement, at index: Int32) { statement.bind(index, self) }
}

extension LedgerNumber: SQLBindable {
  package func bind(to statement: SQLStatement, at index: Int32) { statement.bind(index, self) }
}

extension Int: SQLBindable {
  package func bind(to statement: SQLStatement, at index: Int32) {
    statement.bind(index, Int64(self))
  }
}

/// 1 or 0.
extension Bool: SQLBindable {
  package func bind(to statement: SQLStatement, at index: Int32) {
    statement.bind(index, Int64(self ? 1 : 0))
  }
}

extension String: SQLBindable {
  package func bind(to statement: SQLStatement, at index: Int32) {
    statement.bind(index, text: self)
  }
}

/// A blob.
extension [UInt8]: SQLBindable {
  package func bind(to statement: SQLStatement, at index: Int32) { statement.bind(index, self) }
}

/// The bytes of a text as a blob, so that a zero byte does not end it; SQL casts it to a text.
extension String.UTF8View: SQLBindable {
  package func bind(to statement: SQLStatement, at index: Int32) { statement.bind(index, self) }
}
