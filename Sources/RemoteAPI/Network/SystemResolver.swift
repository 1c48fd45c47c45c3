import Foundation
import NIOCore
import NIOPosix

/// The machine's own resolver.
package struct SystemResolver: HostResolver {
  private struct TimedOut: Error {}

  package init() {}

  package func addresses(of host: String, within limit: Duration) async throws -> [IPAddress] {
    let loop = MultiThreadedEventLoopGroup.singleton.any()
    let promise = loop.makePromise(of: [IPAddress].self)
    // The question itself cannot be cancelled; its thread goes on until the machine gives up.
    let timer = loop.scheduleTask(in: TimeAmount(limit)) { promise.fail(TimedOut()) }
    NIOThreadPool.singleton.runIfActive(eventLoop: loop) { Self.ask(host) }.cascade(to: promise)
    defer { timer.cancel() }
    return try await promise.futureResult.get()
  }

  private static func ask(_ host: String) -> [IPAddress] {
    var hints = addrinfo()
    hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
    var list: UnsafeMutablePointer<addrinfo>?
    guard getaddrinfo(host, nil, &hints, &list) == 0 else { return [] }
    defer { freeaddrinfo(list) }
    var found: [IPAddress] = []
    var next = list
    while let entry = next?.pointee {
      if let address = address(entry) { found.append(address) }
      next = entry.ai_next
    }
    return found
  }

  private static func address(_ entry: addrinfo) -> IPAddress? {
    var text = [CChar](repeating: 0, count: Int(NI_MAXHOST))
    let size = socklen_t(text.count)
    guard getnameinfo(entry.ai_addr, entry.ai_addrlen, &text, size, nil, 0, NI_NUMERICHOST) == 0
    else { return nil }
    // A link-local address has the name of its network after a percent sign.
    let bytes = text.prefix { $0 != 0 && $0 != CChar(UInt8(ascii: "%")) }.map {
      UInt8(bitPattern: $0)
    }
    return IPAddress(String(decoding: bytes, as: UTF8.self))
  }
}
