import ArgumentParser
import Ledger
import LedgerStorage
import Roster
import Tables
import Webhooks

/// The command `rollbook webhooks`.
struct WebhooksCommand: ReadingCommand {
  static let configuration = CommandConfiguration(
    commandName: "webhooks",
    abstract: "Print the webhooks of the settings, and how far each was delivered.",
    discussion: """
      The service delivers them. Of an address, only the server is printed.

      Examples:
        rollbook webhooks
        rollbook webhooks --format json
      """
  )

  @OptionGroup var global: GlobalOptions

  func read(in context: CommandContext) throws -> ExitStatus {
    let columns = Column.webhooks(now: context.environment.timekeeper.now())
    try context.write(columns, emptyNote: "The settings name no webhook.") { add in
      for webhook in context.settings.webhooks {
        let record = webhook.file(beside: context.settings.ledger).read()
        try add(WebhookStatus(webhook: webhook, record: record))
      }
    }
    return .done
  }
}

/// A webhook, and what is kept of it.
private struct WebhookStatus: Sendable {
  let webhook: WebhookSettings
  /// Nil if nothing was sent yet.
  let record: WebhookRecord?

  var last: WebhookAttempt? { record?.attempts.last }

  /// Up to which position it was delivered; nil if it begins where the service does.
  var position: UInt64? {
    if let record { return record.decider.position }
    guard case .after(let position) = webhook.start else { return nil }
    return position
  }

  func state(at now: Instant) -> String {
    guard let decider = record?.decider else { return "delivering" }
    if decider.hasEnded { return "ended" }
    if decider.isStalled(at: now) { return "stalled" }
    return decider.failures > 0 ? "failing" : "delivering"
  }
}

extension Column where Row == WebhookStatus {
  /// The columns of `webhooks`, in the order of docs/cli.md.
  ///
  /// - Parameter now: The time, which decides whether one is stalled.
  /// - Returns: The columns.
  fileprivate static func webhooks(now: Instant) -> [Column] {
    [
      Column("name", title: "name") { .text($0.webhook.name) },
      Column("server", title: "server", isFlexible: true) { .text($0.webhook.server) },
      Column("state", title: "state") { .text($0.state(at: now)) },
      Column("position", title: "delivered up to", .trailing) {
        Datum($0.position.map { Int64($0) })
      },
      Column("failures", title: "failures", .trailing) { Datum($0.record?.decider.failures ?? 0) },
      Column("failingSince", title: "failing since") { Datum($0.record?.decider.failingSince) },
      Column("attemptedAt", title: "last attempt") { Datum($0.last?.at) },
      Column("status", title: "HTTP status", .trailing) { Datum($0.last?.status) },
      Column("error", title: "error") { Datum($0.last?.error.map { Verbatim($0) }) },
    ]
  }
}
