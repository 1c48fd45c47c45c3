package import Roster

/// The user on whom to try a tenant's behaviour, how, and who runs it.
package struct ProbeRequest: Sendable {
  /// The test person's userid in DingTalk.
  package var user: Verbatim
  /// Who runs it, and why.
  package var author: Author
  /// How long to wait after a call before reading.
  package var quiet: Duration
  /// Fields that are never read, and so never tried.
  package var never: Set<FieldCode>

  package init(
    user: Verbatim,
    author: Author,
    quiet: Duration = .seconds(6),
    never: Set<FieldCode> = []
  ) {
    self.user = user
    self.author = author
    self.quiet = quiet
    self.never = never
  }
}

/// The result for one behaviour.
package struct ProbeAnswer: Hashable, Sendable {
  /// The behaviour.
  package let behaviour: TenantBehaviour
  /// What the tenant does; nil if that could not be found out.
  package let answer: String?
  /// How it was found out, or why it could not be.
  package let how: String
}

/// A cell that differs from before a probe.
package struct ProbeLeftover: Hashable, Sendable {
  /// The cell.
  package let address: CellAddress
  /// The content before; nil if there was none.
  package private(set) var was: Content?
  /// The content now; nil if it could not be read.
  package private(set) var now: Content?

  /// The same cell with other texts in place of its values and labels.
  package func mapTexts(_ change: (Verbatim) -> Verbatim) -> ProbeLeftover {
    var cell = self
    cell.was = was?.mapTexts(change)
    cell.now = now?.mapTexts(change)
    return cell
  }

  /// A sentence that says what to do about the cell.
  package var sentence: String {
    "\(address.field)[\(address.item)] was \((was ?? .gone).inWords) and is "
      + "\(now.map(\.inWords) ?? "not known"). Put it back in DingTalk."
  }
}

/// The results of a probe, and whether everything is as before.
package struct ProbeResult: Sendable {
  /// The operation's number.
  package let operation: OperationNumber
  /// How it ended.
  package let status: OperationStatus
  /// The results, in the order of the trials.
  package let answers: [ProbeAnswer]
  /// The cells that differ from before.
  package var leftovers: [ProbeLeftover]
  /// The error that ended it early; nil for none.
  package let error: (any UserFacingError)?

  /// Whether everything is as it was before.
  package var isRestored: Bool { leftovers.isEmpty }
}

/// Why a probe was not begun.
package enum ProbeError: UserFacingError, Hashable {
  /// The system does not return the person.
  case personAbsent(Verbatim)
  /// The person has no value that could be tried and put back.
  case nothingToTry(Verbatim)
  /// The plan was shown, and not confirmed.
  case declined

  package var errorCode: ErrorCode {
    switch self {
    case .personAbsent: ErrorCode("probePersonAbsent", .usage)
    case .nothingToTry: ErrorCode("probeNothingToTry", .usage)
    case .declined: ErrorCode("probeDeclined", .refused)
    }
  }

  package var message: String {
    switch self {
    case .personAbsent(let user):
      "DingTalk does not show \(user). Name a test person who is active."
    case .nothingToTry(let user):
      "\(user) has neither 住址 (sys02-address) nor 备注 (sys00-remark), so nothing can be tried and "
        + "put back. Fill in one of them for this person, then probe again."
    case .declined: "The probe was not agreed to. Nothing was written."
    }
  }
}
