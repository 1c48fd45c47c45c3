/// A system that has a roster.
package enum System: String, CaseIterable, Hashable, Sendable {
  /// DingTalk's 智能人事花名册; a user is a `userid`.
  case dingtalk
  /// Maycur (每刻); a user is an `employeeId` (工号).
  case maycur
}
