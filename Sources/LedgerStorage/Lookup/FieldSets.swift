package import GRDB
package import Roster

/// A cache of the interned field codes and scopes of a ledger.
package struct FieldSets {
  private var codes: [FieldNumber: FieldCode] = [:]
  private var scopes: [ScopeNumber: Set<FieldNumber>] = [:]

  package init() {}

  /// The code of an interned field.
  package mutating func code(_ field: FieldNumber, in database: Database) throws -> FieldCode {
    if let known = codes[field] { return known }
    let code =
      try database.first("SELECT code FROM field WHERE id = ?", [field]) { $0.text(0) ?? "" } ?? ""
    codes[field] = code
    return code
  }

  /// Caches a code that was read together with others.
  package mutating func keep(_ code: FieldCode, of field: FieldNumber) { codes[field] = code }

  /// The interned fields of a scope.
  package mutating func fields(ofScope scope: ScopeNumber, in database: Database) throws -> Set<
    FieldNumber
  > {
    if let known = scopes[scope] { return known }
    var fields: Set<FieldNumber> = []
    try database.run("SELECT field FROM scope_field WHERE scope = ?", [scope]) {
      fields.insert($0.integer(0))
    }
    scopes[scope] = fields
    return fields
  }
}
