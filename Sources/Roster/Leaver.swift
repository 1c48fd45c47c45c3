/// A user who left, as the user's system says.
public struct Leaver: Hashable, Sendable {
  /// The user.
  public let user: Verbatim
  /// What was said: a JSON object with the last day at work, the status and the reasons as they
  /// came.
  public let record: Verbatim

  /// Makes one.
  public init(user: Verbatim, record: Verbatim) {
    self.user = user
    self.record = record
  }
}

/// What a system says of users who left: that they did, when and why.
public struct LeaverResponse: Hashable, Sendable {
  /// The system that answered.
  public let system: System
  /// Of whom it said something, each once.
  public let leavers: [Leaver]
  /// When the call left.
  public let askedAt: Instant
  /// When the response had arrived.
  public let receivedAt: Instant

  /// Makes a response.
  public init(system: System, leavers: [Leaver], askedAt: Instant, receivedAt: Instant) {
    self.system = system
    self.leavers = leavers
    self.askedAt = askedAt
    self.receivedAt = receivedAt
  }
}
