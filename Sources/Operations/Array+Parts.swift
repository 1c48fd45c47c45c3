import Roster

extension Array {
  /// The same in parts of `size`, the last one perhaps shorter.
  func parts(of size: Int) -> [[Element]] {
    stride(from: 0, to: count, by: size).map { Array(self[$0..<Swift.min($0 + size, count)]) }
  }

  /// Both halves, each with at least one element of two or more.
  ///
  /// A page that was refused, perhaps because of one element, is requested again in halves, until
  /// the element is alone.
  var halves: [[Element]] { [Array(self[..<(count / 2)]), Array(self[(count / 2)...])] }
}

extension RosterResponse {
  /// A response which states that the system refuses users, and why.
  ///
  /// - Parameters:
  ///   - users: The users.
  ///   - fields: The requested fields.
  ///   - code: The system's code; nil if it gave none.
  ///   - message: The system's message; nil if it gave none.
  ///   - askedAt: When the call was sent.
  ///   - receivedAt: When the failure was known.
  ///   - requestID: The system's request id; nil if it gave none.
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
