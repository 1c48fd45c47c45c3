import Roster
import VerbatimJSON

/// Why a text is no request body of `v2/update`, and where; without any of its content.
package struct MalformedUpdate: UserFacingError, Hashable {
  /// The way to the place (`param.groups[0].group_id`); empty for the whole.
  package let path: String
  /// What is wrong there, to be read after the path.
  package let problem: String

  package var name: String { "malformedUpdate" }

  package var message: String {
    "This is no body of v2/update: \(path.isEmpty ? "it" : path) \(problem)."
  }
}
