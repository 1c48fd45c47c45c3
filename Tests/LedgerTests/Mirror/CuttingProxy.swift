import Foundation
import RollbookTestSupport
import Synchronization

/// Is between a client and the server, and cuts a connection at one message of the client's.
final class CuttingProxy: Sendable {
  /// Where it cuts.
  struct Cut {
    /// The message of the client at which it cuts, from 1.
    let message: Int
    /// Whether the server gets the message, and only its reply is lost.
    let isDelivered: Bool
  }

  private struct State {
    var cut: Cut?
    var messages = 0
    var cuts = 0
  }

  static let port = 5433

  private let listener: Int32
  private let server: String
  private let state = Mutex(State())

  init(_ server: PostgresServer) throws {
    self.server = "\(server.folder)/.s.PGSQL.5432"
    let path = "\(server.folder)/.s.PGSQL.\(Self.port)"
    listener = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
    let bound = Self.address(path) { bind(listener, $0, $1) }
    guard bound == 0, listen(listener, 8) == 0 else {
      throw PostgresServer.Unusable(why: "no proxy at \(path)")
    }
    Thread.detachNewThread { [self] in
      while true {
        let client = accept(listener, nil, nil)
        guard client >= 0 else { return }
        Thread.detachNewThread { self.serve(client) }
      }
    }
  }

  /// How many connections were cut.
  var cuts: Int { state.withLock { $0.cuts } }

  /// Cuts once, counting messages from now on.
  func cut(_ cut: Cut) {
    state.withLock {
      $0.cut = cut
      $0.messages = 0
    }
  }

  /// Ends; connections that are open go on.
  func stop() {
    shutdown(listener, Int32(SHUT_RDWR))
    close(listener)
  }

  private static func address<T>(
    _ path: String,
    _ body: (UnsafePointer<sockaddr>, socklen_t) -> T
  ) -> T {
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
    return withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        body($0, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
  }

  private func serve(_ client: Int32) {
    let upstream = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
    defer {
      close(client)
      close(upstream)
    }
    guard Self.address(server, { connect(upstream, $0, $1) }) == 0 else { return }
    while let ready = Self.wait(for: [client, upstream], 60_000) {
      if ready == upstream {
        guard let reply = Self.read(upstream), Self.write(client, reply) else { return }
        continue
      }
      guard let message = Self.read(client) else { return }
      let cut = state.withLock { state -> Cut? in
        state.messages += 1
        guard let cut = state.cut, cut.message == state.messages else { return nil }
        state.cut = nil
        state.cuts += 1
        return cut
      }
      guard let cut else {
        guard Self.write(upstream, message) else { return }
        continue
      }
      if cut.isDelivered, Self.write(upstream, message) {
        // The server has done it once it replies.
        if Self.wait(for: [upstream], 1_000) != nil { _ = Self.read(upstream) }
      }
      return
    }
  }

  private static func wait(for descriptors: [Int32], _ milliseconds: Int32) -> Int32? {
    var polled = descriptors.map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
    guard poll(&polled, nfds_t(polled.count), milliseconds) > 0 else { return nil }
    return polled.first { $0.revents != 0 }?.fd
  }

  private static func read(_ descriptor: Int32) -> [UInt8]? {
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    let count = recv(descriptor, &buffer, buffer.count, 0)
    return count > 0 ? Array(buffer.prefix(count)) : nil
  }

  private static func write(_ descriptor: Int32, _ bytes: [UInt8]) -> Bool {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes {
        send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
      }
      guard count > 0 else { return false }
      rest = rest.dropFirst(count)
    }
    return true
  }
}
