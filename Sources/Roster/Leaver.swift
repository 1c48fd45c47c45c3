/// A user who left, as the user's system says.
package struct Leaver: Hashable, Sendable {
  /// The user.
  package let user: Verbatim
  /// What was said: a JSON object with the last day at work, the status and the reasons as they
  /// came.
  package let record: Verbatim

  package init(user: Verbatim, record: Verbatim) {
    self.user = user
    self.record = record
  }
}

/// What a system says of users who left: that they did, when and why.
package struct LeaverResponse: Hashable, Sendable {
  /// The system that answered.
  package let system: System
  /// Of whom it said something, each once.
  package let leavers: [Leaver]
  /// When the call left.
  package let askedAt: Instant
  /// When the response had arrived.
  package let receivedAt: Instant

  package init(system: System, leavers: [Leaver], askedAt: Instant, receivedAt: Instant) {
    self.system = system
    self.leavers = leavers
    self.askedAt = askedAt
    self.receivedAt = receivedAt
  }
}
