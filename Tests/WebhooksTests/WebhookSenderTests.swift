import Crypto
import Foundation
import LedgerStorage
import Logging
import RemoteAPI
import RollbookTestSupport
import Roster
import Testing
import Webhooks

/// Deliveries over real HTTP on loopback.
@Suite struct WebhookSenderTests {
  private static let bytes = [UInt8](0..<32)
  private static let secret = "whsec_" + Data(bytes).base64EncodedString()
  private static let other = "whsec_" + Data(bytes.reversed()).base64EncodedString()

  private let folder: TemporaryFolder
  private let timekeeper = ManualTimekeeper()

  init() throws { folder = try TemporaryFolder() }

  private func sender(
    _ port: Int,
    messages: UInt64 = 100,
    start: UInt64 = 0,
    secrets: [String] = [secret],
    timekeeper: (any Timekeeper)? = nil
  ) throws -> WebhookSender {
    WebhookSender(
      url: "http://127.0.0.1:\(port)/hook",
      keys: try secrets.map { try WebhookKey(Secret($0), of: "test") },
      transport: WebhookSender.transport(allowPrivate: true, network: Network()),
      timekeeper: timekeeper ?? self.timekeeper,
      random: { 0 },
      start: start,
      file: SideFile(path: folder.path("hook")),
      log: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
    ) { position in position < messages ? Self.message(position + 1) : nil }
  }

  private static func message(_ position: UInt64) -> WebhookMessage {
    WebhookMessage(
      position: position,
      id: "ledger/\(position).7",
      body: Array("{\"position\":\(position)}".utf8)
    )
  }

  /// Runs a sender until something is so.
  private func run(
    _ sender: WebhookSender,
    until isDone: () async -> Bool
  ) async {
    let run = Task { await sender.run() }
    while await !isDone() { await Task.yield() }
    run.cancel()
    await run.value
  }

  @Test(arguments: [41, 42, 43] as [UInt64])
  func `a receiver that fails one time in three gets each message, in order`(
    seed: UInt64
  ) async throws {
    let receiver = try await LoopbackReceiver { number, _ in
      var random = Seeded(seed &+ UInt64(number))
      let status = [500, 301, 404].randomElement(using: &random) ?? 500
      return LoopbackReceiver.status(Int.random(in: 0..<3, using: &random) == 0 ? status : 200)
    }
    // Each sender is stopped after some messages, as a service that is restarted.
    let ends = [20, 60, 100] as [UInt64]
    for end in ends {
      let sender = try sender(receiver.port)
      await run(sender) { await sender.status.decider.position >= end }
    }
    try await receiver.stop()
    var accepted: [String] = []
    var repeats = 0
    for (number, request) in receiver.requests.enumerated() {
      var random = Seeded(seed &+ UInt64(number))
      _ = [500, 301, 404].randomElement(using: &random)
      guard Int.random(in: 0..<3, using: &random) != 0 else { continue }
      if accepted.last == request.text { repeats += 1 } else { accepted.append(request.text) }
    }
    #expect(accepted == (1...100).map { "{\"position\":\($0)}" }, "seed \(seed)")
    // Only a message that was under way when its sender stopped arrives twice.
    #expect(repeats < ends.count, "seed \(seed)")
    #expect(receiver.requests.count > 110, "seed \(seed)")
  }

  @Test func `an attempt is signed as the standard has it, by both keys`() async throws {
    let receiver = try await LoopbackReceiver { _, _ in LoopbackReceiver.status(200) }
    let sender = try sender(receiver.port, messages: 1, secrets: [Self.secret, Self.other])
    await run(sender) { await sender.status.decider.position == 1 }
    try await receiver.stop()
    let request = try #require(receiver.requests.first)
    #expect(request.line == "POST /hook HTTP/1.1")
    #expect(request.headers["webhook-id"] == "ledger/1-7")
    let time = try #require(request.headers["webhook-timestamp"])
    #expect(abs((Int64(time) ?? 0) - 1_767_225_600) < 60)
    let signed = Array("ledger/1-7.\(time).{\"position\":1}".utf8)
    let expected = [Self.bytes, Self.bytes.reversed()].map { key in
      let code = HMAC<SHA256>.authenticationCode(for: signed, using: SymmetricKey(data: key))
      return "v1," + Data(code).base64EncodedString()
    }
    #expect(request.headers["webhook-signature"] == expected.joined(separator: " "))
  }

  @Test func `it begins where the settings say, and goes on where it was`() async throws {
    let receiver = try await LoopbackReceiver { _, _ in LoopbackReceiver.status(200) }
    let first = try sender(receiver.port, messages: 92, start: 90)
    await run(first) { await first.status.decider.position == 92 }
    let second = try sender(receiver.port, messages: 93, start: 0)
    await run(second) { await second.status.decider.position == 93 }
    try FileManager.default.removeItem(atPath: folder.path("hook"))
    let third = try sender(receiver.port, messages: 94, start: 93)
    await run(third) { await third.status.decider.position == 94 }
    try await receiver.stop()
    #expect(receiver.requests.map(\.text) == (91...94).map { "{\"position\":\($0)}" })
  }

