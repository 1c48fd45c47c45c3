/// The undocumented behaviour of DingTalk's newer family of calls, and of the records of leavers.
package struct NewerQuirks: Hashable, Sendable {
  /// Whether the newer read can be called.
  package enum Read: String, CaseIterable, Sendable { case served, noPermission, notFound }
  /// What an unknown user key does to the newer read.
  package enum UnknownUser: String, CaseIterable, Sendable { case omitted, failsCall }
  /// Whether one token serves both families.
  package enum Tokens: String, CaseIterable, Sendable { case shared, separate }
  /// What a select field's `value` is in a newer read without `text2SelectConvert`: the option's
  /// key, as in the older read, or its label once more.
  package enum Selects: String, CaseIterable, Sendable { case keys, labels }
  /// What the last page of the people who left has as its next token.
  package enum LastPage: String, CaseIterable, Sendable { case noToken, sameToken }

  /// The newer read.
  package var read = Read.served
  /// Reading a user who is unknown.
  package var unknownUser = UnknownUser.omitted
  /// The tokens of the two families.
  package var tokens = Tokens.shared
  /// The values of select fields.
  package var selects = Selects.keys
  /// `nextToken` after the last page.
  package var lastPage = LastPage.noToken

  init() {}
}

extension QuirkSwitch {
  static let newer = [
    QuirkSwitch(
      "newerRead",
      \.newer.read,
      strict: .noPermission,
      "whether the app may use the newer read"
    ),
    QuirkSwitch(
      "newerUnknownUser",
      \.newer.unknownUser,
      strict: .failsCall,
      "a newer read that asks for a user who is unknown"
    ),
    QuirkSwitch(
      "tokens",
      \.newer.tokens,
      strict: .separate,
      "whether one token serves the older and the newer calls"
    ),
    QuirkSwitch(
      "newerSelects",
      \.newer.selects,
      strict: .labels,
      "a select field in a newer read that does not say text2SelectConvert"
    ),
    QuirkSwitch(
      "leaversLastPage",
      \.newer.lastPage,
      strict: .sameToken,
      "nextToken after the last page of the people who left"
    ),
  ]
}
