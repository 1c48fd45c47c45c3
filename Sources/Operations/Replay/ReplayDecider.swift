import Ledger
package import LedgerHistory
package import Roster

/// Decides which values of a system are written again, in the same system or in the other.
///
/// Pure: the observations, the links and the expected values of the target come in as values.
package struct ReplayDecider: Sendable {
  private let source: System
  private let target: System
  private let crossing: CrossSystemLinks
  private let translation: ReplayTranslation
  private let propagatesClears: Bool

  /// Creates a decider.
  ///
  /// - Parameters:
  ///   - source: The system that the values are from.
  ///   - target: The system that is written.
  ///   - crossing: Which users are one person.
  ///   - mapping: Which fields correspond.
  ///   - catalog: DingTalk's fields; derived ones are not written.
  ///   - propagatesClears: Whether empty values are written.
  package init(
    from source: System = .dingtalk,
    to target: System,
    crossing: CrossSystemLinks,
    mapping: FieldMappings = .standard,
    catalog: [FieldDescription] = [],
    propagatesClears: Bool = false
  ) {
    self.source = source
    self.target = target
    self.crossing = crossing
    translation = ReplayTranslation(source, target, mapping, catalog)
    self.propagatesClears = propagatesClears
  }

  /// Decides about cells.
  ///
  /// - Parameters:
  ///   - cells: The source's cells, each once, with the contents to write.
  ///   - held: Returns the expected contents of a user of the target.
  ///   - overtaken: Returns a newer write or change, if there is one, for a value, the target's
  ///     user and cell, and its expected content.
  /// - Returns: The changes, by the target's users.
  package func decide(
    _ cells: [ObservedCell],
    held: (Verbatim) throws -> [CellAddress: CurrentCell],
    overtaken: (ObservedCell, Verbatim, CellAddress, CurrentCell?) throws -> WriteRefusal?
  ) rethrows -> BatchReview {
    var review = BatchReview()
    let byUser = Dictionary(grouping: cells, by: \.user)
    for (user, cells) in byUser.sorted(by: { $0.key < $1.key }) {
      let ordered = cells.sorted { $0.address < $1.address }
      let writable = ordered.filter { translation.isWritable($0.address) }
      review.unmapped += ordered.count - writable.count
      guard !writable.isEmpty else { continue }
      var recipient = user
      if target != source {
        switch crossing.counterpart(of: user, in: source) {
        case .success(let found): recipient = found
        case .failure(let refusal):
          review.problems.append(refusal)
          review.notWritten += writable.map { origin(of: $0).because(.impossible, refusal.why) }
          continue
        }
      }
      var row = ReplayRow(recipient: recipient, held: try held(recipient))
      for cell in writable {
        try decide(cell, &row) { try overtaken(cell, recipient, $0, $1) }
      }
      row.report(to: &review)
    }
    return review
  }

  /// The cell as one whose row is not sent.
  private func origin(of cell: ObservedCell) -> WriteRefusal {
    WriteRefusal(
      cell.user,
      CellRef(cell.address, named: translation.name(of: cell.address.field)),
      .partOfRow,
      "Another value of \(cell.user) cannot be written, and a row is sent whole or not at all."
    )
  }

  private func decide(
    _ cell: ObservedCell,
    _ row: inout ReplayRow,
    overtaken: (CellAddress, CurrentCell?) throws -> WriteRefusal?
  ) rethrows {
    let origin = origin(of: cell)
    switch translation.value(of: cell) {
    case .problem(let why):
      row.notWritten.append(origin.because(.impossible, "\(cell.user): \(why)."))
    case .same(let address, let edit, let content):
      let there = row.held[address]
      row.touched.append(CellEdit(address, edit))
      if let there, Meaning.agrees(written: content, observed: there.content) {
        row.unchanged += 1
      } else if edit == .clear, !propagatesClears {
        let why = "It became empty, and is emptied there only with --propagate-clears."
        row.notWritten.append(origin.because(.clearNotAsked, why, now: there?.content))
      } else if var overtaking = try overtaken(address, there) {
        overtaking.fieldName = origin.fieldName
        row.notWritten.append(overtaking)
      } else {
        row.edits.append(CellEdit(address, edit))
        row.origins[address] = origin
      }
    }
  }
}

/// The decision about one person's values.
private struct ReplayRow {
  let recipient: Verbatim
  let held: [CellAddress: CurrentCell]
  var edits: [CellEdit] = []
  var touched: [CellEdit] = []
  var origins: [CellAddress: WriteRefusal] = [:]
  var notWritten: [WriteRefusal] = []
  var unchanged = 0

  /// A person's values are one row, and a row with an error is not sent.
  func report(to review: inout BatchReview) {
    review.notWritten += notWritten
    let impossible = notWritten.filter(\.isImpossible)
    guard impossible.isEmpty else {
      review.problems += impossible
      review.notWritten += edits.compactMap { origins[$0.address] }
      return
    }
    review.alreadyThere += unchanged
    if !touched.isEmpty {
      review.touched.append(UserChange(user: recipient, edits: touched))
    }
    guard !edits.isEmpty else { return }
    review.changes.append(UserChange(user: recipient, edits: edits))
    review.origins[recipient] = origins
  }
}
