import Dispatch
import Foundation

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// A TCP connection to this machine that sends exactly the given bytes, as an attacker would.
package final class RawConnection: Sendable {
  private let descriptor: Int32

  /// Why a connection could not be used.
  package struct Failed: Error {
    package let call: String
    package let code: Int32
  }

  /// Connects to a port of 127.0.0.1.
  package init(port: Int) throws {
    descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    guard descriptor >= 0 else { throw Failed(call: "socket", code: errno) }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = in_port_t(port).bigEndian
    address.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
    let result = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    guard result == 0 else { throw Failed(call: "connect", code: errno) }
  }

  deinit { Glibc.close(descriptor) }

  /// Sends bytes.
  package func send(_ text: String) throws {
    var rest = Array(text.utf8)[...]
    while !rest.isEmpty {
      let sent = rest.withUnsafeBytes {
        Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
      }
      guard sent > 0 else { throw Failed(call: "send", code: errno) }
      rest = rest.dropFirst(sent)
    }
  }

  /// What arrives until the other side closes, or until nothing arrives for a while.
  ///
  /// - Parameters:
  ///   - quiet: How long nothing may arrive, in milliseconds.
  ///   - end: A text after which nothing more is read; nil to read all.
  /// - Returns: The text, and whether the other side closed.
  package func read(
    quiet: Int32 = 60_000,
    until end: String? = nil
  ) async -> (text: String, isClosed: Bool) {
    // Waiting blocks a thread, and a server in this process needs those of Swift's own pool.
    await withCheckedContinuation { continuation in
      DispatchQueue.global().async { continuation.resume(returning: self.wait(quiet, end)) }
    }
  }

  private func wait(_ quiet: Int32, _ end: String?) -> (text: String, isClosed: Bool) {
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      var waiting = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
      guard poll(&waiting, 1, quiet) > 0 else {
        return (String(decoding: bytes, as: UTF8.self), false)
      }
      let count = recv(descriptor, &buffer, buffer.count, 0)
      guard count > 0 else { return (String(decoding: bytes, as: UTF8.self), true) }
      bytes += buffer[..<count]
      if let end, case let text = String(decoding: bytes, as: UTF8.self), text.contains(end) {
        return (text, false)
      }
    }
  }
}
