import Foundation
import Roster

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// Says to systemd how the service is, if a unit of `Type=notify` started it.
///
/// A message is one datagram to the socket that the variable `NOTIFY_SOCKET` names. A message that
/// cannot be sent is lost: the service works without systemd, too.
struct ServiceNotifier: Sendable {
  /// What is said.
  enum Message: String, Sendable {
    /// The service listens.
    case ready = "READY=1\nSTATUS=Serving."
    /// It was asked to stop.
    case stopping = "STOPPING=1\nSTATUS=Stopping: operations end in good order."
    /// It is alive.
    case alive = "WATCHDOG=1"
  }

  /// The bytes of the socket's address; those of an abstract one begin with 0.
  private let address: [UInt8]
  /// How long systemd waits for a sign of life; nil if it waits for none.
  private let patience: Duration?

  /// - Parameters:
  ///   - variables: The environment of the process; nil is returned if no socket is named there, or
  ///     by a name that none can have.
  ///   - process: The number of the process.
  init?(_ variables: [String: String], process: Int32 = getpid()) {
    guard var address = variables["NOTIFY_SOCKET"].map({ Array($0.utf8) }),
      let first = address.first, address.count < Self.longest
    else { return nil }
    switch first {
    case UInt8(ascii: "@"): address[0] = 0
    case UInt8(ascii: "/"): break
    default: return nil
    }
    self.address = address
    let isForUs = variables["WATCHDOG_PID"].map { $0 == String(process) } ?? true
    let time = variables["WATCHDOG_USEC"].flatMap { Int64($0) }
    patience = time.flatMap { $0 > 0 && isForUs ? .microseconds($0) : nil }
  }

  /// Sends a message.
  ///
  /// - Returns: Whether it was sent.
  @discardableResult
  func send(_ message: Message) -> Bool {
    #if canImport(Glibc)
    let kind = Int32(SOCK_DGRAM.rawValue)
    #else
    let kind = SOCK_DGRAM
    #endif
    let descriptor = socket(AF_UNIX, kind, 0)
    guard descriptor >= 0 else { return false }
    defer { close(descriptor) }
    var place = sockaddr_un()
    place.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &place.sun_path) { $0.copyBytes(from: address) }
    let length = MemoryLayout<sockaddr_un>.offset(of: \.sun_path).map { $0 + address.count } ?? 0
    let text = Array(message.rawValue.utf8)
    let sent = withUnsafePointer(to: place) { place in
      place.withMemoryRebound(to: sockaddr.self, capacity: 1) { place in
        sendto(descriptor, text, text.count, 0, place, socklen_t(length))
      }
    }
    return sent == text.count
  }

  /// Says twice in each time that systemd waits that the service is alive, until the task is
  /// cancelled; returns at once if systemd waits for no sign.
  func keepAlive(_ timekeeper: any Timekeeper) async {
    guard let patience else { return }
    while !Task.isCancelled {
      send(.alive)
      do { try await timekeeper.sleep(for: patience / 2) } catch { return }
    }
  }

  /// One byte more than the longest address.
  private static let longest = MemoryLayout.size(ofValue: sockaddr_un().sun_path)
}
