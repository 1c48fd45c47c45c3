import Foundation
import Tables
import Roster
import VerbatimJSON

/// The one place where an error becomes text and an exit code.
struct Failure: Sendable {
  /// The stable name, on which scripts may rely.
  let name: String
  /// One or two sentences: what happened, where, what to do.
  let message: String
  /// The code with which the process ends.
  let exit: ExitStatus

  /// What standard error gets: a sentence for people, an object for programs.
  func text(_ format: OutputFormat) -> String {
    if format != .json { return "rollbook: \(message) [\(name)]" }
    let error: JSON = [
      "error": [
        "name": .string(name), "message": .string(message), "exit": .integer(exit.rawValue),
      ]
    ]
    return String(decoding: error.bytes, as: UTF8.self)
  }

  /// The exit code of each error by its name.
  static let exits: [String: ExitStatus] = {
    var exits: [String: ExitStatus] = ["internal": .software, "interrupted": .interrupted]
    for (status, names) in table { for name in names { exits[name] = status } }
    return exits
  }()

  private static let table: [(ExitStatus, [String])] = [
    (
      .attention,
      [
        "canaryFailed", "canaryProvesNothing", "tooManyRejected", "tooManyUncertain",
        "erasureNotScrubbed",
      ]
    ),
    (
      .refused,
      [
        "planRefused", "planStale", "planDeclined", "changeFileBadRows", "probeDeclined",
        "eraseDeclined", "tooManyErased", "underHold",
      ]
    ),
    (
      .usage,
      [
        "usage", "userUnknown", "userAmbiguous", "fieldUnknown", "fieldAmbiguous",
        "operationUnknown", "noSuchEntry", "noUsers", "unusableUser", "noFields",
        "fieldsNeverFetched", "unknownFields", "unknownUser", "unknownField", "unknownGroup",
        "unknownItem", "userExists", "unknownQuirk", "unknownReading", "unreadableFault",
        "badParameter", "nobodyToAsk", "reasonMissing", "linkTwice", "linkUserUnknown", "notLinked",
        "importSystemIsRead", "importFromFuture", "noSuchBatch", "batchOfOtherSystem",
        "nothingRecorded",
        "planOfOtherSystem", "probePersonAbsent", "probeNothingToTry", "hindsightNeedsTime",
        "momentsReversed", "reportUnknown", "reportParameterMissing", "reportParameterUnknown",
        "reportParameterWrong", "nothingToSign", "publicKeyMalformed", "replayToSameSystem",
        "namedNotReturned", "noSuchEvent", "noSuchCheckpoint", "entryNotCovered", "nothingToShow",
        "witnessUnnamed",
        "witnessWithoutAddress", "witnessUnknown", "policyOfOtherLog",
        "eraseUserUnknown", "erasureUnknown", "notErased", "notUnderHold", "nothingToErase",
        "reasonNamesPerson", "userErased",
      ]
    ),
    (
      .badData,
      [
        "fileEmpty", "notALedger", "ledgerDamaged", "ledgerLogOfOther", "wrongCompany",
        "answerTooLarge",
        "dingtalkRefused", "dingtalkMalformedResponse", "listWithoutEnd", "changeFileDamaged",
        "changeFileEmpty", "changeFileEncodingAmbiguous", "changeFileEncodingUnavailable",
        "changeFileEncodingUnknown", "changeFileForOtherSystem", "changeFileFormUnknown",
        "changeFileHeaderDuplicate", "changeFileHeaderUnknown", "changeFileInvalidJSON",
        "changeFileIsWorkbook", "changeFileEncrypted", "changeFileWorkbookBroken",
        "changeFileSheetUnknown", "changeFileHasNoSheets", "changeFileNoRows", "changeFileNotText",
        "changeFileQuoteUnclosed",
        "userListBadRows", "userListNoColumn",
        "maycurBatchEmpty", "maycurBatchTooLarge", "maycurDuplicateEmployee", "maycurInvalidBatch",
        "maycurRowProblem", "maycurRowRefused", "maycurRowWarning", "maycurRefused",
        "maycurMalformedResponse", "maycurCompanyChanged", "userTwice", "notAPlan",
        "malformedUpdate",
        "importBadRows", "importColumnTwice", "importNoKnownColumn", "importNoUserColumn",
        "cannotBeWritten", "queryEmpty", "queryForbidden", "queryParameterMissing",
        "queryParameterUnused", "querySeveralStatements", "queryTooLarge", "queryTooLong",
        "queryWrites",
        "queryWrong", "reportTooLarge", "reportColumnsDiffer", "reportHeaderWrong",
        "reportValueWrong",
        "checkpointOfOtherKey", "ledgerBehindCheckpoint", "ledgerNotTheSigned",
        "ledgerBehindLastHead", "ledgerNotTheLastHead", "lastHeadOfOther", "headNotOfEntries",
        "bundleFileMissing", "bundleFileUnexpected", "bundleFileAltered", "bundleFileMalformed",
        "bundleOfOtherLog", "bundleCheckpointRefused", "bundleProofRefused", "bundleOpeningRefused",
        "bundleInconsistent", "logForked", "bundleWithoutConsistency", "bundlePageAltered",
        "bundleTimeStampRefused", "timeStampMalformed", "timeStampNotGranted",
        "timeStampOfOtherData", "proofFileRefused", "exportOfOtherLog", "checkpointNotOurs",
        "ledgerNotAsSigned", "witnessAhead", "cosignatureNotGenuine", "cosignedInFuture",
        "witnessInconsistent", "witnessMalformedResponse",
      ]
    ),
    (
      .noInput,
      [
        "settingsUnreadable", "authoritiesUnusable", "secretUnreadable", "fileUnreadable",
        "ledgerMissing",
        "planCannotRead", "proofKeyMissing", "noCheckpoint", "checkpointKeyUnknown",
        "checkpointKeyNotAtHand",
      ]
    ),
    (
      .unavailable,
      [
        "connectionFailed", "connectionLost", "timedOut", "transportShutDown", "cannotListen",
        "dingtalkUnreachable", "dingtalkServerFailed", "dingtalkBanned", "dingtalkQuotaSpent",
        "maycurFailed", "maycurUnreachable", "nobodyListed", "nobodyReturned",
      ]
    ),
    (
      .software,
      [
        "operationClosed", "dingtalkInvalidQuestion", "maycurInvalidQuestion", "unexplained",
        "erasedNotWritten",
      ]
    ),
    (
      .cannotCreate,
      [
        "fileUnwritable", "ledgerExists", "ledgerHasSeveralNames", "ledgerCannotOpen",
        "ledgerLogUnreadable",
        "ledgerReadOnly", "planCannotWrite",
        "proofKeyExists", "erasuresMissing",
      ]
    ),
    (
      .inputOutput,
      [
        "outputFailed", "diskFull", "ledgerStorage", "lastHeadMissing", "lastHeadUnusable",
        "proofKeyLost",
        "proofKeyUnusable",
        "tooFewDescriptors",
      ]
    ),
    (
      .tryLater,
      [
        "ledgerBusy", "dingtalkBusy", "dingtalkThrottled", "maycurThrottled",
      ]
    ),
    (
      .noPermission,
      [
        "dingtalkCredentialsRefused", "dingtalkTokenRefused", "dingtalkPermissionDenied",
        "maycurCredentialsRefused", "maycurTokenRefused", "proofKeyExposed", "witnessUnknownLog",
        "witnessDistrusts",
      ]
    ),
    (
      .badSettings,
      [
        "mappingFieldTwice", "mappingMalformed", "settingsMalformed", "settingUnknown",
        "secretInSettings", "settingInvalid", "settingMissing", "zoneUnknown", "badURL",
        "lastHeadNotNamed", "ledgerNewer", "proofKeyOfOtherLedger", "proofKeyOfOtherOrigin",
        "proofOriginInvalid", "erasureListOfOther",
        "erasureListUnusable",
      ]
    ),
    (
      .interrupted,
      [
        "cancelled", "dingtalkCallCancelled", "maycurCallCancelled",
      ]
    ),
    (
      .outputClosed,
      [
        "outputClosed"
      ]
    ),
  ]
}

extension Failure {
  /// Makes the text and the exit code of an error.
  init(_ error: any Error) {
    switch error {
    case let error as any UserFacingError:
      self.init(
        name: error.name,
        message: error.message,
        exit: Self.exits[error.name] ?? .software
      )
    case is CancellationError:
      self.init(name: "interrupted", message: "Stopped.", exit: .interrupted)
    default:
      // The type says where to look; a description could hold anything, secrets too.
      let message = """
        Something went wrong that Rollbook does not know (\(type(of: error))). Run the command \
        again with --verbose, and report it.
        """
      self.init(name: "internal", message: message, exit: .software)
    }
  }
}
