import Ledger
package import Roster

/// Turns wanted changes into a plan, cell by cell, by comparing them with the expected values.
///
/// Pure: the caller makes the fresh read that it plans against.
///
/// Example: an email "a@x" is expected and "b@x" wanted: the plan sets the cell, from "a@x" to
/// "b@x", reversibility `exact`. If "b@x" is expected already, the cell is `unchanged` and its row
/// is empty.
package struct Planner: Sendable {
  private let context: PlanContext

  package init(_ context: PlanContext) { self.context = context }

  /// Plans changes.
  ///
  /// - Parameters:
  ///   - changes: The changes, each user once.
  ///   - limits: What a batch may do.
  /// - Returns: The plan; a row that cannot be written is refused and left out.
  package func plan(_ changes: [UserChange], limits: PlanLimits) -> Plan {
    var rows: [PlannedRow] = []
    var refused: [PlanRefusal] = []
    for change in changes {
      let problems = refusals(of: change, limits)
      guard problems.isEmpty else {
        refused += problems
        continue
      }
      let cells = cells(of: change)
      rows.append(
        PlannedRow(
          user: change.user,
          name: context.names[change.user],
          change: change,
          cells: cells,
          unmentioned: unmentioned(by: cells, user: change.user)
        )
      )
    }
    let plan = Plan(system: context.system, rows: rows, refused: refused)
    return Plan(
      system: context.system,
      rows: rows,
      refused: refused + limits.refusals(of: plan, holders: context.holders)
    )
  }

  private func refusals(of change: UserChange, _ limits: PlanLimits) -> [PlanRefusal] {
    if context.absent.contains(change.user) {
      return [
        PlanRefusal(
          user: change.user,
          why: "\(change.user) is not there to be written to; take the row out of the file."
        )
      ]
    }
    let refused = change.edits.compactMap { refusal(of: $0, user: change.user) }
    guard !limits.allowsUnobserved else { return refused }
    let open = context.unobserved[change.user] ?? []
    let added = change.additions.flatMap(\.fields).map(\.field)
    let edited = change.edits.map(\.address).filter { address in
      !refused.contains { $0.field == address.field && $0.item == address.item }
        && context.held[change.user]?[address] == nil
    }
    return refused
      + edited.filter { open.contains($0.field) }.map {
        unobserved($0.field, $0.item, of: change.user, "what is overwritten could not be put back")
      }
      + added.filter(open.contains).map {
        unobserved($0, nil, of: change.user, "what is added could not be found again to blank it")
      }
  }

  /// Refuses cells with an unknown content, which cannot be put back.
  private func unobserved(
    _ field: FieldCode,
    _ item: Int?,
    of user: Verbatim,
    _ consequence: String
  ) -> PlanRefusal {
    let called = context.catalog[field].map { "\($0.name) (\(field))" }
    return PlanRefusal(
      user: user,
      field: field,
      item: item,
      why: "No response has ever shown \(called ?? field.text) of \(user), so \(consequence); "
        + "look it up in DingTalk, and allow the write with --allow-unobserved."
    )
  }

  private func refusal(of edit: CellEdit, user: Verbatim) -> PlanRefusal? {
    let address = edit.address
    if let field = context.catalog[address.field], field.isDetail {
      let count = items(ofGroup: field.group, user: user)
      if address.item >= count {
        return PlanRefusal(
          user: user,
          field: address.field,
          item: address.item,
          why: "\(user) has \(count) items in \(field.groupName), so there is no item "
            + "\(address.item) to edit; read the roster again, or add an item with "
            + "'\(address.field)[+]'."
        )
      }
    }
    let barrier = FieldPolicy.clearBarrier(
      to: address.field,
      of: context.system,
      refusesEmpty: context.behaviours.refusesEmpty
    )
    if edit.edit == .clear, barrier == .refusedByTenant {
      return PlanRefusal(
        user: user,
        field: address.field,
        item: address.item,
        why: "This tenant refuses an empty value (probed), so \(address.field) cannot be cleared "
          + "through the API; clear it in DingTalk itself."
      )
    }
    return nil
  }

  private func cells(of change: UserChange) -> [PlannedCell] {
    var cells = change.edits.map { planned($0, user: change.user) }
    cells += impliedClears(of: change)
    var added: [Verbatim: Int] = [:]
    for addition in change.additions {
      let item =
        items(ofGroup: addition.group, user: change.user) + (added[addition.group] ?? 0)
      added[addition.group, default: 0] += 1
      for field in addition.fields {
        cells.append(planned(field, item: item, user: change.user))
      }
    }
    return cells
  }

  /// The clears of a list or an object that is stated as a whole: its known parts that the change
  /// does not state.
  private func impliedClears(of change: UserChange) -> [PlannedCell] {
    guard !change.wholes.isEmpty else { return [] }
    let mentioned = Set(change.edits.lazy.map(\.address))
    let held = context.held[change.user] ?? [:]
    let dropped = held.filter { address, cell in
      cell.content.isItem && !mentioned.contains(address)
        && change.wholes.contains(where: { address.field.isPart(of: $0) })
    }
    return dropped.sorted { $0.key < $1.key }.map { address, cell in
      PlannedCell(
        address: address,
        fieldName: context.catalog[address.field]?.name,
        action: .clear,
        from: cell.content,
        base: cell.event,
        to: .gone,
        reversibility: .exact,
        reason: nil,
        isImplied: true
      )
    }
  }

  /// The names of detail groups of which only some items are written.
  private func unmentioned(by cells: [PlannedCell], user: Verbatim) -> [Verbatim] {
    guard context.system == .dingtalk else { return [] }
    var mentioned: [Verbatim: (name: Verbatim, items: Set<Int>)] = [:]
    for cell in cells where cell.action != .unchanged {
      guard let field = context.catalog[cell.address.field], field.isDetail else { continue }
      var group = mentioned[field.group] ?? (field.groupName, [])
      if cell.action != .append { group.items.insert(cell.address.item) }
      mentioned[field.group] = group
    }
    let partly = mentioned.filter { group, mentioned in
      (context.held[user] ?? [:]).contains { address, cell in
        context.catalog[address.field]?.group == group
          && !mentioned.items.contains(address.item) && !(cell.content.value?.isEmpty ?? true)
      }
    }
    return partly.values.map(\.name).sorted()
  }

  /// The number of a user's items in a detail group.
  private func items(ofGroup group: Verbatim, user: Verbatim) -> Int {
    let held = context.held[user] ?? [:]
    let last = held.lazy
      .filter { address, cell in
        context.catalog[address.field]?.group == group && cell.content.isItem
      }
      .map(\.key.item).max()
    return last.map { $0 + 1 } ?? 0
  }

  private func planned(_ edit: CellEdit, user: Verbatim) -> PlannedCell {
    let held = context.held[user]?[edit.address]
    let to = content(of: edit.edit, field: edit.address.field)
    let isDoubtful = context.doubtful[user]?.contains(edit.address.field) == true
    let action = action(of: edit.edit, to: to, held: isDoubtful ? nil : held?.content)
    let judged =
      action == .unchanged
      ? (nil, nil)
      : ReversibilityJudge(context)
        .judge(edit.address, of: user, action: action, from: held?.content)
    return PlannedCell(
      address: edit.address,
      fieldName: context.catalog[edit.address.field]?.name,
      action: action,
      from: held?.content,
      base: held?.event,
      to: to,
      reversibility: judged.0,
      reason: judged.1,
      isImplied: false
    )
  }

  private func planned(_ field: FieldEdit, item: Int, user: Verbatim) -> PlannedCell {
    let isUnseen = context.unobserved[user]?.contains(field.field) == true
    return PlannedCell(
      address: CellAddress(field.field, item),
      fieldName: context.catalog[field.field]?.name,
      action: .append,
      from: nil,
      base: nil,
      to: content(of: field.edit, field: field.field),
      reversibility: isUnseen ? .irreversible : .residual,
      reason: isUnseen
        ? "no response has ever shown this field, so it could not be found again"
        : "an added item can be blanked, not removed",
      isImplied: false
    )
  }

  private func action(of edit: Edit, to: Content, held: Content?) -> PlannedAction {
    switch edit {
    case .clear:
      guard let held else { return .clear }
      return held.value?.isEmpty ?? true ? .unchanged : .clear
    case .set:
      guard let held else { return .set }
      return held.value == to.value || Meaning.agrees(written: to, observed: held)
        ? .unchanged : .set
    }
  }

  private func content(of edit: Edit, field: FieldCode) -> Content {
    switch edit {
    case .clear: .item(value: .text(""), label: .missing)
    case .set(let part): .item(value: part, label: label(of: part, field: field))
    }
  }

  /// The label of an option; it is not sent, but people read it.
  private func label(of part: Part, field: FieldCode) -> Part {
    let option = context.catalog[field]?.options?.first { .text($0.value) == part }
    return option.map { .text($0.label) } ?? .missing
  }
}

extension Verbatim {
  /// Whether a field code is that of a list or object, or of a part of it: `residences.placeCode`
  /// and `idInfo[ID_CARD].idNumber` are parts of `residences` and `idInfo`.
  fileprivate func isPart(of whole: Verbatim) -> Bool {
    guard bytes.starts(with: whole.bytes) else { return false }
    guard let next = bytes.dropFirst(whole.bytes.count).first else { return true }
    return next == UInt8(ascii: ".") || next == UInt8(ascii: "[")
  }
}

extension Content {
  /// Whether the cell has an item, with or without a value.
  fileprivate var isItem: Bool { if case .item = self { true } else { false } }
}
