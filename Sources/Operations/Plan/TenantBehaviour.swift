import Ledger
import Roster

/// A behaviour of a tenant that the vendors do not document, and that `probe` finds out.
package enum TenantBehaviour: String, CaseIterable, Sendable {
  /// Whether `""` empties a field of DingTalk: `clears` or `rejected`.
  case emptyValue
  /// Whether the fields of an item that an edit does not mention keep their values: `kept` or
  /// `cleared`.
  case siblings
  /// How a phone is returned: `same` or `rewritten`.
  case phone
}

extension [String: String] {
  /// Whether the behaviours of a tenant, by name, say that it refuses an empty value.
  var refusesEmpty: Bool { self[TenantBehaviour.emptyValue.rawValue] == "rejected" }
}
