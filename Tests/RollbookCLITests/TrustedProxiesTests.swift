import RemoteAPI
@testable import RollbookCLI
import Roster
import Testing

/// Whose word counts about who the client is.
@Suite struct TrustedProxiesTests {
  private let usual = ["127.0.0.0/8", "::1"]
  private let inside = ["127.0.0.1", "10.0.0.0/8", "2001:db8:1::/48"]

  private func client(_ networks: [String], _ peer: String, _ header: String?) throws -> String {
    let proxies = TrustedProxies(networks: try networks.map { try #require(IPNetwork($0)) })
    return proxies.client(peer: peer, forwarded: header)
  }

  @Test(arguments: [
    // Without a header, the peer is the client.
    ("127.0.0.1", nil, "127.0.0.1"), ("192.0.2.9", nil, "192.0.2.9"),
    // A peer that is no proxy is not listened to.
    ("192.0.2.9", "198.51.100.7", "192.0.2.9"), ("10.0.0.1", "198.51.100.7", "10.0.0.1"),
    // What the proxy added is last; what is before it may be invented.
    ("127.0.0.1", "198.51.100.7", "198.51.100.7"),
    ("127.0.0.1", "203.0.113.5, 198.51.100.7", "198.51.100.7"),
    ("127.9.9.9", "127.0.0.1, 198.51.100.7 ", "198.51.100.7"),
    ("::1", "2001:db8::7", "2001:db8:0:0:0:0:0:7"),
    ("::ffff:127.0.0.1", "::ffff:198.51.100.7", "198.51.100.7"),
    ("127.0.0.1", "198.51.100.7:4711", "198.51.100.7"),
    ("127.0.0.1", "[2001:db8::7]:4711", "2001:db8:0:0:0:0:0:7"),
    // What is no address is no client.
    ("127.0.0.1", "unknown", "127.0.0.1"), ("127.0.0.1", "198.51.100.7, ", "127.0.0.1"),
    ("127.0.0.1", "198.51.100.7, x", "127.0.0.1"), ("127.0.0.1", "", "127.0.0.1"),
    ("127.0.0.1", "127.0.0.1, 127.0.0.2", "127.0.0.1"),
  ])
  func `proxies on this machine count unless others are named`(
    peer: String,
    header: String?,
    client: String
  ) throws {
    #expect(try self.client(usual, peer, header) == client)
  }

  @Test(arguments: [
    ("10.0.0.1", "198.51.100.7", "198.51.100.7"),
    // From the end, past the proxies that are trusted.
    ("127.0.0.1", "203.0.113.5, 198.51.100.7, 10.1.2.3", "198.51.100.7"),
    ("10.0.0.1", "10.0.0.9, 10.0.0.2", "10.0.0.9"),
    ("2001:db8:1::5", "198.51.100.7", "198.51.100.7"),
    ("2001:db8:2::5", "198.51.100.7", "2001:db8:2:0:0:0:0:5"),
    ("127.0.0.2", "198.51.100.7", "127.0.0.2"), ("::1", "198.51.100.7", "0:0:0:0:0:0:0:1"),
    ("11.0.0.1", "198.51.100.7", "11.0.0.1"),
  ])
  func `only the named proxies count`(peer: String, header: String, client: String) throws {
    #expect(try self.client(inside, peer, header) == client)
  }

  @Test func `with no proxy named at all, no header counts`() throws {
    #expect(try client([], "127.0.0.1", "198.51.100.7") == "127.0.0.1")
  }

  @Test(arguments: [
    "", "10.0.0.0/33", "10.0.0.0/08", "10.0.0.1/8", "::1/129", "host", "10.0.0.0/", "/8",
  ])
  func `what is no network is refused with the settings`(text: String) async throws {
    #expect(IPNetwork(text) == nil)
    let stage = try Stage()
    try stage.write("service: { trustedProxies: [\"\(text)\"] }\n", to: "rollbook.yaml")
    let run = await stage.run("status")
    #expect(run.status == .badSettings && run.notes.contains("service.trustedProxies"))
  }
}
