import Access
import Roster
import Tables

/// An element of `approval.rules`, as the settings file has it.
struct ApprovalRuleItem: SettingsItem {
  let `for`: [String]?
  let above: Int?
  let fields: [String]?
  let needs: [String]?
  let fresh: String?
  let window: String?
  let apply: String?

  func make() throws(SettingsItemProblem) -> ApprovalRule {
    let all = OperationKind.allCases.filter(\.isProposable)
    let kinds = (`for` ?? []).compactMap { OperationKind(rawValue: $0) }.filter(all.contains)
    guard !kinds.isEmpty, kinds.count == `for`?.count else {
      let must = "be a list of " + all.map(\.rawValue).joined(separator: ", ")
      throw SettingsItemProblem(key: "for", must: must)
    }
    var made = try duties()
    if !made.after.isEmpty, !kinds.allSatisfy(\.isBatch) {
      let must = "have no `after` for erase and release: they cannot be approved afterwards"
      throw SettingsItemProblem(key: "needs", must: must)
    }
    if let fresh {
      guard let span = Times.duration(of: fresh), span > .zero else {
        throw SettingsItemProblem(key: "fresh", must: "be a span like 15m")
      }
      made.fresh = span
    }
    if let window {
      guard let span = ClockSpan(window) else {
        throw SettingsItemProblem(key: "window", must: "be two times like \"20:00-06:00\"")
      }
      made.windows = [span]
    }
    if let apply {
      guard apply == "whenApproved" else {
        throw SettingsItemProblem(key: "apply", must: "be whenApproved, or not be given")
      }
      made.appliesItself = true
    }
    return ApprovalRule(kinds: Set(kinds), above: above ?? 0, fields: fields ?? [], needs: made)
  }

  /// Reads `approver`, and `approver after 4h`.
  private func duties() throws(SettingsItemProblem) -> ApprovalNeeds {
    var made: ApprovalNeeds = []
    for need in needs ?? [] {
      let words = need.split(separator: " ").map(String.init)
      guard let duty = words.first, Self.isDuty(duty), [1, 3].contains(words.count) else {
        throw Self.wrongNeeds
      }
      guard words.count == 3 else {
        made.before.append(duty)
        continue
      }
      guard words[1] == "after", let span = Times.duration(of: words[2]), span > .zero else {
        throw Self.wrongNeeds
      }
      made.after.append(duty)
      made.within = min(span, made.within ?? span)
    }
    if made.isEmpty { throw Self.wrongNeeds }
    return made
  }

  private static let wrongNeeds = SettingsItemProblem(
    key: "needs",
    must: "be a list of duties: words of letters, as approver or finance, or `approver after 4h`"
  )

  static func identity(of made: ApprovalRule) -> (key: String, text: String) {
    let kinds = made.kinds.map(\.rawValue).sorted()
    return ("for", "\(kinds) \(made.above) \(made.fields) \(made.needs.text)")
  }

  /// Whether a word can be a duty; the log joins duties by commas.
  static func isDuty(_ word: String) -> Bool {
    !word.isEmpty && word.utf8.count <= 40
      && word.unicodeScalars.allSatisfy {
        $0.properties.isAlphabetic || $0 == "-"
      }
  }
}
