import Access
import OpenID
import Roster

extension Settings {
  /// Refuses settings with which no person could sign in by a provider that is set.
  ///
  /// - Parameter company: The ledger's company; nil if no fetch has recorded it.
  /// - Throws: `SettingsError.badValue`.
  func checkSignIn(company: Verbatim?) throws(SettingsError) {
    guard !signIn.ways.isEmpty else { return }
    guard let url = service.publicURL, OpenIDConfiguration.isSafe(url) else {
      let problem =
        "must be the https address of the service (http on this machine only), to which providers of "
        + "`signIn` send browsers back"
      throw .badValue(source: "`service.publicURL`", problem: problem)
    }
    if signIn.oidc != nil { try check("oidc", "oidc", people.map { ($0.role, $0.oidc) }) }
    guard let app = signIn.dingtalk else { return }
    let texts = people.map { ($0.role, $0.users) }
    if !signIn.letsSubjectsIn || texts.contains(where: { !$0.1.isEmpty }) {
      try check("dingtalk", "users", texts)
    }
    let source = "`signIn.dingtalk.corpId`"
    switch (company, app.corpID) {
    case (nil, nil):
      let problem = "must be set until a first fetch has recorded of which company the ledger is"
      throw .badValue(source: source, problem: problem)
    case (let company?, let set?) where company != Verbatim(set):
      throw .badValue(source: source, problem: "is another company than the ledger's, \(company)")
    default: break
    }
  }

  /// Whether a provider knows a person who may sign in, and no two by the same text.
  private func check(
    _ way: String,
    _ key: String,
    _ people: [(role: Role?, texts: [String])]
  ) throws(SettingsError) {
    guard people.contains(where: { $0.role != nil && !$0.texts.isEmpty }) else {
      let problem = "must have a person with `role` and `\(key)`, for `signIn.\(way)`"
      throw .badValue(source: "`people`", problem: problem)
    }
    var seen: Set<Verbatim> = []
    for text in people.flatMap(\.texts) where !seen.insert(Verbatim(text)).inserted {
      throw .badValue(source: "`people`", problem: "has `\(text)` twice under `\(key)`")
    }
  }

  /// The page of DingTalk on which people sign in; a server that is not DingTalk's own has one, too.
  var dingTalkSignInURL: String {
    url == Self.defaultURL ? "https://login.dingtalk.com/oauth2/auth" : url + "/oauth2/auth"
  }
}
