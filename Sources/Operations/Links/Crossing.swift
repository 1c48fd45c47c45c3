public import Ledger
public import Roster

/// Finds the people of the job numbers: who is Maycur's key to the byte, alone, and linked to nobody.
enum JobNumberPairs {
  static func pairs(among rows: [LinkRow]) -> [UserPair] {
    rows.compactMap { row in
      guard row.problem == .unlinked, let user = row.dingtalk, let key = row.candidate else {
        return nil
      }
      return UserPair(dingtalk: user, maycur: key)
    }
  }
}

/// The bridge over which values cross from one system to the other, person by person.
///
/// Whoever has a problem does not cross: a value that arrives at the wrong person cannot be taken
/// back from where they have seen it.
public struct Crossing: Sendable {
  private let rows: [Verbatim: [LinkRow]]

  /// Makes it of all links.
  public init(_ links: [LinkRow]) {
    rows = Dictionary(
      grouping: links.filter { $0.dingtalk != nil },
      by: { $0.dingtalk ?? "" }
    )
  }

  /// Who a DingTalk user is in Maycur, or why that is not said.
  public func maycur(of user: Verbatim) -> Result<Verbatim, CrossingRefusal> {
    let links = (rows[user] ?? []).filter { $0.source != nil }
    guard let link = links.first, let key = link.maycur else {
      return .failure(CrossingRefusal(user: user, problem: .unlinked, maycur: nil))
    }
    let problem = links.count > 1 ? link.problem ?? .duplicate : link.problem
    if let problem {
      return .failure(CrossingRefusal(user: user, problem: problem, maycur: key))
    }
    return .success(key)
  }
}

/// Why a person's values do not cross to the other system.
public struct CrossingRefusal: Error, Hashable, Sendable {
  /// The DingTalk user.
  public let user: Verbatim
  /// What is wrong with the link.
  public let problem: LinkProblem
  /// To whom they are linked, where they are.
  public let maycur: Verbatim?

  /// Why, and what to do, in a sentence.
  public var why: String {
    let confirm =
      "Find out who they are, and confirm with 'rollbook link --dingtalk \(user) --maycur …'."
    return switch problem {
    case .unlinked:
      "\(user) is linked to nobody in Maycur. Link them with 'rollbook link'."
    case .duplicate:
      "\(user) and another are linked to one. \(confirm)"
    case .caseOnly:
      "\(user) is linked to \(maycur ?? "?"), and another spelling differs only in case. \(confirm)"
    case .changed:
      "The link of \(user) to \(maycur ?? "?") has changed since it was made. \(confirm)"
    }
  }
}
