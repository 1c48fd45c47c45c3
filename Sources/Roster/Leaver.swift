/// A user who left, as the user's system reports it.
package struct Leaver: Hashable, Sendable {
  /// The user.
  package let user: Verbatim
  /// A JSON object with the last working day, the status and the reasons as the system sent them.
  package let record: Verbatim

  package init(user: Verbatim, record: Verbatim) {
    self.user = user
    self.record = record
  }
}

/// What a system reported about users who left: when and why.
package struct LeaverResponse: Hashable, Sendable {
  /// The system that was asked.
  package let system: System
  /// The users who left, each once.
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
