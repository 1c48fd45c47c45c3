package import Roster
import VerbatimJSON

/// Makes the body that writes the wanted changes of one user, or says why it cannot be made.
///
/// Each item of each group becomes one section that holds only the fields to change. An edit always
/// carries `old_index`, even in a group that is no detail group: without it, DingTalk would add an
/// item, or empty the fields that were not sent.
package struct UpdateMaker: Sendable {
  private let fields: [FieldCode: FieldDescription]

  /// Creates it from the fields as DingTalk describes them now, by their codes.
  package init(_ fields: [FieldCode: FieldDescription]) { self.fields = fields }

  /// Why the changes cannot be written, one refusal for each cell; empty if they can.
  package func refusals(edits: [CellEdit], additions: [ItemAddition]) -> [UpdateRefusal] {
    edits.compactMap { edit in
      refusal(edit.address.field, item: edit.address.item, edit.edit)
    }
      + additions.flatMap { addition in
        addition.fields.compactMap { field in
          refusal(field.field, item: nil, field.edit) ?? refusal(field.field, in: addition.group)
        }
      }
  }

  /// The body that writes the changes.
  ///
  /// - Parameters:
  ///   - user: The user.
  ///   - edits: The cells to change.
  ///   - additions: New items.
  /// - Returns: Groups and items in the order of the changes, new items last.
  /// - Throws: The first reason why they cannot be written.
  package func update(
    of user: Verbatim,
    edits: [CellEdit],
    additions: [ItemAddition]
  ) throws(UpdateRefusal) -> RosterUpdate {
    if let refusal = refusals(edits: edits, additions: additions).first { throw refusal }
    var update = RosterUpdate(user: user, groups: [])
    for edit in edits {
      guard let field = fields[edit.address.field] else { continue }
      let group = update.place(ofGroup: field.group)
      let section = update.groups[group].place(ofItem: edit.address.item)
      update.groups[group].sections[section].fields.append(written(field, edit.edit))
    }
    for addition in additions {
      let group = update.place(ofGroup: addition.group)
      let written = addition.fields.compactMap { wanted in
        fields[wanted.field].map { self.written($0, wanted.edit) }
      }
      update.groups[group].sections.append(RosterUpdate.Section(oldIndex: nil, fields: written))
    }
    return update
  }

  private func written(_ field: FieldDescription, _ edit: Edit) -> RosterUpdate.Field {
    RosterUpdate.Field(code: field.writeCode, value: edit.wire)
  }

  private func refusal(_ code: FieldCode, item: Int?, _ edit: Edit) -> UpdateRefusal? {
    problem(code, item: item, edit).map { UpdateRefusal(field: code, item: item, message: $0) }
  }

  private func refusal(_ code: FieldCode, in group: Verbatim) -> UpdateRefusal? {
    guard let field = fields[code], field.group != group || !field.isDetail else { return nil }
    let why =
      field.isDetail
      ? "\(code) belongs to the group \(field.group), not to \(group)."
      : "\(field.groupName) (\(field.group)) has one item only, so none can be added to it."
    return UpdateRefusal(field: code, item: nil, message: why)
  }

  private func problem(_ code: FieldCode, item: Int?, _ edit: Edit) -> String? {
    guard let field = fields[code] else {
      return
        "DingTalk describes no field \(code); look for a slip in the code, or for a field that "
        + "an administrator has switched off."
    }
    let called = "\(field.name) (\(code))"
    if let barrier = FieldPolicy.barrier(to: field) {
      return "\(called) cannot be written: \(barrier.sentence)"
    }
    if let item, item > 0, !field.isDetail {
      return
        "\(field.groupName) (\(field.group)) has one item only, so \(code) has no item \(item)."
    }
    return badOption(field, called, edit)
  }

  private func badOption(
    _ field: FieldDescription,
    _ called: String,
    _ edit: Edit
  ) -> String? {
    guard case .set(.text(let value)) = edit, let options = field.options, !options.isEmpty,
      !options.contains(where: { $0.value == value })
    else { return nil }
    let known = options.prefix(8).map { "\($0.value) (\($0.label))" }.joined(separator: ", ")
    return "\(called) has no option \"\(value)\"; its options are \(known)"
      + (options.count > 8 ? " and \(options.count - 8) more." : ".")
  }
}

/// Why something that is wanted cannot be written to DingTalk.
package struct UpdateRefusal: UserFacingError, Hashable {
  /// The field it is about.
  package let field: FieldCode
  /// The item index; nil if it concerns none.
  package let item: Int?
  /// What is wrong, and what to do.
  package let message: String

  package var errorCode: ErrorCode { ErrorCode("cannotBeWritten", .badData) }
}

extension Edit {
  /// The value in the request; `""` is the only way to clear.
  fileprivate var wire: JSON {
    switch self {
    case .set(.text(let text)): .string(text.text)
    case .set(.json(let raw)): (try? JSON(parsing: raw.bytes)) ?? .string(raw.text)
    case .clear, .set(.null), .set(.missing): ""
    }
  }
}

extension RosterUpdate {
  fileprivate mutating func place(ofGroup id: Verbatim) -> Int {
    if let found = groups.firstIndex(where: { $0.id == id }) { return found }
    groups.append(Group(id: id, sections: []))
    return groups.count - 1
  }
}

extension RosterUpdate.Group {
  fileprivate mutating func place(ofItem item: Int) -> Int {
    if let found = sections.firstIndex(where: { $0.oldIndex == item }) { return found }
    sections.append(RosterUpdate.Section(oldIndex: item, fields: []))
    return sections.count - 1
  }
}
