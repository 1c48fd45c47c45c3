/// The calls of Maycur that are made here, by their paths.
package enum MaycurAPI: String, CaseIterable, Hashable, Sendable {
  /// Returns a token.
  case login = "/api/openapi/auth/login"
  /// Saves up to 200 employees.
  case saveBatch = "/api/openapi/employee/dingTalk/batch"
  /// Finds the DingTalk users of employees, or the employees of DingTalk users.
  case findUsers = "/api/openapi/employee/search/user/ids"

  /// Whether a call changes anything in Maycur, so that it must not be repeated if its result is
  /// unknown.
  package var writes: Bool { self == .saveBatch }
}
