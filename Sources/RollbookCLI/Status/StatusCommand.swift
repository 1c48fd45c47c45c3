import ArgumentParser
import Foundation
import Ledger
import LedgerHistory
import LedgerProof
import LedgerStorage
import Roster
import Tables
import VerbatimJSON

/// The command `rollbook status`.
struct StatusCommand: ReadingCommand {
  static let configuration = CommandConfiguration(
    commandName: "status",
    abstract: "Print the state of the ledger: the last fetch, findings, what was interrupted.",
    discussion: """
      With --max-age, for monitoring, the exit code is 1 if no fetch finished within that time, \
      or if the last one finished ahead of this machine's clock, so that its age is not known.

      Examples:
        rollbook status
        rollbook status --max-age 2h --format json
      """
  )

  @Option(
    help: ArgumentHelp(
      "Exit with 1 if the last finished fetch is older than this (2h, 30m, 1d).",
      valueName: "span"
    )
  )
  var maxAge: OperationSpan?

  @OptionGroup var global: GlobalOptions

  func read(in context: CommandContext) throws -> ExitStatus {
    let now = context.environment.timekeeper.now()
    let position = StatusRow(
      status: try context.ledger.status(),
      batches: try context.ledger.uncertainBatches(),
      now: now,
      maxAge: maxAge?.duration,
      checkpoint: try context.ledger.lastCheckpoint(),
      lastHead: context.settings.signing.lastHeadPath.map {
        LastCheckpointPlace($0, ledger: context.ledger.path)
      },
      verification: LastVerification.file(beside: context.ledger.path).read()
    )
    try context.write(position, Column.position)
    if context.format == .table {
      for sentence in Finding.sentences(position.status.findings) {
        try context.environment.output.result.write("\n\(sentence)\n")
      }
    }
    if position.lastHead?.isBesideLedger == true {
      global.note(
        """
        The last head is kept in the folder of the ledger: an older copy of the whole folder would \
        not be noticed. Set proof.lastHead to a file on another disk.
        """,
        in: context.environment
      )
    }
    if try context.ledger.isScrubDue() {
      global.note(
        "Traces of an erasure may be left in the file: run `rollbook erase --scrub`.",
        in: context.environment
      )
    }
    return position.isTooOld == true ? .attention : .done
  }
}

/// The file of the last signed head, outside the ledger.
struct LastCheckpointPlace: Sendable {
  let path: String
  /// Whether there is a file.
  let isThere: Bool
  /// Whether the file is in the ledger's own folder.
  let isBesideLedger: Bool

  init(_ path: String, ledger: String) {
    self.path = path
    isThere = FileManager.default.fileExists(atPath: path)
    isBesideLedger = Self.folder(of: path) == Self.folder(of: ledger)
  }

  private static func folder(of path: String) -> String {
    URL(fileURLWithPath: path).resolvingSymlinksInPath().deletingLastPathComponent().path
  }
}

/// The state of a ledger at some time.
struct StatusRow: Sendable {
  let status: LedgerStatus
  /// The batches with rows of unknown result.
  let batches: [BatchSummary]
  let now: Instant
  let maxAge: Duration?
  /// The last signed head of the log.
  let checkpoint: LastCheckpoint?
  /// The file of the last head, outside the ledger.
  let lastHead: LastCheckpointPlace?
  /// The last verification; nil if none is remembered.
  let verification: LastVerification?

  /// The time since the last finished fetch; nil if there is none, or if it ended ahead of now.
  var age: Duration? {
    guard let ended = status.lastFetchEnded, ended <= now + .seconds(60) else { return nil }
    return max(.zero, now - ended)
  }

  /// Whether that exceeds the limit, or is not known; nil if no limit was given.
  var isTooOld: Bool? { maxAge.map { limit in age.map { $0 > limit } ?? true } }
}

extension Column where Row == StatusRow {
  /// The columns of `status`.
  static var position: [Column] {
    [
      .shown("last fetch") { row in
        row.status.lastFetch.map { .text("operation \($0.operation)") } ?? .text("never")
      },
      .data("lastFetch") { Datum($0.status.lastFetch?.operation) },
      Column("finishedAt", title: "finished") { Datum($0.status.lastFetch?.closedAt) },
      .shown("age") { row in
        row.age.map { .text(Times.span($0)) }
          ?? (row.status.lastFetch == nil
            ? .absent : .text("not known: it ended ahead of this machine's clock"))
      },
      .data("ageSeconds") { row in row.age.map { .integer($0.inMilliseconds / 1000) } ?? .absent },
      Column("tooOld", title: "too old") { Datum($0.isTooOld) },
      Column("findings", title: "findings") { .findings($0.status.findings) },
      Column("interrupted", title: "interrupted") { operations(.interrupted, $0) },
      Column("failed", title: "failed") { operations(.failed, $0) },
      Column("uncertain", title: "uncertain") { uncertain($0.batches) },
      Column("writer", title: "being written by") { writer($0.status.writer) },
      Column("checkpoint", title: "last signed head") { checkpoint($0.checkpoint) },
      Column("lastHead", title: "last head kept at") { row in
        row.lastHead.map { place in
          .parts(.string(place.path), inWords: place.path + (place.isThere ? "" : " (not there)"))
        } ?? .absent
      },
      Column("verification", title: "last verification") { row in
        row.verification?.datum ?? .parts(.null, inWords: "none")
      },
    ]
  }

  private static func uncertain(_ batches: [BatchSummary]) -> Datum {
    let words = batches.map { batch in
      "\(batch.counts.uncertain.counted("row")) of batch \(batch.operation.operation)"
    }
    let json = batches.map { batch -> JSON in
      [
        "operation": .integer(batch.operation.operation),
        "rows": .integer(batch.counts.uncertain),
      ]
    }
    return .parts(
      .array(json),
      inWords: words.isEmpty ? "none" : words.joined(separator: ", ") + "; `rollbook settle` them"
    )
  }

  private static func operations(_ status: OperationStatus, _ row: StatusRow) -> Datum {
    let numbers = row.status.unfinished.filter { $0.status == status }.map(\.operation)
    let words = numbers.map { "operation \($0)" }.joined(separator: ", ")
    return .parts(
      .array(numbers.map { .integer($0) }),
      inWords: words.isEmpty ? "none since the last fetch" : words
    )
  }

  private static func checkpoint(_ last: LastCheckpoint?) -> Datum {
    guard let last else { return .parts(.null, inWords: "none; see `rollbook checkpoint`") }
    let json: JSON = [
      "size": .integer(Int64(last.size)),
      "recordedAt": .optional(last.recordedAt.map { Times.machine($0) }),
      "entriesSince": .integer(last.entriesSince),
    ]
    let since = last.entriesSince
    let words = since == 0 ? "nothing since" : "\(since.counted("entry", "entries")) since"
    return .parts(json, inWords: "entry \(last.size), \(words)")
  }

  private static func writer(_ writer: Writer?) -> Datum {
    guard let writer else { return .parts(.null, inWords: "no process") }
    let since = writer.since.map { Times.machine($0) }
    return .parts(
      ["process": .integer(writer.process), "since": .optional(since)],
      inWords: "process \(writer.process)" + (since.map { ", since \($0)" } ?? "")
    )
  }
}
