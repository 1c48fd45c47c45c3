import Roster

/// Why a user cannot be found.
enum UserProblem: Hashable {
  /// No user has this text; users with a similar one.
  case unknown(String, by: UserNaming, near: [String])
  /// Several people are known by this.
  case ambiguous(String, candidates: [String])
  /// No user has these digits, but one has them with leading zeros.
  case lostZeros(String, meant: String, who: String)
  /// It differs from another user of the file in upper and lower case only.
  case differsInCase(String, other: String, first: FilePosition)
  /// It is longer than the system's keys are.
  case tooLong(limit: Int)

  /// The stable name.
  var name: String {
    switch self {
    case .unknown: "userUnknown"
    case .ambiguous: "userAmbiguous"
    case .lostZeros: "userLostLeadingZeros"
    case .differsInCase: "userDiffersInCase"
    case .tooLong: "userTooLong"
    }
  }

  /// What is wrong, and what to do.
  var sentence: String {
    switch self {
    case .unknown(let text, let naming, let near):
      "No person has the \(naming.phrase) \(text.quoted). "
        + (near.isEmpty ? "" : "Perhaps \(near.shortList) is meant. ")
        + "Correct it, or fetch the roster if the person is new."
    case .ambiguous(let text, let candidates):
      "\(text.quoted) could be any of \(candidates.count): \(candidates.shortList). Name the user by "
        + "userid, in a column with that header."
    case .lostZeros(let text, let meant, let who):
      "\(text.quoted) is no known user; \(meant.quoted) is \(who). Excel and WPS drop leading zeros: format "
        + "the column as text and write \(meant.quoted)."
    case .differsInCase(let text, let other, let first):
      "\(text.quoted) and \(other.quoted) at \(first) differ in upper and lower case only, and are "
        + "one employee to the system. Write both the same way."
    case .tooLong(let limit):
      "A user's key has at most \(limit) characters. Check whether another column slipped here."
    }
  }
}

extension UserNaming {
  /// What users are named by, in words.
  var phrase: String {
    switch self {
    case .anything: "userid, job number or name"
    case .key: "key"
    case .jobNumber: "job number"
    case .name: "name"
    }
  }
}

extension [String] {
  /// The texts for a sentence, the first few of many.
  var shortList: String {
    let shown = prefix(6).joined(separator: "; ")
    return count > 6 ? "\(shown); …" : shown
  }
}
