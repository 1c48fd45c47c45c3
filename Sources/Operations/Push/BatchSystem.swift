package import LedgerHistory
package import Ledger
import Maycur
package import RemoteAPI
package import Roster

/// A system from the point of view of a batch: what it can read, and how it sends rows.
///
/// It knows no ledger, and makes each call once. The batch decides whether and when to try again,
/// and records that.
package protocol BatchSystem: Sendable {
  /// The system.
  var system: System { get }
  /// The largest number of rows in a writing call.
  var rowsPerCall: Int { get }
  /// Whether values can be read back.
  var canRead: Bool { get }
  /// The number of HTTP calls so far.
  var callsMade: Int { get }

  /// The current fields; nil if the system does not describe them.
  ///
  /// - Throws: Why there is no response.
  func catalog() async throws -> CatalogResponse?

  /// Reads fields of users, in as many calls as needed.
  func read(users: [Verbatim], fields: [FieldCode]) async -> SystemReading

  /// A change with each list and object that it touches stated as a whole.
  ///
  /// Only if the system takes only wholes, and the other parts are known; otherwise the change is
  /// not modified.
  func stated(_ change: UserChange, knowing: BatchKnowledge) -> UserChange

  /// Why a row cannot be sent to this system; empty if it can.
  func refusals(of row: PlannedRow, knowing: BatchKnowledge) -> [WriteRefusal]

  /// Sends rows in one call, once.
  func send(_ rows: [PlannedRow], knowing: BatchKnowledge) async -> CallResult
}

extension BatchSystem {
  package var rowsPerCall: Int { system.rowsPerCall }

  package func stated(_ change: UserChange, knowing: BatchKnowledge) -> UserChange { change }
}

extension System {
  /// The largest number of rows in a writing call.
  var rowsPerCall: Int {
    switch self {
    case .dingtalk: 1
    case .maycur: MaycurClient.maximumRowsPerCall
    }
  }

  /// How many calls of one API the system takes in a second, unless the settings say otherwise.
  var callsPerSecond: Int {
    switch self {
    case .dingtalk: 20
    case .maycur: 10
    }
  }

  /// The list or object that a field is part of, if the system only writes it as a whole; otherwise
  /// nil.
  func whole(of field: FieldCode) -> Verbatim? {
    guard self == .maycur else { return nil }
    switch MaycurField(code: field) {
    case .englishName?: return EnglishName.code
    case let other: return other?.whole?.code
    }
  }
}

/// What a batch knows when it makes the bodies of its calls.
package struct BatchKnowledge: Sendable {
  /// The fields as the system describes them.
  package let catalog: [FieldDescription]
  /// The same, by their codes.
  package let described: [FieldCode: FieldDescription]
  /// The expected contents of each user.
  package let held: [Verbatim: [CellAddress: CurrentCell]]
  /// The fields of each user whose state is known.
  package let fields: [Verbatim: KnownFields]

  /// What is known: the fields, and what is held of each user.
  package init(
    catalog: [FieldDescription],
    held: [Verbatim: [CellAddress: CurrentCell]],
    fields: [Verbatim: KnownFields] = [:]
  ) {
    self.catalog = catalog
    described = Dictionary(catalog.map { ($0.code, $0) }, uniquingKeysWith: { first, _ in first })
    self.held = held
    self.fields = fields
  }
}

/// The result of a writing call.
package enum CallResult: Sendable {
  /// Each of its rows has a verdict, in their order.
  case answered([RowVerdict], CallFacts)
  /// Certainly nothing of it was applied, for a reason that does not concern its rows.
  case notApplied(CallRefusal)
  /// It failed for a reason that does not concern its rows, and may have been applied.
  case inDoubt(CallRefusal)
}

/// Why a call failed, for a reason that does not concern its rows.
package struct CallRefusal: Sendable {
  /// What to do about it.
  package enum Remedy: Hashable, Sendable {
    /// Try again after a wait; if it may have been applied, only what may arrive twice.
    case again(RetryPolicy.Cause)
    /// Stop: the next call would fail as well.
    case stop
  }

  /// What to do about it.
  package let remedy: Remedy
  /// The system's code; nil if it gave none.
  package let code: String?
  /// Why, in a sentence.
  package let error: any UserFacingError
  /// The times of the call, and the system's id of it.
  package let facts: CallFacts

  /// What it says of a row of which nothing is known to be applied.
  var rejected: RowVerdict { .rejected(code: code, message: Verbatim(error.message)) }

  /// What it says of a row that may have been applied.
  var uncertain: RowVerdict { .uncertain(code: code, message: Verbatim(error.message)) }
}
