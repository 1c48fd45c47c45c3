/// Every quirk, in the order in which help lists them: the one place to add one.
///
/// Each has a lenient and a strict reading of behaviour that the vendor does not document.
package struct QuirkTable: Sendable {
  // MARK: What updates do.

  /// What becomes of the items of a detail group that an update does not mention.
  package enum UnmentionedItems: String, CaseIterable, QuirkReading { case kept, removed }
  package let unmentionedItems = Quirk(
    "unmentionedItems",
    UnmentionedItems.kept,
    strict: .removed,
    "items of a detail group that an update does not mention"
  )

  /// What an update of a group that is no detail group does without `old_index`.
  package enum MissingOldIndex: String, CaseIterable, QuirkReading { case merges, clearsSiblings }
  package let missingOldIndex = Quirk(
    "missingOldIndex",
    MissingOldIndex.merges,
    strict: .clearsSiblings,
    "an update of a non-detail group without old_index"
  )

  /// What an `old_index` beyond the items does.
  package enum OutOfRangeIndex: String, CaseIterable, QuirkReading { case error, append, ignore }
  package let outOfRangeIndex = Quirk(
    "outOfRangeIndex",
    OutOfRangeIndex.error,
    strict: .append,
    "an old_index that no item has"
  )

  /// What two sections of one `old_index` do.
  package enum RepeatedIndex: String, CaseIterable, QuirkReading { case inOrder, error }
  package let repeatedIndex = Quirk(
    "repeatedIndex",
    RepeatedIndex.inOrder,
    strict: .error,
    "two sections of one update with the same old_index"
  )

  /// What writing `""` or `null` does.
  package enum EmptyValue: String, CaseIterable, QuirkReading { case clears, rejected }
  package let emptyValue = Quirk(
    "emptyValue",
    EmptyValue.clears,
    strict: .rejected,
    "writing \"\" or null"
  )

  /// What a cleared value reads as.
  package enum ClearedValue: String, CaseIterable, QuirkReading { case emptyText, missing, absent }
  package let clearedValue = Quirk(
    "clearedValue",
    ClearedValue.emptyText,
    strict: .absent,
    "how a value reads after an update emptied it"
  )

  /// Whether an item whose values are all cleared stays.
  package enum BlankItem: String, CaseIterable, QuirkReading { case stays, vanishes }
  package let blankItem = Quirk(
    "blankItem",
    BlankItem.stays,
    strict: .vanishes,
    "a detail item whose values were all emptied by an update"
  )

  /// Whether an update is taken as a whole or group by group.
  package enum GroupsAtomic: String, CaseIterable, QuirkReading { case yes, no }
  package let groupsAtomic = Quirk(
    "groupsAtomic",
    GroupsAtomic.yes,
    strict: .no,
    "whether a refused update leaves the groups before the refused one written"
  )

  /// What writing the main department does.
  package enum MainDepartment: String, CaseIterable, QuirkReading { case applied, ignored }
  package let mainDepartment = Quirk(
    "mainDepartment",
    MainDepartment.applied,
    strict: .ignored,
    "writing the main department; never applied where the person is not in it"
  )

  /// How a written telephone number reads.
  package enum Phones: String, CaseIterable, QuirkReading { case asWritten, rewritten }
  package let phones = Quirk(
    "phones",
    Phones.asWritten,
    strict: .rewritten,
    "whether a written 138… reads as +86-138…"
  )

  /// Whether updates may come as forms.
  package enum FormBodies: String, CaseIterable, QuirkReading { case accepted, refused }
  package let formBodies = Quirk(
    "formBodies",
    FormBodies.accepted,
    strict: .refused,
    "an update whose body is a form"
  )

  // MARK: What reads do.

  /// For how many seconds reads show what was before an update.
  package let readLag = Quirk(
    "readLag",
    0,
    strict: 5,
    "seconds during which reads show what was before an update"
  )

  /// What an unknown user key does to a read.
  package enum UnknownUser: String, CaseIterable, QuirkReading { case omitted, failsCall }
  package let unknownUser = Quirk(
    "unknownUser",
    UnknownUser.omitted,
    strict: .failsCall,
    "a read that asks for a user who is unknown"
  )

  /// Whether people who left can still be read.
  package enum Leavers: String, CaseIterable, QuirkReading { case listed, unknown }
  package let leavers = Quirk(
    "leavers",
    Leavers.listed,
    strict: .unknown,
    "reading people who left"
  )

  /// How many of the people fail every read that asks for them.
  package let usersFailingWholePage = Quirk(
    "usersFailingWholePage",
    0,
    strict: 1,
    "how many people fail every read that asks for them"
  )

  /// What more than 100 users or fields in one read do.
  package enum OverLimit: String, CaseIterable, QuirkReading { case error, truncates }
  package let overLimit = Quirk(
    "overLimit",
    OverLimit.error,
    strict: .truncates,
    "a read of more than 100 users or fields"
  )

  /// How the list of users ends.
  package enum CursorEnd: String, CaseIterable, QuirkReading { case absent, zero }
  package let cursorEnd = Quirk(
    "cursorEnd",
    CursorEnd.absent,
    strict: .zero,
    "next_cursor after the last page of users"
  )

  /// How often a page of users is shorter than asked though more follow.
  package enum ShortPages: String, CaseIterable, QuirkReading { case never, some, often }
  package let shortPages = Quirk(
    "shortPages",
    ShortPages.some,
    strict: .often,
    "pages of users that are shorter than asked though more follow"
  )

  /// Whether the catalog lists the fields that come back unasked beside others.
  package enum ImplicitExtras: String, CaseIterable, QuirkReading { case cataloged, unlisted }
  package let implicitExtras = Quirk(
    "implicitExtras",
    ImplicitExtras.cataloged,
    strict: .unlisted,
    "whether the catalog lists the fields that come back unasked"
  )

  /// Which codes the catalog gives: those by which fields are read, or those by which they are
  /// written, in `sys00` Chinese words; and what a read that asks for such a word does with it.
  package enum CatalogCodes: String, CaseIterable, QuirkReading {
    case equal, chineseIgnored, chineseMapped, chineseRefused
  }
  package let catalogCodes = Quirk(
    "catalogCodes",
    CatalogCodes.equal,
    strict: .chineseIgnored,
    "whether the catalog gives sys00's codes as reads do, or in Chinese, and what reads do then"
  )

  /// The response to an invalid or expired token.
  package enum TokenError: String, CaseIterable, QuirkReading {
    case direct, timedOut, wrapped88, subcode
  }
  package let tokenError = Quirk(
    "tokenError",
    TokenError.direct,
    strict: .wrapped88,
    "the shape of a refusal of an invalid or expired token"
  )

  /// The response to throttled calls.
  package enum Throttle: String, CaseIterable, QuirkReading { case direct, wrapped88 }
  package let throttle = Quirk(
    "throttle",
    Throttle.direct,
    strict: .wrapped88,
    "the shape of throttling"
  )

  /// The flag `success` of a successful response.
  package enum SuccessFlag: String, CaseIterable, QuirkReading { case truthful, misleading }
  package let successFlag = Quirk(
    "successFlag",
    SuccessFlag.truthful,
    strict: .misleading,
    "what \"success\" says beside errcode"
  )

  /// Whether a successful response has an `errcode`.
  package enum ErrorCode: String, CaseIterable, QuirkReading { case always, failuresOnly }
  package let errorCode = Quirk(
    "errorCode",
    ErrorCode.always,
    strict: .failuresOnly,
    "whether a successful response has an errcode"
  )

  // MARK: The newer family of DingTalk's calls, and what people left with.

  /// Whether the newer read can be called.
  package enum NewerRead: String, CaseIterable, QuirkReading { case served, noPermission, notFound }
  package let newerRead = Quirk(
    "newerRead",
    NewerRead.served,
    strict: .noPermission,
    "whether the app may use the newer read"
  )

  /// What an unknown user key does to the newer read.
  package enum NewerUnknownUser: String, CaseIterable, QuirkReading { case omitted, failsCall }
  package let newerUnknownUser = Quirk(
    "newerUnknownUser",
    NewerUnknownUser.omitted,
    strict: .failsCall,
    "a newer read that asks for a user who is unknown"
  )

  /// Whether one token serves both families.
  package enum Tokens: String, CaseIterable, QuirkReading { case shared, separate }
  package let tokens = Quirk(
    "tokens",
    Tokens.shared,
    strict: .separate,
    "whether one token serves the older and the newer calls"
  )

  /// What a select field's `value` is in a newer read without `text2SelectConvert`: the option's
  /// key, as in the older read, or its label once more.
  package enum NewerSelects: String, CaseIterable, QuirkReading { case keys, labels }
  package let newerSelects = Quirk(
    "newerSelects",
    NewerSelects.keys,
    strict: .labels,
    "a select field in a newer read that does not say text2SelectConvert"
  )

  /// What the last page of the people who left has as its next token.
  package enum LeaversLastPage: String, CaseIterable, QuirkReading { case noToken, sameToken }
  package let leaversLastPage = Quirk(
    "leaversLastPage",
    LeaversLastPage.noToken,
    strict: .sameToken,
    "nextToken after the last page of the people who left"
  )

  package let signInCode = Quirk(
    "signInCode",
    SignInCode.authCode,
    strict: .code,
    "the parameter with which DingTalk sends a browser back that has signed in"
  )

  // MARK: Maycur.

  /// What Maycur's "email or phone number" is demanded of.
  package enum MaycurContactRule: String, CaseIterable, QuirkReading { case result, payload }
  package let maycurContactRule = Quirk(
    "maycurContactRule",
    MaycurContactRule.result,
    strict: .payload,
    "whether email or phone number must be in the record, or in the request"
  )

  /// What becomes of own fields that a row's `customObject` does not have.
  package enum MaycurCustomObject: String, CaseIterable, QuirkReading { case replaced, merged }
  package let maycurCustomObject = Quirk(
    "maycurCustomObject",
    MaycurCustomObject.replaced,
    strict: .merged,
    "own fields that a row's customObject leaves out"
  )

  /// What becomes of parts of a name that a row's `enName` does not have.
  package enum MaycurEnglishName: String, CaseIterable, QuirkReading { case merged, replaced }
  package let maycurEnglishName = Quirk(
    "maycurEnglishName",
    MaycurEnglishName.merged,
    strict: .replaced,
    "parts of a name that a row's enName leaves out"
  )

  /// What `null` does to fields for which Maycur does not document it.
  package enum MaycurNull: String, CaseIterable, QuirkReading { case keeps, clears, rejected }
  package let maycurNull = Quirk(
    "maycurNull",
    MaycurNull.keeps,
    strict: .clears,
    "null in a row, email and phone number aside"
  )

  /// Maycur's response to calls that are too frequent.
  package enum MaycurOverLimit: String, CaseIterable, QuirkReading { case http429, nack }
  package let maycurOverLimit = Quirk(
    "maycurOverLimit",
    MaycurOverLimit.http429,
    strict: .nack,
    "the shape of a refusal of calls that come too fast"
  )

  /// Maycur's response to an invalid or expired token.
  package enum MaycurTokenError: String, CaseIterable, QuirkReading { case http401, nack }
  package let maycurTokenError = Quirk(
    "maycurTokenError",
    MaycurTokenError.http401,
    strict: .nack,
    "the shape of a refusal of an invalid or expired token of Maycur"
  )

  /// For how many seconds a token of Maycur lives.
  package let maycurTokenLife = Quirk(
    "maycurTokenLife",
    1800,
    strict: 300,
    "seconds for which a token of Maycur lives"
  )

  // MARK: What the Stream does.

  package let streamEcho = Quirk("streamEcho", StreamEcho.no, strict: .yes, "own updates as events")

  package let streamOrder = Quirk(
    "streamOrder",
    StreamOrder.kept,
    strict: .reversed,
    "the order of events that are sent together"
  )

  package let streamAway = Quirk(
    "streamAway",
    StreamAway.kept,
    strict: .lost,
    "events of a time without a connection"
  )

  package let streamPing = Quirk(
    "streamPing",
    StreamPing.frame,
    strict: .none,
    "how the gateway pings: a SYSTEM frame, a control frame of WebSocket, or not at all"
  )

  /// For how many seconds the gateway waits for an acknowledgement, or after a `LATER`.
  package let streamResend = Quirk(
    "streamResend",
    5,
    strict: 60,
    "seconds until an event that is not acknowledged is sent again"
  )

  package let streamCopies = Quirk("streamCopies", 0, strict: 1, "further copies of each event")

  package let streamLost = Quirk("streamLost", 0, strict: 7, "of how many events one is lost")

  static let standard = QuirkTable()

  /// Every quirk, in order.
  package static let all: [any NamedQuirk] = Mirror(reflecting: standard).children.compactMap {
    $0.value as? any NamedQuirk
  }
}
