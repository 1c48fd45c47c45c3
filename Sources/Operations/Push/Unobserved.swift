import Ledger
import LedgerHistory
import Roster

extension PushTools {
  /// The fields of users that changes write to, and that no response ever covered.
  ///
  /// A field whose write code differs from its read code is reported only if the read code once
  /// returned a value for any user: otherwise the code may be wrong.
  ///
  /// - Parameters:
  ///   - changes: The changes.
  ///   - catalog: The current fields.
  ///   - fresh: The fresh read, recorded or not.
  ///   - held: What is known of each user.
  /// - Returns: The fields by user; none for a system that is not read.
  /// - Throws: Errors of the ledger.
  func unobserved(
    _ changes: [UserChange],
    _ catalog: [FieldDescription],
    _ fresh: SystemReading,
    _ held: [Verbatim: [CellAddress: CurrentCell]]
  ) throws -> [Verbatim: Set<FieldCode>] {
    guard system.canRead else { return [:] }
    let blank = changes.map { change in
      let addresses = change.edits.map(\.address).filter { held[change.user]?[$0] == nil }
      let added = change.additions.flatMap(\.fields).map(\.field)
      return (user: change.user, fields: Set(addresses.map(\.field) + added))
    }.filter { !$0.fields.isEmpty }
    guard !blank.isEmpty else { return [:] }
    let reported = fresh.reported(holding: held)
    let returned = fresh.answers.reduce(into: Set<FieldCode>()) {
      $0.formUnion($1.returnedFields)
    }
    let paired = Set(catalog.lazy.filter { $0.code != $0.writeCode }.map(\.code))
    var unproven: [FieldCode: Bool] = [:]
    func isUnproven(_ field: FieldCode) throws -> Bool {
      guard paired.contains(field), !returned.contains(field) else { return false }
      if let known = unproven[field] { return known }
      let found = try !ledger.hasSeen(field, of: system.system)
      unproven[field] = found
      return found
    }
    var unobserved: [Verbatim: Set<FieldCode>] = [:]
    for (user, fields) in blank {
      let known = try ledger.knownFields(of: UserKey(system.system, user)).reported
        .union(reported[user] ?? [])
      let open = try fields.filter { try !known.contains($0) || isUnproven($0) }
      if !open.isEmpty { unobserved[user] = open }
    }
    return unobserved
  }
}

extension SystemReading {
  /// The fields that the responses cover, by user, without withheld ones.
  fileprivate func reported(
    holding held: [Verbatim: [CellAddress: CurrentCell]]
  ) -> [Verbatim: Set<FieldCode>] {
    var reported: [Verbatim: Set<FieldCode>] = [:]
    for answer in answers {
      let comparison = Comparison(of: answer) { user in
        Comparison.Held(contents: held[user]?.mapValues(\.content) ?? [:])
      }
      for user in answer.users { reported[user.user, default: []].formUnion(comparison.scope) }
    }
    return reported
  }
}
