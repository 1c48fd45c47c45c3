package import Ledger
package import RemoteAPI
package import Roster

/// A system as a batch sees it: what can be asked of it, and how rows are sent to it.
///
/// It knows nothing of the ledger, and makes each call once. The batch decides whether and when to
/// make another attempt, and records that.
package protocol BatchSystem: Sendable {
  /// Which system it is.
  var system: System { get }
  /// How many rows one writing call carries at most.
  var rowsPerCall: Int { get }
  /// Whether values can be read back.
  var canRead: Bool { get }
  /// How many HTTP calls were made so far.
  var callsMade: Int { get }

  /// The fields as the system describes them now; nil where it does not.
  ///
  /// - Throws: Why there is no response.
  func catalog() async throws -> CatalogResponse?

  /// What some fields of some users hold, in as many calls as it takes.
  func read(users: [Verbatim], fields: [FieldCode]) async -> SystemReading

  /// The list or object that a field is part of, where the system only writes it as a whole.
  func whole(of field: FieldCode) -> Verbatim?

  /// A change with each list and object that it touches stated as a whole, as it will be, where the
  /// system only takes those, and what else is in it is known; what is not stays as it is.
  func stated(_ change: UserChange, knowing: BatchKnowledge) -> UserChange

  /// Why a row cannot be sent to this system; empty where it can.
  func refusals(of row: PlannedRow, knowing: BatchKnowledge) -> [PlanRefusal]

  /// Sends rows in one call, once.
  func send(_ rows: [PlannedRow], knowing: BatchKnowledge) async -> CallResult
}

extension BatchSystem {
  package func stated(_ change: UserChange, knowing: BatchKnowledge) -> UserChange { change }
}

/// What a batch knows when it makes the bodies of its calls.
package struct BatchKnowledge: Sendable {
  /// The fields as the system describes them.
  package let catalog: [FieldDescription]
  /// What is expected of each user.
  package let held: [Verbatim: [CellAddress: CurrentCell]]
  /// Of which fields of each user it is known how they stand.
  package let fields: [Verbatim: KnownFields]

  package init(
    catalog: [FieldDescription],
    held: [Verbatim: [CellAddress: CurrentCell]],
    fields: [Verbatim: KnownFields] = [:]
  ) {
    self.catalog = catalog
    self.held = held
    self.fields = fields
  }
}

/// What was read of a system, until it was all read or a call failed.
package struct SystemReading: Sendable {
  /// The responses that came, in the order of the calls.
  package var answers: [RosterResponse]
  /// What ended the reading early; nil where nothing did.
  package var error: (any UserFacingError)?

  package init(answers: [RosterResponse] = [], error: (any UserFacingError)? = nil) {
    self.answers = answers
    self.error = error
  }

  /// The users with something that could not be read; what is missing of them is not known to be
  /// gone.
  var unread: Set<Verbatim> { Set(answers.lazy.flatMap(\.setAside).compactMap(\.user)) }

  /// What came back of each user who came back and could be read.
  var contents: [Verbatim: [CellAddress: Content]] {
    var contents: [Verbatim: [CellAddress: Content]] = [:]
    for user in answers.lazy.flatMap(\.users) {
      for cell in user.cells { contents[user.user, default: [:]][cell.address] = cell.content }
      if contents[user.user] == nil { contents[user.user] = [:] }
    }
    for user in unread { contents[user] = nil }
    return contents
  }
}

/// What became of a writing call.
package enum CallResult: Sendable {
  /// There is something to say of each of its rows, in their order.
  case answered([RowVerdict], CallFacts)
  /// It is certain that nothing of it was applied, for a reason that is not about its rows.
  case notApplied(CallRefusal)
  /// It failed for a reason that is not about its rows, and may have been applied all the same.
  case inDoubt(CallRefusal)
}

/// Why a call failed, for a reason that is not about its rows.
package struct CallRefusal: Sendable {
  /// What may be done about it.
  package enum Remedy: Hashable, Sendable {
    /// Try again after a wait; where it may have been applied, only what may arrive twice.
    case again(RetryPolicy.Cause)
    /// Stop: the next call would fare no better.
    case stop
  }

  /// What may be done about it.
  package let remedy: Remedy
  /// The system's code, where it gave one.
  package let code: String?
  /// Why, in a sentence.
  package let error: any UserFacingError
  /// When it was asked, and the system's id of it.
  package let facts: CallFacts

  package init(remedy: Remedy, code: String?, error: any UserFacingError, facts: CallFacts) {
    self.remedy = remedy
    self.code = code
    self.error = error
    self.facts = facts
  }

  /// What it says of a row of which nothing is known to be applied.
  var rejected: RowVerdict { .rejected(code: code, message: Verbatim(error.message)) }

  /// What it says of a row that may have been applied.
  var uncertain: RowVerdict { .uncertain(code: code, message: Verbatim(error.message)) }
}
