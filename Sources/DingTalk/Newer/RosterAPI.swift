/// Which of DingTalk's two families of calls reads the roster.
///
/// Only the older family has the calls for the fields, the user list and the update.
package enum RosterAPI: String, CaseIterable, Sendable {
  /// The newer family if it responds to the first read of a run, otherwise the older one.
  case auto
  /// `POST /topapi/smartwork/hrm/employee/v2/list`.
  case old
  /// `POST /v1.0/hrm/rosters/lists/query`.
  case new
}
