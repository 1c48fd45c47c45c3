import Roster

extension Array {
  /// The same in parts of `size`, the last one perhaps shorter.
  func parts(of size: Int) -> [[Element]] {
    stride(from: 0, to: count, by: size).map { Array(self[$0..<Swift.min($0 + size, count)]) }
  }

  /// Both halves, each with at least one element of two or more.
  ///
  /// A page that was refused, perhaps because of one element, is asked for again in halves, until
  /// the element stands alone.
  var halves: [[Element]] { [Array(self[..<(count / 2)]), Array(self[(count / 2)...])] }
}

extension RosterResponse {
  /// The response that says that the system refuses to show users, and why.
  ///
  /// - Parameters:
  ///   - users: The users.
  ///   - fields: What was asked for.
  ///   - code: The system's code, where it gave one.
  ///   - message: The system's message, where it gave one.
  ///   - askedAt: When the call left.
  ///   - receivedAt: When it was known to have failed.
  ///   - requestID: The system's id of the call, where it gave one.
  init(
    refusing users: [Verbatim],
    fields: [FieldCode],
    code: String?,
    message: Verbatim?,
    askedAt: Instant,
    receivedAt: Instant,
    requestID: String? = nil
  ) {
    self.init(
      system: .dingtalk,
      company: nil,
      asked: Set(fields),
      users: [],
      absent: users.map { AbsentUser(user: $0, code: code, message: message) },
      askedAt: askedAt,
      receivedAt: receivedAt,
      requestID: requestID
    )
  }
}
