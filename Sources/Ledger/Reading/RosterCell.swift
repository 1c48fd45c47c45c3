import GRDB
public import Roster

/// What was known of one cell.
public struct RosterCell: Hashable, Sendable {
  /// The system.
  public let system: System
  /// The user's key.
  public let user: Verbatim
  /// The field's code.
  public let field: FieldCode
  /// The field's name in the catalog of the moment.
  public let fieldName: Verbatim?
  /// The item index.
  public let item: Int
  /// What the cell holds.
  public let content: Content
  /// The label under which the value is shown: the system's, or what the catalog of the moment
  /// calls the option that the system named then.
  public let label: Verbatim?
  /// Seen or written.
  public let source: ValueSource
  /// The entry that gave the cell this content.
  public let entry: Int64
  /// When that entry was recorded.
  public let since: Instant
  /// When a response for the cell's field was last recorded; nil if there was none.
  public let lastObserved: Instant?
}

/// Which cells of the roster are wanted.
public struct RosterFilter: Hashable, Sendable {
  /// The system.
  public var system: System
  /// These users, or all.
  public var users: [Verbatim]?
  /// These fields, or all.
  public var fields: Set<FieldCode>?
  /// Also people who have left the list, and those who were erased.
  public var includesLeft: Bool
  /// Also cells that are gone.
  public var includesGone: Bool
  /// Where in the log; nil for now.
  public var position: ReadPosition?
  /// Whether accepted writes count that came after the last seen value.
  public var readMode: ReadMode

  /// Makes a filter; without arguments, all that DingTalk is believed to hold of active people.
  public init(
    system: System = .dingtalk,
    users: [Verbatim]? = nil,
    fields: Set<FieldCode>? = nil,
    includesLeft: Bool = false,
    includesGone: Bool = false,
    position: ReadPosition? = nil,
    readMode: ReadMode = .expected
  ) {
    self.system = system
    self.users = users
    self.fields = fields
    self.includesLeft = includesLeft
    self.includesGone = includesGone
    self.position = position
    self.readMode = readMode
  }
}
