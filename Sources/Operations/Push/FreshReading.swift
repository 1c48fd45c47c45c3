import Ledger
import Roster

/// What a plan needs to know of the system now, and how it is requested.
struct FreshReading: Sendable {
  /// The current fields; nil if the system does not describe them.
  var catalog: CatalogResponse?
  /// The contents of the touched users.
  var reading = SystemReading()

  /// The requested users who did not come back.
  var absent: Set<Verbatim> {
    let present = Set(reading.answers.lazy.flatMap(\.users).map(\.user))
    return Set(reading.answers.lazy.flatMap(\.absent).map(\.user)).subtracting(present)
  }

  /// Requests the catalog, and the touched fields of the touched users.
  static func ask(
    _ system: any BatchSystem,
    about changes: [UserChange],
    never: Set<FieldCode>
  ) async -> FreshReading {
    var fresh = FreshReading()
    guard system.canRead else { return fresh }
    do {
      fresh.catalog = try await system.catalog()
    } catch {
      fresh.reading.error = error.userFacing
      return fresh
    }
    let fields = fields(of: changes, in: fresh.catalog?.fields ?? [], never: never)
    guard !fields.isEmpty, !changes.isEmpty else { return fresh }
    fresh.reading = await system.read(users: changes.map(\.user), fields: fields)
    return fresh
  }

  /// The touched fields in the catalog.
  ///
  /// Of a detail group, all fields are read, since any of them shows which items exist.
  static func fields(
    of changes: [UserChange],
    in catalog: [FieldDescription],
    never: Set<FieldCode>
  ) -> [FieldCode] {
    let details = DetailGroups(catalog)
    let known = Set(catalog.map(\.code))
    let never = catalog.codes(named: never)
    var fields: Set<FieldCode> = []
    var groups: Set<Verbatim> = []
    for change in changes {
      for field in change.edits.lazy.map(\.address.field) {
        fields.insert(field)
        if let group = details.group(of: field) { groups.insert(group) }
      }
      for addition in change.additions {
        groups.insert(addition.group)
        fields.formUnion(addition.fields.map(\.field))
      }
    }
    fields.formUnion(groups.flatMap { details.fields(of: $0) })
    return fields.intersection(known).subtracting(never).sorted()
  }
}

extension PushTools {
  /// The changes without those of erased users, who are not even requested.
  func recordable(_ changes: [UserChange]) throws -> [UserChange] {
    let erased = try ledger.erased(among: changes.map { UserKey(system.system, $0.user) })
    return changes.filter { erased[UserKey(system.system, $0.user)] == nil }
  }
}
