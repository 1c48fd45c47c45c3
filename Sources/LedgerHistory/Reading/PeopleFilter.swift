package import Ledger
package import Roster

/// The people who are wanted.
package struct PeopleFilter: Hashable, Sendable {
  package let system: System
  /// A part of the key, the job number, the name or the department, in small or capital letters, or
  /// letters of the name in pinyin; nil for everybody.
  package var text: String?
  /// Whether people who have left are wanted, too.
  package var includesLeft: Bool
  /// The position of the names and of the membership; nil for the end of the log.
  package var position: ReadPosition?
  /// The key of the person after whom the result begins; nil for its beginning.
  package var after: Verbatim?

  package init(
    system: System,
    text: String? = nil,
    includesLeft: Bool = false,
    position: ReadPosition? = nil,
    after: Verbatim? = nil
  ) {
    self.system = system
    self.text = text
    self.includesLeft = includesLeft
    self.position = position
    self.after = after
  }
}
