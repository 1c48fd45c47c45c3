import Ledger
import LedgerHistory
import Roster

/// Errors of a command before it asks the ledger or a system for anything more.
enum CommandError: UserFacingError {
  /// No person in the ledger has that name; people with a similar one.
  case userUnknown(String, near: [String] = [])
  /// Several people in the ledger have that name.
  case userAmbiguous(String, [Person])
  /// The ledger knows no such field.
  case fieldUnknown(String, near: [FieldDescription])
  /// Several fields have that name.
  case fieldAmbiguous(String, [FieldDescription])
  /// The ledger has no such operation.
  case operationUnknown(OperationNumber, last: OperationNumber?)
  /// No batch was ever written.
  case nothingPushed
  /// An account has no batch that could be undone.
  case nothingToUndo
  /// A file that an option names is empty.
  case fileEmpty(path: String)
  /// A file of the proof does not have the right form.
  case proofFileRefused(path: String, reason: String)
  /// A policy does not name the log whose key was given.
  case policyOfOtherLog(path: String)
  /// A folder of tiles is not one of this log.
  case exportOfOtherLog(path: String)
  /// No witness of that name is known, and it is not an address.
  case witnessUnnamed(String)
  /// The policy has no address of a witness.
  case witnessWithoutAddress(String)
  /// A plan must be confirmed, and there is no terminal.
  case nobodyToAsk
  /// A decision is about a content, and there is no terminal on which to show it.
  case digestMissing(OperationNumber)
  /// Hindsight needs a time, and none, or something else, was given.
  case hindsightNeedsTime(String?)
  /// The first of two positions is the later one.
  case momentsReversed(String, ReadPosition, String, ReadPosition)
  /// An erasure must be confirmed, and there is no terminal.
  case nobodyToAskToErase
  /// A text that should be a public key is none.
  case publicKeyMalformed(String)
  /// The entry erased nothing.
  case noErasure(EntryID)
  /// Rows of a change file cannot be used.
  case badRows(file: String, problems: [String])

  var errorCode: ErrorCode {
    switch self {
    case .userUnknown: ErrorCode("userUnknown", .usage)
    case .userAmbiguous: ErrorCode("userAmbiguous", .usage)
    case .fieldUnknown: ErrorCode("fieldUnknown", .usage)
    case .fieldAmbiguous: ErrorCode("fieldAmbiguous", .usage)
    case .operationUnknown: ErrorCode("operationUnknown", .usage)
    case .nothingPushed: ErrorCode("nothingPushed", .usage)
    case .nothingToUndo: ErrorCode("nothingToUndo", .usage)
    case .fileEmpty: ErrorCode("fileEmpty", .badData)
    case .proofFileRefused: ErrorCode("proofFileRefused", .badData)
    case .policyOfOtherLog: ErrorCode("policyOfOtherLog", .usage)
    case .exportOfOtherLog: ErrorCode("exportOfOtherLog", .badData)
    case .witnessUnnamed: ErrorCode("witnessUnnamed", .usage)
    case .witnessWithoutAddress: ErrorCode("witnessWithoutAddress", .usage)
    case .nobodyToAsk, .nobodyToAskToErase: ErrorCode("nobodyToAsk", .usage)
    case .digestMissing: ErrorCode("digestMissing", .usage)
    case .publicKeyMalformed: ErrorCode("publicKeyMalformed", .usage)
    case .noErasure: ErrorCode("erasureUnknown", .usage)
    case .badRows: ErrorCode("changeFileBadRows", .refused)
    case .hindsightNeedsTime: ErrorCode("hindsightNeedsTime", .usage)
    case .momentsReversed: ErrorCode("momentsReversed", .usage)
    }
  }

