import Foundation

/// An IP address, of version 4 or 6.
package struct IPAddress: Hashable, Sendable, CustomStringConvertible {
  /// Its 4 or 16 bytes.
  package let bytes: [UInt8]

  /// Nil unless there are 4 or 16 bytes.
  package init?(_ bytes: some Sequence<UInt8>) {
    self.bytes = Array(bytes)
    guard [4, 16].contains(self.bytes.count) else { return nil }
  }

  /// Parses `192.0.2.1` or `2001:db8::1`; nil for another text.
  package init?(_ text: String) {
    var bytes = [UInt8](repeating: 0, count: 16)
    if inet_pton(AF_INET, text, &bytes) == 1 {
      self.init(bytes.prefix(4))
    } else {
      guard inet_pton(AF_INET6, text, &bytes) == 1 else { return nil }
      self.init(bytes)
    }
  }

  /// The address as text, each group of version 6 written out.
  package var description: String {
    guard bytes.count == 16 else { return bytes.map(String.init).joined(separator: ".") }
    return stride(from: 0, to: 16, by: 2)
      .map { String(UInt16(bytes[$0]) << 8 | UInt16(bytes[$0 + 1]), radix: 16) }
      .joined(separator: ":")
  }

  /// Whether the address can belong to a server of the public internet.
  ///
  /// Of version 6 these are the global unicast addresses alone. An address that contains one of
  /// version 4 (mapped, NAT64, 6to4) is public if the contained one is.
  package var isPublic: Bool {
    if bytes.count == 4 { return !Self.special4.contains { $0.contains(bytes) } }
    if Self.mapped.contains(bytes) || Self.nat64.contains(bytes) { return isPublic(at: 12) }
    if Self.sixToFour.contains(bytes) { return isPublic(at: 2) }
    return Self.global6.contains(bytes) && !Self.special6.contains { $0.contains(bytes) }
  }

  /// The address of version 4 that one of version 6 writes (`::ffff:192.0.2.1`); otherwise itself.
  package var unmapped: IPAddress {
    guard bytes.count == 16, Self.mapped.contains(bytes) else { return self }
    return IPAddress(bytes[12...]) ?? self
  }

  private func isPublic(at place: Int) -> Bool {
    IPAddress(bytes[place..<place + 4])?.isPublic ?? false
  }
}

extension IPAddress {
  private static let mapped = IPNetwork([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF], 96)
  private static let nat64 = IPNetwork([0, 0x64, 0xFF, 0x9B], 96)
  private static let sixToFour = IPNetwork([0x20, 0x02], 16)
  private static let global6 = IPNetwork([0x20], 3)

  /// Blocks of 2000::/3 that are no servers': of protocols (Teredo too) and of documents.
  private static let special6 = [
    IPNetwork([0x20, 0x01], 23), IPNetwork([0x20, 0x01, 0x0D, 0xB8], 32),
    IPNetwork([0x3F, 0xFF], 20),
  ]

  /// This network, private, of carriers, loopback, link-local, of protocols and of documents,
  /// benchmarks, multicast and reserved.
  private static let special4 = [
    IPNetwork([0], 8), IPNetwork([10], 8), IPNetwork([100, 64], 10), IPNetwork([127], 8),
    IPNetwork([169, 254], 16),
    IPNetwork([172, 16], 12), IPNetwork([192, 0, 0], 24), IPNetwork([192, 0, 2], 24),
    IPNetwork([192, 88, 99], 24), IPNetwork([192, 168], 16), IPNetwork([198, 18], 15),
    IPNetwork([198, 51, 100], 24), IPNetwork([203, 0, 113], 24), IPNetwork([224], 3),
  ]
}
