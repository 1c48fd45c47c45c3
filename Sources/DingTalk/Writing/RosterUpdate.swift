public import Roster
public import VerbatimJSON

/// What one `v2/update` call writes to one user, as the wire has it.
///
/// Keys that are not known here are kept.
public struct RosterUpdate: Hashable, Sendable {
  /// One field of a section.
  public struct Field: Hashable, Sendable {
    /// The code by which the field is written; in `sys00` its Chinese name.
    public var code: Verbatim
    /// What it shall hold; nil where the key is absent.
    public var value: JSON?
    /// Members that are not known here.
    public var others: [JSON.Member] = []

    /// Makes a field to write.
    public init(code: Verbatim, value: JSON?) {
      self.code = code
      self.value = value
    }
  }

  /// One item of a group: an edit of one that is there, or a new one.
  public struct Section: Hashable, Sendable {
    /// The item that is edited, from 0; nil adds an item.
    public var oldIndex: Int?
    /// The fields that change; what is not among them is kept, except in a new item.
    public var fields: [Field]
    /// Members that are not known here.
    public var others: [JSON.Member] = []

    /// Makes a section.
    public init(oldIndex: Int?, fields: [Field]) {
      self.oldIndex = oldIndex
      self.fields = fields
    }
  }

  /// The sections of one group.
  public struct Group: Hashable, Sendable {
    /// The group's code (`sys03`).
    public var id: Verbatim
    /// Its sections.
    public var sections: [Section]
    /// Members that are not known here.
    public var others: [JSON.Member] = []

    /// Makes a group.
    public init(id: Verbatim, sections: [Section]) {
      self.id = id
      self.sections = sections
    }
  }

  /// The user who is written to.
  public var user: Verbatim
  /// What is written, group by group.
  public var groups: [Group]
  /// Members that are not known here.
  public var others: [JSON.Member] = []

  /// Makes an update.
  public init(user: Verbatim, groups: [Group]) {
    self.user = user
    self.groups = groups
  }
}

/// A whole request body of `v2/update`.
public struct RosterUpdateRequest: Hashable, Sendable {
  /// The app's agent id: a number, or, as samples have it, a text.
  public var agentID: JSON
  /// What is written.
  public var update: RosterUpdate
  /// Members that are not known here.
  public var others: [JSON.Member] = []

  /// Makes a request body.
  public init(agentID: JSON, update: RosterUpdate) {
    self.agentID = agentID
    self.update = update
  }
}
