/// Which of DingTalk's two families of calls reads the roster.
///
/// The fields, the list of users and the update exist in the older family alone.
package enum RosterAPI: String, CaseIterable, Sendable {
  /// The newer family where it answers the first read of a run, else the older one.
  case auto
  /// `POST /topapi/smartwork/hrm/employee/v2/list`.
  case old
  /// `POST /v1.0/hrm/rosters/lists/query`.
  case new
}
