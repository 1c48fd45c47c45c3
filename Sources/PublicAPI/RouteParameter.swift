/// A parameter of a route: in its path, its query or its body.
struct RouteParameter: Sendable {
  /// What a value is, and how it becomes words of a command line.
  enum Kind: Sendable {
    case text
    /// `true` is the option alone, `false` nothing.
    case flag
    /// A whole number that is at least this, and no larger than the other.
    case integer(Int, most: Int = RouteParameter.mostInteger)
    case choice([String])
    /// A length of time: `30s`, `5m`.
    case span
    /// A place in the log or a time, as an end or as a beginning. A list is read on at the entry
    /// that it means, so the next part names that.
    case moment(isBeginning: Bool)
    /// Texts without commas, which the command takes joined by commas.
    case texts
    /// A file: `{"name", "text"}` or `{"name", "base64"}`.
    case file
  }

  /// The name in the query; in a body it is written in camel case.
  let name: String
  let kind: Kind
  let summary: String
  /// The option of the command; nil for an argument.
  var option: String?
  var isRequired = false
  /// Whether it may be given several times.
  var isRepeated = false
  /// Whether each of several texts is an option of its own.
  var isEach = false
  /// Whether it is only recorded, and is no word of the command.
  var isOnlyRecorded = false

  /// An option of the same name.
  init(_ name: String, _ kind: Kind = .text, _ summary: String) {
    self.name = name
    self.kind = kind
    self.summary = summary
    option = name
  }

  /// The largest whole number.
  static let mostInteger = 1_000_000_000

  /// The longest name of a file, in scalars.
  static let longestFileName = 60

  /// Whether a text is a length of time.
  static func isSpan(_ text: String) -> Bool {
    let digits = text.utf8.prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    let unit = text.utf8.dropFirst(digits.count)
    return 1...9 ~= digits.count
      && ["ms", "s", "m", "h", "d"].contains { $0.utf8.elementsEqual(unit) }
  }

  /// Whether a text is the name of a file, which is no path and is not hidden.
  static func isFileName(_ text: String) -> Bool {
    1...longestFileName ~= text.unicodeScalars.count && text.utf8.first != UInt8(ascii: ".")
      && !text.utf8.contains { $0 < 0x20 || $0 == 0x7F || $0 == UInt8(ascii: "/") }
  }

  /// The name in a JSON body.
  var member: String {
    let words = name.split(separator: "-")
    return words.dropFirst().reduce(String(words[0])) {
      $0 + $1.prefix(1).uppercased() + $1.dropFirst()
    }
  }

  /// The same parameter as an argument of the command, without an option.
  var argument: RouteParameter {
    var copy = self
    copy.option = nil
    return copy
  }

  var required: RouteParameter {
    var copy = self
    copy.isRequired = true
    return copy
  }

  var repeated: RouteParameter {
    var copy = self
    copy.isRepeated = true
    return copy
  }

  /// The same parameter, each text of which is an option of its own.
  var each: RouteParameter {
    var copy = self
    copy.isEach = true
    return copy
  }

  /// The same parameter, which is recorded and is no word of the command.
  var onlyRecorded: RouteParameter {
    var copy = self
    copy.isOnlyRecorded = true
    return copy
  }

  /// The same parameter for an option of another name.
  func `for`(_ option: String) -> RouteParameter {
    var copy = self
    copy.option = option
    return copy
  }
}

extension RouteParameter {
  /// For what whole values are wanted.
  static let purpose = RouteParameter(
    "purpose",
    .text,
    "For what the values are wanted whole: at least two letters, at most 1,000 bytes. It is recorded."
  ).onlyRecorded
  static let system = RouteParameter(
    "system",
    .choice(["dingtalk", "maycur"]),
    "The system whose roster it is."
  )
  static let asOf = RouteParameter(
    "as-of",
    .moment(isBeginning: false),
    "What the log knew then: a time, a day (its end), -2h, entry:1042, before:batch:12 or after:batch:12."
  )
  static let since = RouteParameter(
    "since",
    .moment(isBeginning: true),
    "Only what was recorded after this, or since the beginning of a day."
  )
  static let user = RouteParameter(
    "user",
    .text,
    "Only this person: a userid, a job number or a name."
  )
  static let users = user.repeated
  static let fields = RouteParameter("field", .text, "Only this field: a code or a name.").repeated
  static let values = RouteParameter(
    "values",
    .choice(["observed", "expected"]),
    "observed: fetched or imported values. expected: also accepted writes that came after them."
  )
  static let includeLeft = RouteParameter("include-left", .flag, "Also people who have left.")
  static let byItem = RouteParameter("by-item", .flag, "Follow the items of detail groups.")
  static let hindsight = RouteParameter(
    "hindsight",
    .flag,
    "What was true at as-of, with all that was learnt since."
  )
  static let batch = RouteParameter("batch", .integer(1), "The batch's number.").argument.required
  static let reason = RouteParameter("reason", .text, "Why; it is recorded with the operation.")
  static let ticket = RouteParameter(
    "ticket",
    .text,
    "The ticket under which it is done; recorded."
  )
  static let claimedActor = RouteParameter(
    "as",
    .text,
    "Who you say you are; recorded beside who you are."
  )
  /// Who writes, and why.
  static let author = [reason, ticket, claimedActor]
  static let writer = [reason.required, ticket, claimedActor]
  static let wait = RouteParameter(
    "wait",
    .span,
    "How long to wait for an operation that excludes this one (30s, 5m)."
  )
  static let limits = [
    RouteParameter("max-users", .integer(0), "At most so many people."),
    RouteParameter("max-emptied", .integer(0), "At most so many percent of a field emptied."),
    RouteParameter("max-rejected", .integer(0), "At most so many percent of the rows rejected."),
    RouteParameter("allow-unobserved", .flag, "Write cells, too, whose current value is unknown."),
    RouteParameter("skip-bad", .flag, "Leave out rows that are refused."),
  ]
  static let proposal = RouteParameter("proposal", .integer(1), "The proposal's number.").argument
    .required
  static let sending =
    writer + limits + [
      RouteParameter("propose", .flag, "Send nothing: propose it, for another person to approve."),
      RouteParameter("canary", .integer(0), "Send so many rows first, and read them again."),
      RouteParameter(
        "expect",
        .text,
        "The digest of the plan that was shown; another plan is stale."
      ),
      RouteParameter("read-after", .span, "How long after a call what it wrote can be read."), wait,
    ]
  static let selected = [
    RouteParameter("users", .texts, "Only these people: userids, job numbers or names."),
    RouteParameter("fields", .texts, "Only these fields, by code or name."),
  ]
}
