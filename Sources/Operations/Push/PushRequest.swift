public import Roster

/// Who does something, and why.
public struct Author: Hashable, Sendable {
  /// Who runs it, as the machine knows them.
  public var actor: Verbatim
  /// Who they say they are, where they said so.
  public var claimedActor: Verbatim?
  /// Why.
  public var reason: Verbatim?
  /// The ticket under which it is done, where there is one.
  public var ticket: Verbatim?
  /// The version of the program that runs it.
  public var program: String

  /// Describes an author.
  public init(
    actor: Verbatim,
    claimedActor: Verbatim? = nil,
    reason: Verbatim? = nil,
    ticket: Verbatim? = nil,
    program: String
  ) {
    self.actor = actor
    self.claimedActor = claimedActor
    self.reason = reason
    self.ticket = ticket
    self.program = program
  }
}

/// A limit of the configuration that a batch is told to exceed.
public struct LimitOverride: Hashable, Sendable {
  /// The limit's name (`maxUsers`).
  public let name: String
  /// What the configuration allows.
  public let configured: Int
  /// What is allowed instead.
  public let used: Int

  /// Describes an exceeded limit.
  public init(name: String, configured: Int, used: Int) {
    self.name = name
    self.configured = configured
    self.used = used
  }
}

/// How a batch is sent.
public struct SendingRules: Hashable, Sendable {
  /// What the batch may do.
  public var limits: PlanLimits
  /// Which limits of the configuration those exceed.
  public var overrides: [LimitOverride]
  /// How many rows go first, and are read again, before the rest goes on; 0 for none.
  public var canary: Int
  /// How many calls may be under way at once, at least 1.
  public var callsInFlight: Int
  /// How long to wait after the last call before what was written is read again.
  ///
  /// A read too soon may show what was there before, and be taken for a write that did nothing.
  public var quiet: Duration
  /// Fields that are never read, and so never written.
  public var never: Set<FieldCode>
  /// Whether rows that are refused are left out, instead of stopping the batch.
  public var skipsRefused: Bool

  /// Makes rules; without arguments, strict ones.
  public init(
    limits: PlanLimits = PlanLimits(),
    overrides: [LimitOverride] = [],
    canary: Int = 0,
    callsInFlight: Int = 4,
    quiet: Duration = .seconds(6),
    never: Set<FieldCode> = [],
    skipsRefused: Bool = false
  ) {
    self.limits = limits
    self.overrides = overrides
    self.canary = max(0, canary)
    self.callsInFlight = max(1, callsInFlight)
    self.quiet = quiet
    self.never = never
    self.skipsRefused = skipsRefused
  }
}

/// What a push shall write, how, and for whom.
public struct PushRequest: Sendable {
  /// What is wanted, each user once.
  public var changes: [UserChange]
  /// The cells of the change file that were cleaned.
  public var cleaned: [PlannedCleaning] = []
  /// How it is sent.
  public var rules: SendingRules
  /// The saved plan that is applied, which must not be stale; nil to plan anew.
  public var savedPlan: SavedPlan?
  /// Who does it, and why; a reason is needed.
  public var author: Author
  /// What the book says was asked (file name, digest); JSON that a person can read.
  public var parameters: Verbatim

  /// Describes a push of what is wanted.
  public init(
    changes: [UserChange],
    rules: SendingRules = SendingRules(),
    author: Author,
    parameters: Verbatim = "{}"
  ) {
    self.changes = changes
    self.rules = rules
    self.author = author
    self.parameters = parameters
  }

  /// Describes the push of a saved plan.
  public init(
    plan: SavedPlan,
    rules: SendingRules = SendingRules(),
    author: Author,
    parameters: Verbatim = "{}"
  ) {
    self.init(changes: plan.changes, rules: rules, author: author, parameters: parameters)
    savedPlan = plan
    cleaned = plan.cleaned
  }
}
