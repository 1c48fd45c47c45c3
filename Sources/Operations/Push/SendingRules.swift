package import Roster

/// How a batch is sent.
package struct SendingRules: Hashable, Sendable {
  /// What the batch may do.
  package var limits: PlanLimits
  /// The limits of the configuration that those exceed.
  package var overrides: [LimitOverride]
  /// How many rows are sent first and read again before the others; 0 for none.
  package var canary: Int
  /// The number of calls in flight at once, at least 1.
  package var callsInFlight: Int
  /// How long to wait after the last call before reading again.
  ///
  /// A read that is too early may show the old content, as if the write had done nothing.
  package var quiet: Duration
  /// Fields that are never read, and so never written.
  package var never: Set<FieldCode>
  /// Whether refused rows are left out instead of stopping the batch.
  package var skipsRefused: Bool
  /// The digest of the plan that was shown; nil if any plan may be carried out.
  package var expected: String?

  /// Without arguments, strict rules.
  package init(
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
