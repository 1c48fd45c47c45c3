package import Roster
import VerbatimJSON

/// Why a text is no request body of `v2/update`, and where; it never quotes the text.
package struct MalformedUpdate: UserFacingError, Hashable {
  /// The path (`param.groups[0].group_id`); empty for the whole.
  package let path: String
  /// The fault, phrased to follow the path.
  package let problem: String

  package var errorCode: ErrorCode { ErrorCode("malformedUpdate", .badData) }

  package var message: String {
    "This is no body of v2/update: \(path.isEmpty ? "it" : path) \(problem)."
  }
}
