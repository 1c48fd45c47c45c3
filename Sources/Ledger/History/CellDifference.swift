import GRDB
public import Roster

/// One cell that holds something else at a later moment.
public struct CellDifference: Hashable, Sendable {
  /// The person.
  public let user: Verbatim
  /// The field's code.
  public let field: FieldCode
  /// The field's name in the catalog of the later moment.
  public let fieldName: Verbatim?
  /// The item index; where rows are followed, that of the later moment, or the last one.
  public let item: Int
  /// What it held; nil where nothing was known or it was not there.
  public let from: Content?
  /// What it holds; nil where it is not there.
  public let to: Content?
  /// The event that made it so; nil where none says so.
  public let address: EventAddress?
  /// The operation that recorded that; nil likewise.
  public let operation: Int64?
  /// Whose doing it is.
  public let origin: Origin
  /// The row's number, where rows are followed.
  public let row: Int?
  /// Whether it may as well have been another row.
  public let isAmbiguous: Bool
}

/// What is different between two positions in the log.
public struct Difference: Hashable, Sendable {
  /// Cells: people in the order in which the ledger met them, each one's cells bytewise by field code
  /// and item.
  public var rows: [CellDifference] = []
  /// Options that the catalog called otherwise, which are no person's change.
  public var catalog: [OptionChange] = []
  /// Who joined the list of users, or returned to it.
  public var joined: [Verbatim] = []
  /// Who left it.
  public var left: [Verbatim] = []
}

/// What is to be compared.
public struct DiffFilter: Hashable, Sendable {
  /// The system.
  public var system: System
  /// These users, or all.
  public var users: [Verbatim]?
  /// These fields, or all.
  public var fields: Set<FieldCode>?
  /// Whether accepted writes count that came after the last seen value.
  public var readMode: ReadMode
  /// Whether rows of detail groups are followed wherever they stand.
  public var followsItems: Bool

  /// Makes a filter; without arguments, all that DingTalk is believed to hold.
  public init(
    system: System = .dingtalk,
    users: [Verbatim]? = nil,
    fields: Set<FieldCode>? = nil,
    readMode: ReadMode = .expected,
    followsItems: Bool = false
  ) {
    self.system = system
    self.users = users
    self.fields = fields
    self.readMode = readMode
    self.followsItems = followsItems
  }
}
