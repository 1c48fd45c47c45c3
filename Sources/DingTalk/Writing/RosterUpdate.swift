package import Roster
package import VerbatimJSON

/// What one `v2/update` call writes to one user, as in the request.
///
/// Unknown keys are kept.
package struct RosterUpdate: Hashable, Sendable {
  /// One field of a section.
  package struct Field: Hashable, Sendable {
    /// The code by which the field is written; in `sys00` its Chinese name.
    package var code: Verbatim
    /// The value to write; nil if the key is absent.
    package var value: JSON?
    /// Members that are not known here.
    package var others: [JSON.Member] = []

    package init(code: Verbatim, value: JSON?) {
      self.code = code
      self.value = value
    }
  }

  /// One item of a group: an edit of an existing one, or a new one.
  package struct Section: Hashable, Sendable {
    /// The index of the edited item, from 0; nil adds an item.
    package var oldIndex: Int?
    /// The fields that change; other fields are kept, except in a new item.
    package var fields: [Field]
    /// Members that are not known here.
    package var others: [JSON.Member] = []

    package init(oldIndex: Int?, fields: [Field]) {
      self.oldIndex = oldIndex
      self.fields = fields
    }
  }

  /// The sections of one group.
  package struct Group: Hashable, Sendable {
    /// The group's code (`sys03`).
    package var id: Verbatim
    /// Its sections.
    package var sections: [Section]
    /// Members that are not known here.
    package var others: [JSON.Member] = []

    package init(id: Verbatim, sections: [Section]) {
      self.id = id
      self.sections = sections
    }
  }

  /// The user who is written to.
  package var user: Verbatim
  /// What is written, group by group.
  package var groups: [Group]
  /// Members that are not known here.
  package var others: [JSON.Member] = []
}

/// A whole request body of `v2/update`.
package struct RosterUpdateRequest: Hashable, Sendable {
  /// The app's agent id: a number, or, as samples have it, a text.
  package var agentID: JSON
  /// What is written.
  package var update: RosterUpdate
  /// Members that are not known here.
  package var others: [JSON.Member] = []
}
