import Ledger
package import Roster

/// The responses of a system, until all were read or a call failed.
package struct SystemReading: Sendable {
  /// The current fields; nil if the system does not describe them, or was not asked.
  package var catalog: CatalogResponse?
  /// The responses, in the order of the calls.
  package var answers: [RosterResponse] = []
  /// The error that ended the reading early; nil for none.
  package var error: (any UserFacingError)?

  /// The users with an unreadable part; their missing cells are not known to be gone.
  var unread: Set<Verbatim> { Set(answers.lazy.flatMap(\.setAside).compactMap(\.user)) }

  /// The contents of each user who came back and could be read.
  var contents: [Verbatim: [CellAddress: Content]] {
    var contents: [Verbatim: [CellAddress: Content]] = [:]
    for user in answers.lazy.flatMap(\.users) {
      for cell in user.cells { contents[user.user, default: [:]][cell.address] = cell.content }
      if contents[user.user] == nil { contents[user.user] = [:] }
    }
    for user in unread { contents[user] = nil }
    return contents
  }
}

extension SystemReading {
  /// The requested users who did not come back.
  var absent: Set<Verbatim> {
    let present = Set(answers.lazy.flatMap(\.users).map(\.user))
    return Set(answers.lazy.flatMap(\.absent).map(\.user)).subtracting(present)
  }

  /// Requests the catalog, and the touched fields of the touched users.
  static func ask(
    _ system: any BatchSystem,
    about changes: [UserChange],
    never: Set<FieldCode>
  ) async -> SystemReading {
    var fresh = SystemReading()
    guard system.canRead else { return fresh }
    do {
      fresh.catalog = try await system.catalog()
    } catch {
      fresh.error = error.userFacing
      return fresh
    }
    let fields = fields(of: changes, in: fresh.catalog?.fields ?? [], never: never)
    guard !fields.isEmpty, !changes.isEmpty else { return fresh }
    let reading = await system.read(users: changes.map(\.user), fields: fields)
    (fresh.answers, fresh.error) = (reading.answers, reading.error)
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
    for change in changes {
      fields.formUnion(change.edits.lazy.map(\.address.field))
      for addition in change.additions {
        fields.formUnion(addition.fields.map(\.field) + details.fields(of: addition.group))
      }
    }
    return details.withSiblings(fields).intersection(known).subtracting(never).sorted()
  }
}

extension PushTools {
  /// The changes without those of erased users, who are not even requested.
  func recordable(_ changes: [UserChange]) throws -> [UserChange] {
    let erased = try ledger.erased(among: changes.map { UserKey(system.system, $0.user) })
    return changes.filter { erased[UserKey(system.system, $0.user)] == nil }
  }
}
