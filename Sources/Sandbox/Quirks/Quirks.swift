/// The sandbox's behaviour where the documentation is silent, or contradicts itself.
///
/// Each is a switch with a name, and has a lenient and a strict reading of behaviour that the
/// vendor does not document.
package struct Quirks: Hashable, Sendable {
  /// What becomes of the items of a detail group that an update does not mention.
  package enum UnmentionedItems: String, CaseIterable, Sendable { case kept, removed }
  /// What an update of a group that is no detail group does without `old_index`.
  package enum MissingOldIndex: String, CaseIterable, Sendable { case merges, clearsSiblings }
  /// What an `old_index` beyond the items does.
  package enum OutOfRangeIndex: String, CaseIterable, Sendable { case error, append, ignore }
  /// What two sections of one `old_index` do.
  package enum RepeatedIndex: String, CaseIterable, Sendable { case inOrder, error }
  /// What writing `""` or `null` does.
  package enum EmptyValue: String, CaseIterable, Sendable { case clears, rejected }
  /// What a cleared value reads as.
  package enum ClearedValue: String, CaseIterable, Sendable { case emptyText, missing, absent }
  /// Whether an item whose values are all cleared stays.
  package enum BlankItem: String, CaseIterable, Sendable { case stays, vanishes }
  /// What an unknown user key does to a read.
  package enum UnknownUser: String, CaseIterable, Sendable { case omitted, failsCall }
  /// Whether people who left can still be read.
  package enum Leavers: String, CaseIterable, Sendable { case listed, unknown }
  /// Whether an update is taken as a whole or group by group.
  package enum GroupsAtomic: String, CaseIterable, Sendable { case yes, no }
  /// The response to an invalid or expired token.
  package enum TokenError: String, CaseIterable, Sendable {
    case direct, timedOut, wrapped88, subcode
  }
  /// The response to throttled calls.
  package enum Throttle: String, CaseIterable, Sendable { case direct, wrapped88 }
  /// What writing the main department does.
  package enum MainDepartment: String, CaseIterable, Sendable { case applied, ignored }
  /// How a written telephone number reads.
  package enum Phones: String, CaseIterable, Sendable { case asWritten, rewritten }
  /// What more than 100 users or fields in one read do.
  package enum OverLimit: String, CaseIterable, Sendable { case error, truncates }
  /// How the list of users ends.
  package enum CursorEnd: String, CaseIterable, Sendable { case absent, zero }
  /// How often a page of users is shorter than asked though more follow.
  package enum ShortPages: String, CaseIterable, Sendable { case never, some, often }
  /// The flag `success` of a successful response.
  package enum SuccessFlag: String, CaseIterable, Sendable { case truthful, misleading }
  /// Whether a successful response has an `errcode`.
  package enum ErrorCode: String, CaseIterable, Sendable { case always, failuresOnly }
  /// Whether updates may come as forms.
  package enum FormBodies: String, CaseIterable, Sendable { case accepted, refused }
  /// Whether the catalog lists the fields that come back unasked beside others.
  package enum ImplicitExtras: String, CaseIterable, Sendable { case cataloged, unlisted }
  /// Which codes the catalog gives: those by which fields are read, or those by which they are
  /// written, in `sys00` Chinese words; and what a read that asks for such a word does with it.
  package enum CatalogCodes: String, CaseIterable, Sendable {
    case equal, chineseIgnored, chineseMapped, chineseRefused
  }

  /// What Maycur's "email or phone number" is demanded of.
  package enum MaycurContactRule: String, CaseIterable, Sendable { case result, payload }
  /// What becomes of own fields that a row's `customObject` does not have.
  package enum MaycurCustomObject: String, CaseIterable, Sendable { case replaced, merged }
  /// What becomes of parts of a name that a row's `enName` does not have.
  package enum MaycurEnglishName: String, CaseIterable, Sendable { case merged, replaced }
  /// What `null` does to fields for which Maycur does not document it.
  package enum MaycurNull: String, CaseIterable, Sendable { case keeps, clears, rejected }
  /// Maycur's response to calls that are too frequent.
  package enum MaycurOverLimit: String, CaseIterable, Sendable { case http429, nack }
  /// Maycur's response to an invalid or expired token.
  package enum MaycurTokenError: String, CaseIterable, Sendable { case http401, nack }

  /// Items that an update does not mention.
  package var unmentionedItems = UnmentionedItems.kept
  /// An update without `old_index`.
  package var missingOldIndex = MissingOldIndex.merges
  /// An `old_index` beyond the items.
  package var outOfRangeIndex = OutOfRangeIndex.error
  /// Two sections of one `old_index`.
  package var repeatedIndex = RepeatedIndex.inOrder
  /// Writing `""` or `null`.
  package var emptyValue = EmptyValue.clears
  /// How a cleared value reads.
  package var clearedValue = ClearedValue.emptyText
  /// An item that was blanked.
  package var blankItem = BlankItem.stays
  /// Reading a user who is unknown.
  package var unknownUser = UnknownUser.omitted
  /// Reading people who left.
  package var leavers = Leavers.listed
  /// Whether groups are written all or none.
  package var groupsAtomic = GroupsAtomic.yes
  /// For how many seconds reads show what was before an update.
  package var readLag = 0
  /// The shape of token errors.
  package var tokenError = TokenError.direct
  /// The shape of throttling.
  package var throttle = Throttle.direct
  /// Writing the main department.
  package var mainDepartment = MainDepartment.applied
  /// How written telephone numbers read.
  package var phones = Phones.asWritten
  /// Reads of more than 100 users or fields.
  package var overLimit = OverLimit.error
  /// The end of the list of users.
  package var cursorEnd = CursorEnd.absent
  /// Short pages of the list of users.
  package var shortPages = ShortPages.some
  /// The flag `success`.
  package var successFlag = SuccessFlag.truthful
  /// The presence of `errcode`.
  package var errorCode = ErrorCode.always
  /// Updates as forms.
  package var formBodies = FormBodies.accepted
  /// Fields that come back unasked.
  package var implicitExtras = ImplicitExtras.cataloged
  /// The codes of the catalog.
  package var catalogCodes = CatalogCodes.equal
  /// How many of the people fail every read that asks for them.
  package var usersFailingWholePage = 0
  /// The newer family of calls.
  package var newer = NewerQuirks()
  /// Maycur's rule that email or phone number must be there.
  package var maycurContactRule = MaycurContactRule.result
  /// Own fields that a row leaves out.
  package var maycurCustomObject = MaycurCustomObject.replaced
  /// Parts of a name that a row leaves out.
  package var maycurEnglishName = MaycurEnglishName.merged
  /// `null` in a row.
  package var maycurNull = MaycurNull.keeps
  /// Calls of Maycur that come too fast.
  package var maycurOverLimit = MaycurOverLimit.http429
  /// The shape of Maycur's token errors.
  package var maycurTokenError = MaycurTokenError.http401
  /// For how many seconds a token of Maycur lives.
  package var maycurTokenLife = 1800

  private init() {}

  /// Everything as a caller would hope.
  package static let lenient = Quirks()

  /// Everything in its worst reading.
  package static let strict: Quirks = {
    var quirks = Quirks()
    for quirk in QuirkSwitch.all { quirk.makeStrict(&quirks) }
    return quirks
  }()

  /// The names of all switches, in order.
  package static var names: [String] { QuirkSwitch.all.map(\.name) }

  /// One line per switch: its name, its readings, and what it decides.
  package static var help: [(name: String, readings: [String], summary: String)] {
    QuirkSwitch.all.map { ($0.name, $0.readings, $0.summary) }
  }

  /// Every switch with its reading, in order.
  package var settings: [(name: String, reading: String)] {
    QuirkSwitch.all.map { ($0.name, $0.reading(self)) }
  }

  /// Finds the preset of a name: `lenient` or `strict`.
  ///
  /// - Parameter preset: The name.
  /// - Throws: If there is no such preset.
  package init(preset: String) throws(SandboxError) {
    switch preset {
    case "lenient": self = .lenient
    case "strict": self = .strict
    default:
      throw .unknownReading(quirk: "quirks", reading: preset, allowed: ["lenient", "strict"])
    }
  }

  /// Sets one switch.
  ///
  /// - Parameter text: `name=value`, such as `readLag=5`.
  /// - Throws: If there is no such switch, or no such reading of it.
  package mutating func set(_ text: String) throws(SandboxError) {
    let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    guard let quirk = QuirkSwitch.all.first(where: { $0.name == parts[0] }) else {
      throw .unknownQuirk(String(parts[0]))
    }
    let reading = parts.count == 2 ? String(parts[1]) : ""
    guard quirk.set(&self, reading) else {
      throw .unknownReading(quirk: quirk.name, reading: reading, allowed: quirk.readings)
    }
  }
}
