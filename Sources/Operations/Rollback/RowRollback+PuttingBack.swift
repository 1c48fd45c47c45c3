import Ledger
import LedgerHistory
import Roster

// The earlier contents, and whether they can be written again.
extension RowRollback {
  /// Whether the system still showed the earlier content, and not the written one.
  func isWithoutEffect(
    _ change: BatchChange,
    before: Content,
    first: Content
  ) -> Bool {
    change.action != .append && first.showsSame(as: before)
      && !Meaning.agrees(written: change.to, observed: first)
  }

  /// The content before the write; nil if that is not known.
  func before(_ change: BatchChange) -> Content? {
    if change.action == .append { return .gone }
    if let from = change.from { return from }
    if trace.answeredBefore.contains(change.field) { return .gone }
    guard context.system == .maycur, change.item > 0 else { return nil }
    // A list is only returned and written as a whole.
    let head = trace.line.changes.first { $0.field == change.field && $0.item == 0 }
    return head?.from == nil ? nil : .gone
  }

  /// Adds a change that writes the earlier content, if it can be written.
  mutating func putBack(
    _ change: BatchChange,
    _ before: Content?,
    _ there: Content,
    at address: CellAddress
  ) {
    guard let before else {
      return cannot(
        change,
        "What was there before is not known, and what is not known is never cleared."
      )
    }
    // If it cannot be read whether the batch wrote it, it is put back in either case.
    let isSeen = context.now != nil || !trace.line.isOpen
    if isSeen, there.showsSame(as: before) {
      alreadyThere += 1
      return
    }
    if let vanished = vanishedOption(change.field, before) {
      return leave(
        change,
        .vanishedOption,
        "There was \(before.inWords), and \(vanished) is no longer among the field's choices."
      )
    }
    if let why = whyNot(change, before) { return cannot(change, why) }
    if change.action == .append {
      let why = "Its item was added, and cannot be removed through the API: it is blanked."
      notWritten.append(
        WriteRefusal(user, CellRef(address, named: change.fieldName), .residual, why)
      )
    }
    let value = option(change.field, before).map { .text($0.value) } ?? before.statedValue
    edits.append(CellEdit(address, value.map { .set($0) } ?? .clear))
  }

  /// The option of the earlier content, which is written by its key, however it was shown.
  private func option(_ code: FieldCode, _ before: Content) -> FieldOption? {
    before.statedValue?.shown.flatMap { described(code)?.option(shownAs: $0) }
  }

  private func vanishedOption(_ code: FieldCode, _ before: Content) -> String? {
    guard let value = before.statedValue?.shown, described(code)?.hasLost(value) == true
    else { return nil }
    return (before.label ?? value).text
  }

  private func described(_ code: FieldCode) -> FieldDescription? {
    context.catalog.first { $0.code == code }
  }

  private func whyNot(_ change: BatchChange, _ before: Content) -> String? {
    if context.system == .dingtalk, !context.catalog.isEmpty {
      guard let field = described(change.field) else {
        return "The system describes no field \(change.field) any more."
      }
      switch FieldPolicy.barrier(to: field) {
      case .derived?:
        return "\(field.name) (\(field.code)) is computed by the system; put back what it is "
          + "computed from."
      case let barrier?:
        return "\(field.name) (\(field.code)) cannot be written: \(barrier.sentence)"
      case nil: break
      }
    }
    let barrier = FieldPolicy.clearBarrier(
      to: change.field,
      of: context.system,
      refusesEmpty: context.behaviours.refusesEmpty
    )
    if before.statedValue == nil, barrier == .refusedByTenant {
      return "There was no value, and this tenant refuses an empty one (probed); clear it by hand."
    }
    return nil
  }
}
