/// One undocumented behaviour, as it is named, explained and set by text.
struct QuirkSwitch: Sendable {
  let name: String
  let summary: String
  let readings: [String]
  let reading: @Sendable (Quirks) -> String
  let set: @Sendable (inout Quirks, String) -> Bool
  let makeStrict: @Sendable (inout Quirks) -> Void

  init<Reading: RawRepresentable & CaseIterable & Sendable>(
    _ name: String,
    _ path: any WritableKeyPath<Quirks, Reading> & Sendable,
    strict: Reading,
    _ summary: String
  ) where Reading.RawValue == String {
    self.name = name
    self.summary = summary
    readings = Reading.allCases.map(\.rawValue)
    reading = { $0[keyPath: path].rawValue }
    set = { quirks, text in
      guard let reading = Reading(rawValue: text) else { return false }
      quirks[keyPath: path] = reading
      return true
    }
    makeStrict = { $0[keyPath: path] = strict }
  }

  private init(
    _ name: String,
    _ path: any WritableKeyPath<Quirks, Int> & Sendable,
    strict: Int,
    _ summary: String
  ) {
    self.name = name
    self.summary = summary
    readings = ["0", "1", "2", "…"]
    reading = { String($0[keyPath: path]) }
    set = { quirks, text in
      guard let number = Int(text), number >= 0 else { return false }
      quirks[keyPath: path] = number
      return true
    }
    makeStrict = { $0[keyPath: path] = strict }
  }

  /// Every switch, with its strict reading.
  static let all: [QuirkSwitch] = writing + reading + newer + maycur

  private static let maycur = [
    QuirkSwitch(
      "maycurContactRule",
      \.maycurContactRule,
      strict: .payload,
      "whether email or phone number must be in the record, or in the request"
    ),
    QuirkSwitch(
      "maycurCustomObject",
      \.maycurCustomObject,
      strict: .merged,
      "own fields that a row's customObject leaves out"
    ),
    QuirkSwitch(
      "maycurEnglishName",
      \.maycurEnglishName,
      strict: .replaced,
      "parts of a name that a row's enName leaves out"
    ),
    QuirkSwitch(
      "maycurNull",
      \.maycurNull,
      strict: .clears,
      "null in a row, email and phone number aside"
    ),
    QuirkSwitch(
      "maycurOverLimit",
      \.maycurOverLimit,
      strict: .nack,
      "the shape of a refusal of calls that come too fast"
    ),
    QuirkSwitch(
      "maycurTokenError",
      \.maycurTokenError,
      strict: .nack,
      "the shape of a refusal of an invalid or expired token of Maycur"
    ),
    QuirkSwitch(
      "maycurTokenLife",
      \.maycurTokenLife,
      strict: 300,
      "seconds for which a token of Maycur lives"
    ),
  ]

  private static let writing = [
    QuirkSwitch(
      "unmentionedItems",
      \.unmentionedItems,
      strict: .removed,
      "items of a detail group that an update does not mention"
    ),
    QuirkSwitch(
      "missingOldIndex",
      \.missingOldIndex,
      strict: .clearsSiblings,
      "an update of a non-detail group without old_index"
    ),
    QuirkSwitch(
      "outOfRangeIndex",
      \.outOfRangeIndex,
      strict: .append,
      "an old_index that no item has"
    ),
    QuirkSwitch(
      "repeatedIndex",
      \.repeatedIndex,
      strict: .error,
      "two sections of one update with the same old_index"
    ),
    QuirkSwitch("emptyValue", \.emptyValue, strict: .rejected, "writing \"\" or null"),
    QuirkSwitch(
      "clearedValue",
      \.clearedValue,
      strict: .absent,
      "how a value reads after an update emptied it"
    ),
    QuirkSwitch(
      "blankItem",
      \.blankItem,
      strict: .vanishes,
      "a detail item whose values were all emptied by an update"
    ),
    QuirkSwitch(
      "groupsAtomic",
      \.groupsAtomic,
      strict: .no,
      "whether a refused update leaves the groups before the refused one written"
    ),
    QuirkSwitch(
      "mainDepartment",
      \.mainDepartment,
      strict: .ignored,
      "writing the main department; never applied where the person is not in it"
    ),
    QuirkSwitch(
      "phones",
      \.phones,
      strict: .rewritten,
      "whether a written 138… reads as +86-138…"
    ),
    QuirkSwitch(
      "formBodies",
      \.formBodies,
      strict: .refused,
      "an update whose body is a form"
    ),
  ]

  private static let reading = [
    QuirkSwitch(
      "readLag",
      \.readLag,
      strict: 5,
      "seconds during which reads show what was before an update"
    ),
    QuirkSwitch(
      "unknownUser",
      \.unknownUser,
      strict: .failsCall,
      "a read that asks for a user who is unknown"
    ),
    QuirkSwitch("leavers", \.leavers, strict: .unknown, "reading people who left"),
    QuirkSwitch(
      "usersFailingWholePage",
      \.usersFailingWholePage,
      strict: 1,
      "how many people fail every read that asks for them"
    ),
    QuirkSwitch(
      "overLimit",
      \.overLimit,
      strict: .truncates,
      "a read of more than 100 users or fields"
    ),
    QuirkSwitch(
      "cursorEnd",
      \.cursorEnd,
      strict: .zero,
      "next_cursor after the last page of users"
    ),
    QuirkSwitch(
      "shortPages",
      \.shortPages,
      strict: .often,
      "pages of users that are shorter than asked though more follow"
    ),
    QuirkSwitch(
      "implicitExtras",
      \.implicitExtras,
      strict: .unlisted,
      "whether the catalog lists the fields that come back unasked"
    ),
    QuirkSwitch(
      "catalogCodes",
      \.catalogCodes,
      strict: .chineseIgnored,
      "whether the catalog gives sys00's codes as reads do, or in Chinese, and what reads do then"
    ),
    QuirkSwitch(
      "tokenError",
      \.tokenError,
      strict: .wrapped88,
      "the shape of a refusal of an invalid or expired token"
    ),
    QuirkSwitch("throttle", \.throttle, strict: .wrapped88, "the shape of throttling"),
    QuirkSwitch(
      "successFlag",
      \.successFlag,
      strict: .misleading,
      "what \"success\" says beside errcode"
    ),
    QuirkSwitch(
      "errorCode",
      \.errorCode,
      strict: .failuresOnly,
      "whether a successful response has an errcode"
    ),
  ]
}