  var message: String {
    switch self {
    case .userUnknown(let text, let near):
      """
      No person in the ledger has the userid, job number or name `\(text)`. \
      \(near.isEmpty ? "" : "Perhaps \(near.joined(separator: "; ")) is meant. ")People are known \
      from their first fetch on.
      """
    case .userAmbiguous(let text, let people):
      """
      `\(text)` may be any of \(people.count) people. Use the userid: \
      \(people.map(\.shown).joined(separator: "; ")).
      """
    case .fieldUnknown(let text, let near):
      "The ledger knows no field with the code or name `\(text)`."
        + (near.isEmpty ? "" : " Did you mean \(Self.list(near))?")
    case .fieldAmbiguous(let text, let fields):
      "`\(text)` is the name of several fields. Use a code: \(Self.list(fields))."
    case .operationUnknown(let number, let last):
      "The ledger has no operation \(number)."
        + (last.map { " Its last one is \($0)." } ?? " It has none yet.")
    case .nothingPushed: "Nothing was ever pushed, so there is no last batch."
    case .nothingToUndo:
      """
      You have no batch that could be undone: none that you ran, with applied rows, and not rolled \
      back. `rollbook batches` has all; `rollbook rollback BATCH` takes one of them back.
      """
    case .fileEmpty(let path): "The file \(path) names no user."
    case .proofFileRefused(let path, let reason): "The file \(path) is refused. \(reason)"
    case .policyOfOtherLog(let path):
      "The policy \(path) does not name the log whose key you gave. Correct the one or the other."
    case .exportOfOtherLog(let path):
      """
      The folder \(path) has tiles that this log does not continue: it is another log's, or one of \
      the two was changed. Export into a new folder, keep this one, and run `rollbook verify --full`.
      """
    case .witnessUnnamed(let text):
      """
      `\(text)` is no address, and no witness of that name is in the policy that `proof.policy` in the \
      settings names.
      """
    case .witnessWithoutAddress(let name):
      "The policy has no address of the witness \(name); add it to its line, or carry a --request."
    case .nobodyToAsk:
      """
      There is no terminal on which to ask whether the plan shall be applied. Look at it with \
      --dry-run, or `rollbook plan` for a file, then give --yes.
      """
    case .digestMissing(let number):
      """
      A decision counts for the digest that the proposal was shown with: look at \
      `rollbook proposal \(number)`, and give --digest.
      """
    case .hindsightNeedsTime(let given):
      "--hindsight says what was true at a time: give one with --as-of, such as 2026-01-31"
        + (given.map { "; \($0) is a place in the log." } ?? ".")
    case .nobodyToAskToErase:
      """
      There is no terminal on which to ask whether this shall be erased. Look at it with --dry-run, \
      then give --yes.
      """
    case .momentsReversed(let from, let before, let to, let after):
      """
      \(from) stands at entry \(before.entry), after \(to) at entry \(after.entry): give the \
      earlier moment first.
      """
    case .publicKeyMalformed(let text):
      """
      `\(text)` is no public key. It is what `rollbook checkpoint --public-key` prints, all of it.
      """
    case .noErasure(let entry):
      "Entry \(entry) erased nothing. `rollbook log` says which entries did."
    case .badRows(let file, let problems):
      """
      \(problems.count.counted("row or column", "rows or columns")) of \(file) cannot be \
      used, so nothing was sent: correct them, or leave them out with --skip-bad. \
      \(problems.prefix(3).joined(separator: " "))\
      \(problems.count > 3 ? " There are \(problems.count - 3) more; they are listed above." : "")
      """
    }
  }

  private static func list(_ fields: [FieldDescription]) -> String {
    fields.map { "\($0.name) (\($0.code))" }.joined(separator: ", ")
  }
}

extension Person {
  /// The person in an error or a heading.
  var shown: String {
    let facts = [name.map { "name \($0)" }, jobNumber.map { "job number \($0)" }]
    let all = ["userid \(key.id)"] + facts.compactMap { $0 } + (hasLeft ? ["has left"] : [])
    return all.joined(separator: ", ")
  }
}
