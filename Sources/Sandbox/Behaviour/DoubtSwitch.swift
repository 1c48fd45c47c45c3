/// One doubtful behaviour, as it is named, explained and set by text.
struct DoubtSwitch: Sendable {
  let name: String
  let summary: String
  let readings: [String]
  let reading: @Sendable (Doubts) -> String
  let set: @Sendable (inout Doubts, String) -> Bool
  let makeUnkind: @Sendable (inout Doubts) -> Void

  init<Reading: RawRepresentable & CaseIterable & Sendable>(
    _ name: String,
    _ path: any WritableKeyPath<Doubts, Reading> & Sendable,
    unkind: Reading,
    _ summary: String
  ) where Reading.RawValue == String {
    self.name = name
    self.summary = summary
    readings = Reading.allCases.map(\.rawValue)
    reading = { $0[keyPath: path].rawValue }
    set = { doubts, text in
      guard let reading = Reading(rawValue: text) else { return false }
      doubts[keyPath: path] = reading
      return true
    }
    makeUnkind = { $0[keyPath: path] = unkind }
  }

  private init(
    _ name: String,
    _ path: any WritableKeyPath<Doubts, Int> & Sendable,
    unkind: Int,
    _ summary: String
  ) {
    self.name = name
    self.summary = summary
    readings = ["0", "1", "2", "…"]
    reading = { String($0[keyPath: path]) }
    set = { doubts, text in
      guard let number = Int(text), number >= 0 else { return false }
      doubts[keyPath: path] = number
      return true
    }
    makeUnkind = { $0[keyPath: path] = unkind }
  }

  /// Every switch, with its unkind reading.
  static let all: [DoubtSwitch] = writing + reading + newer + maycur

  private static let maycur = [
    DoubtSwitch(
      "maycurContactRule",
      \.maycurContactRule,
      unkind: .payload,
      "whether email or phone number must be in the record, or in the request"
    ),
    DoubtSwitch(
      "maycurCustomObject",
      \.maycurCustomObject,
      unkind: .merged,
      "own fields that a row's customObject leaves out"
    ),
    DoubtSwitch(
      "maycurEnglishName",
      \.maycurEnglishName,
      unkind: .replaced,
      "parts of a name that a row's enName leaves out"
    ),
    DoubtSwitch(
      "maycurNull",
      \.maycurNull,
      unkind: .clears,
      "null in a row, email and phone number aside"
    ),
    DoubtSwitch(
      "maycurOverLimit",
      \.maycurOverLimit,
      unkind: .nack,
      "the shape of a refusal of calls that come too fast"
    ),
    DoubtSwitch(
      "maycurTokenError",
      \.maycurTokenError,
      unkind: .nack,
      "the shape of a refusal of an invalid or expired token of Maycur"
    ),
    DoubtSwitch(
      "maycurTokenLife",
      \.maycurTokenLife,
      unkind: 300,
      "seconds for which a token of Maycur lives"
    ),
  ]

  private static let writing = [
    DoubtSwitch(
      "unmentionedItems",
      \.unmentionedItems,
      unkind: .removed,
      "items of a detail group that an update does not mention"
    ),
    DoubtSwitch(
      "missingOldIndex",
      \.missingOldIndex,
      unkind: .clearsSiblings,
      "an update of a non-detail group without old_index"
    ),
    DoubtSwitch(
      "outOfRangeIndex",
      \.outOfRangeIndex,
      unkind: .append,
      "an old_index that no item has"
    ),
    DoubtSwitch(
      "repeatedIndex",
      \.repeatedIndex,
      unkind: .error,
      "two sections of one update with the same old_index"
    ),
    DoubtSwitch("emptyValue", \.emptyValue, unkind: .rejected, "writing \"\" or null"),
    DoubtSwitch(
      "clearedValue",
      \.clearedValue,
      unkind: .absent,
      "how a value reads after an update emptied it"
    ),
    DoubtSwitch(
      "blankItem",
      \.blankItem,
      unkind: .vanishes,
      "a detail item whose values were all emptied by an update"
    ),
    DoubtSwitch(
      "groupsAtomic",
      \.groupsAtomic,
      unkind: .no,
      "whether a refused update leaves the groups before the refused one written"
    ),
    DoubtSwitch(
      "mainDepartment",
      \.mainDepartment,
      unkind: .ignored,
      "writing the main department; never applied where the person is not in it"
    ),
    DoubtSwitch(
      "phones",
      \.phones,
      unkind: .rewritten,
      "whether a written 138… reads as +86-138…"
    ),
    DoubtSwitch(
      "formBodies",
      \.formBodies,
      unkind: .refused,
      "an update whose body is a form"
    ),
  ]

  private static let reading = [
    DoubtSwitch(
      "readLag",
      \.readLag,
      unkind: 5,
      "seconds during which reads show what was before an update"
    ),
    DoubtSwitch(
      "unknownUser",
      \.unknownUser,
      unkind: .failsCall,
      "a read that asks for a user whom nobody knows"
    ),
    DoubtSwitch("leavers", \.leavers, unkind: .unknown, "reading people who left"),
    DoubtSwitch(
      "usersFailingWholePage",
      \.usersFailingWholePage,
      unkind: 1,
      "how many people fail every read that asks for them"
    ),
    DoubtSwitch(
      "overLimit",
      \.overLimit,
      unkind: .truncates,
      "a read of more than 100 users or fields"
    ),
    DoubtSwitch(
      "cursorEnd",
      \.cursorEnd,
      unkind: .zero,
      "next_cursor after the last page of users"
    ),
    DoubtSwitch(
      "shortPages",
      \.shortPages,
      unkind: .often,
      "pages of users that are shorter than asked though more follow"
    ),
    DoubtSwitch(
      "implicitExtras",
      \.implicitExtras,
      unkind: .unlisted,
      "whether the catalogue lists the fields that come back unasked"
    ),
    DoubtSwitch(
      "catalogueCodes",
      \.catalogueCodes,
      unkind: .chineseIgnored,
      "whether the catalogue gives sys00's codes as reads do, or in Chinese, and what reads do then"
    ),
    DoubtSwitch(
      "tokenError",
      \.tokenError,
      unkind: .wrapped88,
      "the shape of a refusal of an invalid or expired token"
    ),
    DoubtSwitch("throttle", \.throttle, unkind: .wrapped88, "the shape of throttling"),
    DoubtSwitch(
      "successFlag",
      \.successFlag,
      unkind: .misleading,
      "what \"success\" says beside errcode"
    ),
    DoubtSwitch(
      "errorCode",
      \.errorCode,
      unkind: .failuresOnly,
      "whether a good answer has an errcode"
    ),
  ]
}
