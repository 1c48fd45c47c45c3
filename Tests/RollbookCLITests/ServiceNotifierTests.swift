import Dispatch
import Foundation
@testable import RollbookCLI
import RollbookTestSupport
import Roster
import Synchronization
import Testing

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// What a service says to systemd, over a real socket.
@Suite struct ServiceNotifierTests {
  /// A socket that receives datagrams, as systemd's does.
  private final class Receiver: Sendable {
    private let descriptor: Int32

    /// - Parameter name: As in `NOTIFY_SOCKET`: a path, or `@` and an abstract name.
    /// - Throws: If the socket cannot be made there.
    init(at name: String) throws {
      descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue), 0)
      var patience = timeval(tv_sec: 20, tv_usec: 0)
      let size = socklen_t(MemoryLayout<timeval>.size)
      setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, size)
      var bytes = Array(name.utf8)
      if bytes[0] == UInt8(ascii: "@") { bytes[0] = 0 }
      var address = sockaddr_un()
      address.sun_family = sa_family_t(AF_UNIX)
      withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
      let length = MemoryLayout<sockaddr_un>.offset(of: \.sun_path).map { $0 + bytes.count } ?? 0
      let result = withUnsafePointer(to: address) { place in
        place.withMemoryRebound(to: sockaddr.self, capacity: 1) {
          bind(descriptor, $0, socklen_t(length))
        }
      }
      try #require(result == 0, "\(name): \(errno)")
    }

    deinit { close(descriptor) }

    /// The next datagram; nil if none comes for 20 seconds.
    func next() async -> String? {
      // Waiting blocks a thread, and the service in this process needs those of Swift's own pool.
      await withCheckedContinuation { continuation in
        DispatchQueue.global().async {
          var bytes = [UInt8](repeating: 0, count: 4096)
          let count = recv(self.descriptor, &bytes, bytes.count, 0)
          let text = count < 0 ? nil : String(decoding: bytes.prefix(count), as: UTF8.self)
          continuation.resume(returning: text)
        }
      }
    }
  }

  /// A clock whose task is cancelled at its fourth sleep.
  private final class FourSleeps: Timekeeper {
    let slept = Mutex<[Duration]>([])

    func now() -> Instant { Instant(milliseconds: 0) }
    func monotonic() -> Instant { Instant(milliseconds: 0) }
    func sleep(for duration: Duration) async throws {
      try slept.withLock { slept in
        slept.append(duration)
        if slept.count == 4 { throw CancellationError() }
      }
    }
  }

  private func abstractName() -> String { "@rollbook-test-\(UInt64.random(in: 0 ... .max))" }

  @Test func `a message is one datagram, to a path and to an abstract name`() async throws {
    let folder = try TemporaryFolder()
    for name in [folder.path("notify.sock"), abstractName()] {
      let receiver = try Receiver(at: name)
      let notifier = try #require(ServiceNotifier(["NOTIFY_SOCKET": name]))
      #expect(notifier.send(.ready))
      #expect(notifier.send(.stopping))
      #expect(await receiver.next()?.split(separator: "\n").first == "READY=1", "\(name)")
      #expect(await receiver.next()?.split(separator: "\n").first == "STOPPING=1", "\(name)")
    }
  }

  @Test func `without a socket, or with a name that is none, nothing is said`() {
    #expect(ServiceNotifier([:]) == nil)
    let long = "/" + String(repeating: "x", count: 200)
    for name in ["", "notify.sock", "vsock:2:1234", long] {
      #expect(ServiceNotifier(["NOTIFY_SOCKET": name]) == nil, "\(name)")
    }
  }

  @Test func `a socket that no process reads is no failure`() throws {
    let folder = try TemporaryFolder()
    let nobody = try #require(ServiceNotifier(["NOTIFY_SOCKET": folder.path("gone.sock")]))
    #expect(!nobody.send(.ready))
  }

  @Test func `signs of life come twice in the time that systemd waits, until the task ends`()
    async throws
  {
    let name = abstractName()
    let receiver = try Receiver(at: name)
    let variables = ["NOTIFY_SOCKET": name, "WATCHDOG_USEC": "60000000", "WATCHDOG_PID": "77"]
    let clock = FourSleeps()
    try await #require(ServiceNotifier(variables, process: 77)).keepAlive(clock)
    #expect(clock.slept.withLock { $0 } == Array(repeating: .seconds(30), count: 4))
    for _ in 0..<4 { #expect(await receiver.next() == "WATCHDOG=1") }
  }

  @Test func `no sign of life is sent if systemd waits for none, or for another process`()
    async throws
  {
    let name = abstractName()
    let receiver = try Receiver(at: name)
    let others: [[String: String]] = [
      [:], ["WATCHDOG_USEC": "0"], ["WATCHDOG_USEC": "soon"],
      ["WATCHDOG_USEC": "60000000", "WATCHDOG_PID": "78"],
    ]
    for other in others {
      let variables = other.merging(["NOTIFY_SOCKET": name]) { $1 }
      let clock = FourSleeps()
      let notifier = try #require(ServiceNotifier(variables, process: 77))
      await notifier.keepAlive(clock)
      #expect(clock.slept.withLock { $0 }.isEmpty, "\(other)")
      notifier.send(.stopping)
      #expect(await receiver.next()?.hasPrefix("STOPPING=1") == true, "\(other)")
    }
  }

  @Test func `the service says when it listens and when it stops`() async throws {
    var stage = try Stage()
    let name = abstractName()
    let receiver = try Receiver(at: name)
    _ = await stage.run("init")
    stage.environment["NOTIFY_SOCKET"] = name
    let interruption = Interruption(listensToSignals: false)
    let running = stage
    let ended = Task {
      await running.run(["serve", "--listen", "127.0.0.1:0"], interruption: interruption)
    }
    #expect(await receiver.next()?.hasPrefix("READY=1") == true)
    let socket = stage.folder.path("rollbook.sqlite.sock")
    #expect(FileManager.default.fileExists(atPath: socket))
    interruption.happen(.terminate)
    #expect(await receiver.next()?.hasPrefix("STOPPING=1") == true)
    #expect(await ended.value.status == .done)
  }
}
