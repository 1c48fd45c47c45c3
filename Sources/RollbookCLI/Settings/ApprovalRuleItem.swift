import Access
import Roster

/// An element of `approval.rules`, as the settings file has it.
struct ApprovalRuleItem: SettingsItem {
  let `for`: [String]?
  let above: Int?
  let fields: [String]?
  let needs: [String]?

  func make() throws(SettingsItemProblem) -> ApprovalRule {
    let all = OperationKind.allCases.filter(\.isProposable)
    let kinds = (`for` ?? []).compactMap { OperationKind(rawValue: $0) }.filter(all.contains)
    guard !kinds.isEmpty, kinds.count == `for`?.count else {
      let must = "be a list of " + all.map(\.rawValue).joined(separator: ", ")
      throw SettingsItemProblem(key: "for", must: must)
    }
    guard let needs, !needs.isEmpty, needs.allSatisfy(Self.isDuty) else {
      let must = "be a list of duties: words of letters, as approver or finance"
      throw SettingsItemProblem(key: "needs", must: must)
    }
    return ApprovalRule(
      kinds: Set(kinds),
      above: above ?? 0,
      fields: fields ?? [],
      needs: needs
    )
  }

  static func identity(of made: ApprovalRule) -> (key: String, text: String) {
    let kinds = made.kinds.map(\.rawValue).sorted()
    return ("for", "\(kinds) \(made.above) \(made.fields) \(made.needs)")
  }

  /// Whether a word can be a duty; the log joins duties by commas.
  static func isDuty(_ word: String) -> Bool {
    !word.isEmpty && word.utf8.count <= 40
      && word.unicodeScalars.allSatisfy {
        $0.properties.isAlphabetic || $0 == "-"
      }
  }
}
