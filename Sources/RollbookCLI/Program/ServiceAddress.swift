import Synchronization

/// The address of a running service for browsers, once it listens.
final class ServiceAddress: Sendable {
  /// Where a service listens unless it is set.
  static let usual = "127.0.0.1:8443"

  private let address = Mutex<String?>(nil)

  /// The address, without a slash at its end; nil before the service listens.
  var url: String? { address.withLock { $0 } }

  func set(_ url: String) { address.withLock { $0 = Self.trimmed(url) } }

  static func trimmed(_ url: String) -> String {
    var url = url
    while url.hasSuffix("/") { url.removeLast() }
    return url
  }
}
