public import Roster

/// On which user to try out a tenant's behaviour, how, and who runs it.
public struct ProbeRequest: Sendable {
  /// The test person's userid in DingTalk.
  public var user: Verbatim
  /// Who does it, and why.
  public var author: Author
  /// How long after a call what it wrote can be read.
  public var quiet: Duration
  /// Fields that are never read, and so never tried.
  public var never: Set<FieldCode>

  /// Describes a probe.
  public init(
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
public struct ProbeAnswer: Hashable, Sendable {
  /// The behaviour.
  public let behaviour: TenantBehaviour
  /// What the tenant does; nil where it could not be found out.
  public let answer: String?
  /// How we know, or why we do not.
  public let how: String

  /// Makes an answer.
  public init(_ behaviour: TenantBehaviour, _ answer: String?, how: String) {
    self.behaviour = behaviour
    self.answer = answer
    self.how = how
  }
}

/// A cell that does not hold what it held before a probe.
public struct ProbeLeftover: Hashable, Sendable {
  /// The cell.
  public let address: CellAddress
  /// What was there; nil where nothing was.
  public let was: Content?
  /// What is there; nil where it could not be read.
  public let now: Content?

  /// The cell in a sentence that says what to do.
  public var sentence: String {
    "\(address.field)[\(address.item)] was \((was ?? .gone).inWords) and is "
      + "\(now.map(\.inWords) ?? "not known"). Put it back in DingTalk."
  }
}

/// What a probe found out, and whether all is as it was.
public struct ProbeResult: Sendable {
  /// The operation's number.
  public let operation: Int64
  /// How it ended.
  public let status: OperationStatus
  /// What was found out, in the order of the trials.
  public let answers: [ProbeAnswer]
  /// What is not as it was.
  public let leftovers: [ProbeLeftover]
  /// What ended it early; nil where nothing did.
  public let error: (any UserFacingError)?

  /// Whether everything is as it was before.
  public var isRestored: Bool { leftovers.isEmpty }
}

/// Why a probe was not begun.
public enum ProbeError: UserFacingError, Hashable {
  /// The system does not show the person.
  case personAbsent(Verbatim)
  /// The person holds nothing that could be tried and put back.
  case nothingToTry(Verbatim)
  /// It was shown what would be done, and not agreed to.
  case declined

  public var name: String {
    switch self {
    case .personAbsent: "probePersonAbsent"
    case .nothingToTry: "probeNothingToTry"
    case .declined: "probeDeclined"
    }
  }

  public var message: String {
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
