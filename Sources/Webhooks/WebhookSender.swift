package import LedgerStorage
package import Logging
package import RemoteAPI
package import Roster

/// Delivers the messages of one webhook, in their order and one at a time.
///
/// A message whose delivery could not be written down is delivered again after a restart, with the
/// same id.
package actor WebhookSender {
  /// Gives the first message after a position; nil if there is none yet.
  package typealias Next = @Sendable (_ after: UInt64) async throws -> WebhookMessage?

  /// How long an attempt may take.
  package static let limit = Duration.seconds(15)
  /// How much of a response is read, in bytes.
  package static let responseLimit = 4096
  /// How often it looks for a message.
  package static let interval = Duration.seconds(1)

  private let url: String
  private let keys: [WebhookKey]
  private let transport: any Transport
  private let timekeeper: any Timekeeper
  private let random: @Sendable () -> Double
  private let file: SideFile<WebhookRecord>
  private let log: Logger
  private let next: Next
  private var record: WebhookRecord
  private var isSending = false
  private var queue: [CheckedContinuation<Void, Never>] = []

  /// Creates a sender; it sends nothing yet.
  ///
  /// - Parameters:
  ///   - url: Where messages are posted; messages and the log name its host only.
  ///   - keys: The keys, the new one first; two while one is replaced.
  ///   - transport: See ``transport(allowPrivate:network:resolver:)``.
  ///   - timekeeper: The clock, and the means of waiting.
  ///   - random: Returns numbers in [0, 1).
  ///   - start: After which position it begins, if the file is not there.
  ///   - file: Remembers how far it was delivered, and the latest attempts.
  ///   - log: Receives failures, never bodies.
  ///   - next: The messages.
  package init(
    url: String,
    keys: [WebhookKey],
    transport: any Transport,
    timekeeper: any Timekeeper,
    random: @escaping @Sendable () -> Double,
    start: UInt64,
    file: SideFile<WebhookRecord>,
    log: Logger,
    next: @escaping Next
  ) {
    (self.url, self.keys, self.transport, self.timekeeper) = (url, keys, transport, timekeeper)
    (self.random, self.file, self.log, self.next) = (random, file, log, next)
    record = file.read() ?? WebhookRecord(after: start)
  }

  /// The transport of webhooks: public servers only, unless private ones are allowed.
  ///
  /// - Parameters:
  ///   - allowPrivate: Whether addresses of this machine and its networks may be called, too.
  ///   - network: The proxy and the authorities.
  ///   - resolver: Finds the addresses of a host.
  /// - Returns: The transport; it needs no shutdown.
  package static func transport(
    allowPrivate: Bool,
    network: Network,
    resolver: any HostResolver = SystemResolver()
  ) -> any Transport {
    CheckedTransport(network: network, resolver: resolver, bodyLimit: responseLimit) { address in
      allowPrivate || address.isPublic
    }
  }

  /// How far it was delivered, and the latest attempts.
  package var status: WebhookRecord { record }

  /// Whether the next message has failed for a day.
  package var isStalled: Bool { record.decider.isStalled(at: timekeeper.now()) }

  /// Delivers messages until it is cancelled.
  package func run() async {
    while !Task.isCancelled {
      if await deliverNext() { continue }
      try? await timekeeper.sleep(for: Self.interval)
    }
  }

  /// Sends a message again now, with its own id.
  ///
  /// The order of the others stays. If it is the message that waits, and it arrives, the next one
  /// follows.
  ///
  /// - Parameter message: The message, as it was.
  /// - Returns: The attempt.
  package func redeliver(_ message: WebhookMessage) async -> WebhookAttempt {
    await begin()
    defer { end() }
    let attempt = await attempt(message, isByHand: true)
    if DeliveryOutcome(status: attempt.status) == .delivered,
      case let waiting = try? await next(record.decider.position),
      waiting?.position == message.position
    {
      note(.delivered, of: message)
    }
    keep(attempt)
    return attempt
  }

  /// Sends the message that waits now, also to a receiver that wanted no more.
  package func resume() {
    record.decider.resume()
    write()
  }

  /// Whether a message was delivered; false to wait a little.
  private func deliverNext() async -> Bool {
    await begin()
    defer { end() }
    guard case .send(let position) = record.decider.step(at: timekeeper.now()) else { return false }
    let message: WebhookMessage?
    do { message = try await next(position) } catch {
      log.warning("the next message of a webhook was not read", metadata: ["error": "\(error)"])
      return false
    }
    guard let message, message.position > position else { return false }
    let attempt = await attempt(message, isByHand: false)
    // An attempt that was stopped with the service says nothing about the receiver.
    if Task.isCancelled, attempt.status == nil { return false }
    let outcome = DeliveryOutcome(status: attempt.status)
    note(outcome, of: message)
    keep(attempt)
    return outcome == .delivered
  }

  private func attempt(_ message: WebhookMessage, isByHand: Bool) async -> WebhookAttempt {
    let began = timekeeper.now()
    let request = APIRequest(
      method: .post,
      url: url,
      headers: message.headers(signedWith: keys, at: began),
      body: message.body,
      redacted: url.split(separator: "/", omittingEmptySubsequences: false).prefix(3)
        .joined(separator: "/")
    )
    var status: Int?
    var failure: TransportError?
    do throws(TransportError) {
      status = try await transport.send(request, timeout: Self.limit).status
    } catch {
      failure = error
      log.notice("a webhook was not delivered", metadata: ["error": "\(error.message)"])
    }
    return WebhookAttempt(
      of: message,
      from: began,
      to: timekeeper.now(),
      status: status,
      error: failure?.name,
      isByHand: isByHand
    )
  }

  private func note(_ outcome: DeliveryOutcome, of message: WebhookMessage) {
    record.decider.note(outcome, of: message.position, at: timekeeper.now(), random: random())
  }

  private func keep(_ attempt: WebhookAttempt) {
    record.add(attempt)
    write()
  }

  private func write() {
    do { try file.write(record) } catch {
      log.warning("the state of a webhook was not written", metadata: ["error": "\(error.reason)"])
    }
  }

  /// Waits until no other message is under way.
  private func begin() async {
    guard isSending else {
      isSending = true
      return
    }
    await withCheckedContinuation { queue.append($0) }
  }

  private func end() {
    if queue.isEmpty { isSending = false } else { queue.removeFirst().resume() }
  }
}
