package import Roster

/// A person whom a text in a change file may mean.
package struct PersonCandidate: Hashable, Sendable {
  /// The person's key in the system.
  package let key: UserKey
  /// The person's name; nil if it is not known.
  package let name: Verbatim?
  /// The person's job number; nil if it is not known.
  package let jobNumber: Verbatim?
  /// Whether the person has left the user list.
  package let hasLeft: Bool

  package init(key: UserKey, name: Verbatim?, jobNumber: Verbatim?, hasLeft: Bool = false) {
    self.key = key
    self.name = name
    self.jobNumber = jobNumber
    self.hasLeft = hasLeft
  }

  /// The person in words: `张伟 (user 0123, job number E1, has left)`.
  package var phrase: String {
    var facts = ["user \(key.id)"]
    if let jobNumber, !jobNumber.isEmpty { facts.append("job number \(jobNumber)") }
    if hasLeft { facts.append("has left") }
    return "\(name?.text ?? "a person") (\(facts.joined(separator: ", ")))"
  }
}
