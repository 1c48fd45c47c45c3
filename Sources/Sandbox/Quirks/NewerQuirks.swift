/// How the newer family of DingTalk's calls, and what people left with, behave where nothing is
/// documented.
public struct NewerQuirks: Hashable, Sendable {
  /// Whether the newer read can be called.
  public enum Read: String, CaseIterable, Sendable { case served, noPermission, notFound }
  /// What a user key that nobody has does to the newer read.
  public enum UnknownUser: String, CaseIterable, Sendable { case omitted, failsCall }
  /// Whether one token serves both families.
  public enum Tokens: String, CaseIterable, Sendable { case shared, separate }
  /// What a select field's `value` is in a newer read that does not say `text2SelectConvert`: the
  /// option's key, as in the older read, or its label once more.
  public enum Selects: String, CaseIterable, Sendable { case keys, labels }
  /// What the last page of the people who left says of a next one.
  public enum LastPage: String, CaseIterable, Sendable { case noToken, sameToken }

  /// The newer read.
  public var read = Read.served
  /// Reading a user who is unknown.
  public var unknownUser = UnknownUser.omitted
  /// The tokens of the two families.
  public var tokens = Tokens.shared
  /// The values of select fields.
  public var selects = Selects.keys
  /// `nextToken` after the last page.
  public var lastPage = LastPage.noToken

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
