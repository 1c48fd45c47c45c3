package import Roster

/// On which user to try out a tenant's behaviour, how, and who runs it.
package struct ProbeRequest: Sendable {
  /// The test person's userid in DingTalk.
  package var user: Verbatim
  /// Who does it, and why.
  package var author: Author
  /// How long after a call what it wrote can be read.
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

/// What was found out about one behaviour.
package struct ProbeAnswer: Hashable, Sendable {
  /// The behaviour.
  package let behaviour: TenantBehaviour
  /// What the tenant does; nil where it could not be found out.
  package let answer: String?
  /// How we know, or why we do not.
  package let how: String

  package init(_ behaviour: TenantBehaviour, _ answer: String?, how: String) {
    self.behaviour = behaviour
    self.answer = answer
    self.how = how
  }
}

/// A cell that does not hold what it held before a probe.
package struct ProbeLeftover: Hashable, Sendable {
  /// The cell.
  package let address: CellAddress
  /// What was there; nil where nothing was.
  package let was: Content?
  /// What is there; nil where it could not be read.
  package let now: Content?

  /// The cell in a sentence that says what to do.
  package var sentence: String {
    "\(address.field)[\(address.item)] was \((was ?? .gone).inWords) and is "
      + "\(now.map(\.inWords) ?? "not known"). Put it back in DingTalk."
  }
}

/// What a probe found out, and whether all is as it was.
package struct ProbeResult: Sendable {
  /// The operation's number.
  package let operation: Int64
  /// How it ended.
  package let status: OperationStatus
  /// What was found out, in the order of the trials.
  package let answers: [ProbeAnswer]
  /// What is not as it was.
  package let leftovers: [ProbeLeftover]
  /// What ended it early; nil where nothing did.
  package let error: (any UserFacingError)?

  /// Whether everything is as it was before.
  package var isRestored: Bool { leftovers.isEmpty }
}

/// Why a probe was not begun.
package enum ProbeError: UserFacingError, Hashable {
  /// The system does not show the person.
  case personAbsent(Verbatim)
  /// The person holds nothing that could be tried and put back.
  case nothingToTry(Verbatim)
  /// It was shown what would be done, and not agreed to.
  case declined

  package var name: String {
    switch self {
    case .personAbsent: "probePersonAbsent"
    case .nothingToTry: "probeNothingToTry"
    case .declined: "probeDeclined"
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
