package import Roster

/// How a batch is sent.
package struct SendingRules: Hashable, Sendable {
  /// What the batch may do.
  package var limits: PlanLimits
  /// Which limits of the configuration those exceed.
  package var overrides: [LimitOverride]
  /// How many rows go first, and are read again, before the rest goes on; 0 for none.
  package var canary: Int
  /// How many calls may be under way at once, at least 1.
  package var callsInFlight: Int
  /// How long to wait after the last call before what was written is read again.
  ///
  /// A read too soon may show what was there before, and be taken for a write that did nothing.
  package var quiet: Duration
  /// Fields that are never read, and so never written.
  package var never: Set<FieldCode>
  /// Whether rows that are refused are left out, instead of stopping the batch.
  package var skipsRefused: Bool

  /// Makes rules; without arguments, strict ones.
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
