package import Roster

/// The code under which a returned field is recorded, and the fields that are not recorded.
///
/// A cell has one address, with the read code. A field that is returned under its write code is
/// recorded under its read code. A call may request a field by a word that is perhaps no read code;
/// if nothing is returned under that word for a user, the response states nothing about it. Fields
/// that the settings exclude are left out, whether they were requested or not.
package struct FieldCodes: Sendable {
  /// The codes of the fields that are never read; words that name no field are included unchanged.
  package let never: Set<FieldCode>
  /// The excluded words that name neither a described nor a standard field: they exclude nothing.
  package let idle: [Verbatim]
  private let readCodes: [Verbatim: FieldCode]
  private let unsure: Set<FieldCode>

  /// Derives the codes from field descriptions.
  ///
  /// - Parameters:
  ///   - fields: The descriptions; empty if they are not known.
  ///   - never: Read codes, write codes or names of the fields that are never read.
  package init(_ fields: [FieldDescription] = [], never: Set<Verbatim> = []) {
    let codes = Set(fields.map(\.code))
    let written = fields.filter { !codes.contains($0.writeCode) }
    self.never = fields.codes(named: never)
    // A standard field may be returned together with another one, although it is not described.
    idle = never.filter { fields.meant(by: $0).isEmpty && !StandardCodes.hold($0) }.sorted()
    readCodes = Dictionary(
      written.map { ($0.writeCode, $0.code) },
      uniquingKeysWith: { first, _ in first }
    )
    unsure = Set(fields.lazy.filter { !$0.isReadCodeKnown }.map(\.code))
  }

  /// Splits fields into those with a known read code, and the others.
  ///
  /// - Parameter fields: The codes of fields.
  /// - Returns: Both, sorted. If all are of the second kind, the name is added to the first: which
  ///   users exist must not depend on codes that may be refused.
  package func parted(_ fields: [FieldCode]) -> (sure: [FieldCode], unsure: [FieldCode]) {
    let sorted = Set(fields).sorted()
    let sure = sorted.filter { !unsure.contains($0) }
    let name: FieldCode = "sys00-name"
    let isNameRead = sure.isEmpty && !sorted.isEmpty && !never.contains(name)
    return (isNameRead ? [name] : sure, sorted.filter(unsure.contains))
  }

  /// The response that is recorded.
  ///
  /// - Parameter response: The response.
  /// - Returns: The same with read codes, without the excluded fields. A field that was requested
  ///   by a word that is perhaps no read code counts as asked for only if it was returned.
  package func recorded(_ response: RosterResponse) -> RosterResponse {
    let reported = response.asked.union(response.returnedFields)
    let isPlain =
      reported.isDisjoint(with: never)
      && !reported.contains { readCodes[$0] != nil || unsure.contains($0) }
    if isPlain { return response }
    return RosterResponse(
      system: response.system,
      company: response.company,
      asked: Set(response.asked.map { readCodes[$0] ?? $0 }).subtracting(unsure),
      users: response.users.map(recorded),
      absent: response.absent,
      setAside: response.setAside.compactMap(recorded),
      askedAt: response.askedAt,
      receivedAt: response.receivedAt,
      requestID: response.requestID
    )
  }

  /// A set-aside part under its read code; nil for a field that is never recorded.
  private func recorded(_ aside: SetAside) -> SetAside? {
    guard let code = aside.field else { return aside }
    let read = readCodes[code] ?? code
    return never.contains(code) || never.contains(read)
      ? nil : SetAside(aside.part, user: aside.user, field: read, problem: aside.problem)
  }

  /// If a user's field was returned under both codes, the one under the read code counts.
  private func recorded(_ user: UserResponse) -> UserResponse {
    let codes = Set(user.cells.map(\.address.field))
    let cells = user.cells.compactMap { cell -> Cell? in
      let code = cell.address.field
      guard let read = readCodes[code] else { return never.contains(code) ? nil : cell }
      if codes.contains(read) || never.contains(read) { return nil }
      return Cell(CellAddress(read, cell.address.item), cell.content)
    }
    return UserResponse(user: user.user, unionID: user.unionID, cells: cells)
  }
}
