import Roster
package import VerbatimJSON

extension RosterUpdateRequest {
  /// The body as JSON, in the order of DingTalk's own example; unknown members come last.
  package var json: JSON {
    .object(
      [JSON.Member(key: "agentid", value: agentID), JSON.Member(key: "param", value: update.json)]
        + others
    )
  }
}

extension RosterUpdate {
  /// The `param` of the body.
  package var json: JSON {
    .object(
      [
        JSON.Member(key: "groups", value: .array(groups.map(\.json))),
        JSON.Member(key: "userid", value: .string(user.text)),
      ] + others
    )
  }
}

extension RosterUpdate.Group {
  fileprivate var json: JSON {
    .object(
      [
        JSON.Member(key: "group_id", value: .string(id.text)),
        JSON.Member(key: "sections", value: .array(sections.map(\.json))),
      ] + others
    )
  }
}

extension RosterUpdate.Section {
  /// An index of 0 is sent like any other: without an index, DingTalk adds an item.
  fileprivate var json: JSON {
    let index = oldIndex.map { [JSON.Member(key: "old_index", value: .integer($0))] } ?? []
    let section = JSON.Member(key: "section", value: .array(fields.map(\.json)))
    return .object(index + [section] + others)
  }
}

extension RosterUpdate.Field {
  fileprivate var json: JSON {
    let value = value.map { [JSON.Member(key: "value", value: $0)] } ?? []
    return .object([JSON.Member(key: "field_code", value: .string(code.text))] + value + others)
  }
}
