package import Roster

/// Under which code a field that comes back is recorded, and which fields are not recorded.
///
/// A cell has one address, the read code. A field that comes back under a write code is recorded
/// under its read code. A call may ask for a field by a word that is perhaps no read code. If
/// nothing comes back under that word for a user, the response says nothing about it. A field that
/// is never to be read is left out, whether the call asked for it or not.
package struct FieldCodes: Sendable {
  /// The codes of the fields that are never read; words of no field are among them as they are.
  package let never: Set<FieldCode>
  /// The words among what is never read that mean neither a described field nor a standard one:
  /// they keep nothing back.
  package let idle: [Verbatim]
  private let readCodes: [Verbatim: FieldCode]
  private let unsure: Set<FieldCode>

  /// Makes what the descriptions of fields say.
  ///
  /// - Parameters:
  ///   - fields: The fields as they are described; none where that is not known.
  ///   - never: Read codes, write codes or names of the fields that are never read.
  package init(_ fields: [FieldDescription] = [], never: Set<Verbatim> = []) {
    let codes = Set(fields.map(\.code))
    let written = fields.filter { !codes.contains($0.writeCode) }
    self.never = fields.codes(named: never)
    // A standard field may come back with another one although it is not described.
    idle = never.filter { fields.meant(by: $0).isEmpty && !StandardCodes.hold($0) }.sorted()
    readCodes = Dictionary(
      written.map { ($0.writeCode, $0.code) },
      uniquingKeysWith: { first, _ in first }
    )
    unsure = Set(fields.lazy.filter { !$0.isReadCodeKnown }.map(\.code))
  }

  /// Parts fields into those that are read by their codes, and those whose read codes are not
  /// known.
  ///
  /// - Parameter fields: The codes of fields.
  /// - Returns: Both, sorted. Where all are of the second kind, the first has the name: what it
  ///   says of who is there is not to depend on codes that may be refused.
  package func parted(_ fields: [FieldCode]) -> (sure: [FieldCode], unsure: [FieldCode]) {
    let sorted = Set(fields).sorted()
    let sure = sorted.filter { !unsure.contains($0) }
    let name: FieldCode = "sys00-name"
    let isNameRead = sure.isEmpty && !sorted.isEmpty && !never.contains(name)
    return (isNameRead ? [name] : sure, sorted.filter(unsure.contains))
  }

  /// A response as it is recorded.
  ///
  /// - Parameter answer: What came back.
  /// - Returns: The same under read codes, without what is never read; of what was asked for by a
  ///   word that is perhaps no read code, only what came back counts as asked.
  package func recorded(_ answer: RosterResponse) -> RosterResponse {
    let reported = answer.asked.union(answer.returnedFields)
    let isPlain =
      reported.isDisjoint(with: never)
      && !reported.contains { readCodes[$0] != nil || unsure.contains($0) }
    if isPlain { return answer }
    return RosterResponse(
      system: answer.system,
      company: answer.company,
      asked: Set(answer.asked.map { readCodes[$0] ?? $0 }).subtracting(unsure),
      users: answer.users.map(recorded),
      absent: answer.absent,
      setAside: answer.setAside.compactMap(recorded),
      askedAt: answer.askedAt,
      receivedAt: answer.receivedAt,
      requestID: answer.requestID
    )
  }

  /// What was set aside, under the read code; nil for a field that is never recorded.
  private func recorded(_ aside: SetAside) -> SetAside? {
    guard let code = aside.field else { return aside }
    let read = readCodes[code] ?? code
    return never.contains(code) || never.contains(read)
      ? nil : SetAside(aside.part, user: aside.user, field: read, problem: aside.problem)
  }

  /// Where a user's field came back under both codes, what the read code has counts.
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
