package import Roster

/// What a batch puts on record about its rows, each named by the number of its intended entry.
package enum BatchStep: Sendable {
  /// A call with some rows will be sent.
  case send([EntryID])
  /// The verdicts on the rows of a call, the number of its sent entry, and the facts about it.
  case record([(intended: EntryID, verdict: RowVerdict)], of: EntryID, CallFacts)
  /// A row is not sent: the cells that had changed, and their contents.
  case skip(EntryID, reason: Verbatim)
}
