import Ledger
import Roster

/// What a plan needs to know of the system now, and how it is asked for.
struct FreshReading: Sendable {
  /// The fields as the system describes them now; nil where it does not.
  var catalog: CatalogResponse?
  /// What the touched users hold.
  var reading = SystemReading()

  /// The users who were asked for and did not come back.
  var absent: Set<Verbatim> {
    let present = Set(reading.answers.lazy.flatMap(\.users).map(\.user))
    return Set(reading.answers.lazy.flatMap(\.absent).map(\.user)).subtracting(present)
  }

  /// Asks for the catalog, and for the touched fields of the touched users.
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

  /// The touched fields that the system describes; of a detail group, all of them, since the items
  /// that are there are named by any.
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
  /// The changes without those of users who were erased: they are not even asked for.
  func recordable(_ changes: [UserChange]) throws -> [UserChange] {
    let erased = try ledger.erased(among: changes.map { UserKey(system.system, $0.user) })
    return changes.filter { erased[UserKey(system.system, $0.user)] == nil }
  }
}