  @Test func `410 ends it, after a restart too, until a person begins again`() async throws {
    let receiver = try await LoopbackReceiver { number, _ in
      LoopbackReceiver.status(number == 0 ? 410 : 200)
    }
    let first = try sender(receiver.port, messages: 2)
    await run(first) { await first.status.decider.hasEnded }
    let second = try sender(receiver.port, messages: 2)
    let start = timekeeper.now()
    await run(second) { timekeeper.now() - start > .seconds(86_400) }
    #expect(receiver.requests.count == 1)
    await second.resume()
    await run(second) { await second.status.decider.position == 2 }
    try await receiver.stop()
    #expect(receiver.requests.count == 3)
  }

  @Test func `sent again by hand a message has its id, and the order stays`() async throws {
    let receiver = try await LoopbackReceiver { number, _ in
      LoopbackReceiver.status(number == 2 ? 500 : 200)
    }
    let sender = try sender(receiver.port, messages: 4)
    await run(sender) { await sender.status.decider.failures == 1 }
    // An old one, and then the one that waits.
    let old = await sender.redeliver(Self.message(1))
    #expect(old.isByHand && old.status == 200 && old.id == "ledger/1-7")
    #expect(await sender.status.decider.position == 2)
    _ = await sender.redeliver(Self.message(3))
    #expect(await sender.status.decider.position == 3)
    await run(sender) { await sender.status.decider.position == 4 }
    try await receiver.stop()
    let ids = receiver.requests.compactMap { $0.headers["webhook-id"] }
    #expect(ids == [1, 2, 3, 1, 3, 4].map { "ledger/\($0)-7" })
  }

  @Test func `the last hundred attempts are kept, without bodies`() async throws {
    let receiver = try await LoopbackReceiver { _, _ in
      LoopbackReceiver.status(200, body: String(repeating: "x", count: 100_000))
    }
    let sender = try sender(receiver.port, messages: 120)
    await run(sender) { await sender.status.decider.position == 120 }
    try await receiver.stop()
    let kept = try #require(SideFile<WebhookRecord>(path: folder.path("hook")).read())
    #expect(kept.attempts.map(\.position) == Array(21...120))
    #expect(kept.attempts.allSatisfy { $0.status == 200 && $0.error == nil })
    let text = try String(contentsOfFile: folder.path("hook"), encoding: .utf8)
    #expect(!text.contains("xxx"))
  }

  @Test func `no connection is a failure with a name, and a day of it stalls`() async throws {
    let sender = try sender(1, messages: 1)
    let start = timekeeper.now()
    await run(sender) { timekeeper.now() - start > .seconds(2 * 86_400) }
    #expect(await sender.isStalled)
    let attempts = await sender.status.attempts
    #expect(attempts.allSatisfy { $0.error == "connectionFailed" && $0.status == nil })
    #expect((10...14).contains(attempts.count))
  }

  @Test(arguments: [
    "", "whsec_", "whsec_!!!", "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=",
    "whsec_AAECAwQFBgcICQoLDA0ODw==",
  ])
  func `a secret that is no key is refused, and not quoted`(text: String) {
    let error = #expect(throws: WebhookError.self) { try WebhookKey(Secret(text), of: "payroll") }
    #expect(error?.message.contains("payroll") == true)
    #expect(error?.message.contains("AAEC") == false)
  }

  @Test(
    .enabled("PyPI's standardwebhooks could not be had, so it verifies nothing here") {
      await StandardWebhooks.folder != nil
    }
  )
  func `PyPI's standardwebhooks takes what is sent, and nothing else`() async throws {
    let receiver = try await LoopbackReceiver { _, _ in LoopbackReceiver.status(200) }
    let sender = try sender(
      receiver.port,
      messages: 5,
      secrets: [Self.other, Self.secret],
      timekeeper: SystemTimekeeper()
    )
    await run(sender) { await sender.status.decider.position == 5 }
    try await receiver.stop()
    var lines = try receiver.requests.map { try Self.line($0, secret: Self.secret) }
    lines += try receiver.requests.prefix(1).map { try Self.line($0, secret: Self.other) }
    let stranger = "whsec_" + Data(repeating: 9, count: 32).base64EncodedString()
    lines += try receiver.requests.prefix(1).map { try Self.line($0, secret: stranger) }
    let said = try await StandardWebhooks.verify(lines, in: folder)
    #expect(said.prefix(6) == ["1", "2", "3", "4", "5", "1"].map { "ledger/\($0)-7" }[...])
    #expect(said.count == 7 && said.last?.hasPrefix("refused") == true)
  }

  private static func line(
    _ request: LoopbackReceiver.Request,
    secret: String
  ) throws -> String {
    var delivery = request.headers.filter { $0.key.hasPrefix("webhook-") }
    delivery["secret"] = secret
    delivery["body"] = Data(request.body).base64EncodedString()
    return String(decoding: try JSONEncoder().encode(delivery), as: UTF8.self)
  }
}
