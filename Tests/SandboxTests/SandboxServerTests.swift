import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1
import RollbookTestSupport
import Roster
import Sandbox
import Testing
import VerbatimJSON

@Suite struct `The sandbox's server` {
  /// Runs a server, and stops it whatever happens.
  private func serving(
    people: Int = 10,
    faults: String = "none",
    _ body: (SandboxServer, HTTPClient) async throws -> Void
  ) async throws {
    let server = try await SandboxServer.start(
      company: Company(seed: 1, people: people),
      faults: try Faults(faults),
      timekeeper: ManualTimekeeper()
    )
    do {
      try await body(server, HTTPClient.shared)
    } catch {
      await server.stop()
      throw error
    }
    await server.stop()
  }

  private func send(
    _ method: String,
    _ url: String,
    _ body: JSON? = nil,
    _ client: HTTPClient
  ) async throws -> (status: Int, json: JSON) {
    var request = HTTPClientRequest(url: url)
    request.method = .init(rawValue: method)
    if let body {
      request.headers.add(name: "content-type", value: "application/json")
      request.body = .bytes(body.bytes)
    }
    let response = try await client.execute(request, timeout: .seconds(60))
    let bytes = Array(try await response.body.collect(upTo: 64 << 20).readableBytesView)
    return (Int(response.status.code), (try? JSON(parsing: bytes)) ?? .null)
  }

  private func token(_ server: SandboxServer, _ client: HTTPClient) async throws -> String {
    let credentials = server.credentials
    let query = "appkey=\(credentials.appKey)&appsecret=\(credentials.appSecret)"
    let response = try await send("GET", "\(server.baseURL)/gettoken?\(query)", nil, client)
    return try #require(response.json["access_token"]?.text)
  }

  @Test func `serves fetch and push over real HTTP, and records the calls`() async throws {
    try await serving(people: 100) { server, client in
      let token = try await token(server, client)
      let users = await server.withCompany { $0.userids }
      let response = try await send(
        "POST",
        "\(server.baseURL)\(Endpoint.list.path)?access_token=\(token)",
        ["agentid": .integer(server.credentials.agentID), "userid_list": JSONList.of(users)],
        client
      )
      #expect(response.status == 200)
      #expect(response.json["errcode"] == 0)
      #expect(response.json["result"]?.elements?.count == 100)
      let journal = server.journal()
      #expect(journal.map(\.endpoint) == [.token, .list])
      #expect(journal.map(\.code) == [0, 0])
      #expect(server.journal(.list).first?.text.contains(users[0].text) == true)
    }
  }

  @Test func `drops the connection before applying and after, and sends not one byte`() async throws
  {
    try await serving(faults: "catalog#1=drop,catalog#2=dropAfter") { server, client in
      let body = Array(#"{"agentid":23470561}"#.utf8)
      let head =
        "POST \(Endpoint.catalog.path) HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
        + "Content-Length: \(body.count)\r\n\r\n"
      for _ in 1...2 {
        let received = await RawSocket.exchange(port: server.port, Array(head.utf8) + body)
        #expect(received == [])
      }
      #expect(server.journal().map(\.fault) == ["drop", "dropAfter"])
      await #expect(throws: (any Error).self) {
        await server.withSimulation { $0.faults.fail(.catalog, share: 1, with: .dropBefore) }
        _ = try await send("POST", server.baseURL + Endpoint.catalog.path, [:], client)
      }
    }
  }

  @Test func `never responds to a call that is to time out, and stops nevertheless`() async throws {
    try await serving(faults: "catalog.timeout=1") { server, client in
      let url = server.baseURL + Endpoint.catalog.path
      let givingUp = Task { try await send("POST", url, [:], client) }
      while server.journal().isEmpty { await Task.yield() }
      #expect(server.journal().map(\.status) == [nil])
      givingUp.cancel()
      await #expect(throws: (any Error).self) { _ = try await givingUp.value }
      let waiting = Task { try await send("POST", url, [:], client) }
      while server.journal().count < 2 { await Task.yield() }
      await server.stop()
      await #expect(throws: (any Error).self) { _ = try await waiting.value }
    }
  }

  @Test func `is steered by control calls`() async throws {
    try await serving { server, client in
      func control(_ method: String, _ call: String, _ body: JSON? = nil) async throws -> JSON {
        let response = try await send(method, "\(server.baseURL)/sandbox\(call)", body, client)
        #expect(response.status == 200, "\(call): \(response.json.compact)")
        return response.json
      }
      let day = try await control("POST", "/day?n=3")
      #expect(day["today"] == "2026-01-04" && day["changed"]?.elements?.isEmpty == false)
      let people = try #require(try await control("GET", "/people").elements)
      let user = try #require(people.first?["user"]?.text)
      _ = try await control("POST", "/edit?user=\(user)&field=sys02-marriage&value=2")
      _ = try await control(
        "POST",
        "/edit",
        ["user": .string(user), "field": "sys00-remark", "value": "新"]
      )
      let sheet = try await control("GET", "/people?user=\(user)").compact
      #expect(sheet.contains(#""label":"已婚""#) && sheet.contains(#""value":"新""#))
      _ = try await control("POST", "/leave?user=\(user)")
      #expect(await server.withCompany { $0.employee(Verbatim(user))?.hasLeft } == true)
      _ = try await control("POST", "/rejoin?user=\(user)")
      _ = try await control("POST", "/join?user=neu")
      _ = try await control("POST", "/shrink?share=0.5")
      _ = try await control("POST", "/corp?id=dingother")
      _ = try await control("POST", "/withhold?field=sys00-name")
      #expect(await server.withCompany { $0.withheldFields } == ["sys00-name"])
      _ = try await control("POST", "/withhold?field=sys00-name&on=false")
      #expect(await server.withCompany { $0.withheldFields }.isEmpty)
      _ = try await control("POST", "/disable?field=sys00-name")
      _ = try await control("POST", "/permission?name=read&on=false")
      #expect(try await control("POST", "/quirks?preset=strict&set=readLag=9")["readLag"] == "9")
      let faults = try await control("POST", "/faults?set=list.html=0.5&seed=3")
      #expect(faults == ["faults": "list.html=0.5"])
      #expect(try await control("GET", "/journal") == [])
      _ = try await control("POST", "/expire")
      #expect(await server.withSimulation { $0.faults.seed } == 3)
    }
  }

  @Test(arguments: [
    ("POST", "/nothing", 404, "unknownCall"), ("GET", "/day", 405, "wrongMethod"),
    ("POST", "/leave?user=nobody", 400, "unknownUser"), ("POST", "/leave", 400, "badParameter"),
    ("POST", "/day?n=-1", 400, "badParameter"), ("POST", "/quirks?set=x=1", 400, "unknownQuirk"),
    ("POST", "/faults?set=x", 400, "unreadableFault"),
    ("POST", "/disable?field=x", 400, "unknownField"),
  ])
  func `says what is wrong with a control call`(
    method: String,
    call: String,
    status: Int,
    name: String
  ) async throws {
    try await serving(people: 1) { server, client in
      let response = try await send(method, "\(server.baseURL)/sandbox\(call)", nil, client)
      #expect(response.status == status)
      #expect(response.json["error"]?.text == name)
    }
  }

  @Test func `says so when the port is taken`() async throws {
    try await serving(people: 1) { server, _ in
      let error = await #expect(throws: SandboxError.self) {
        _ = try await SandboxServer.start(
          company: Company(seed: 1, people: 1),
          timekeeper: ManualTimekeeper(),
          port: server.port
        )
      }
      #expect(error?.name == "cannotListen")
    }
  }
}

/// A connection without any HTTP client's second thoughts.
enum RawSocket {
  /// Sends bytes to a port of this machine; returns all that comes back until the end, or nil if
  /// there is no connection.
  static func exchange(port: Int, _ bytes: [UInt8]) async -> [UInt8]? {
    await withCheckedContinuation { continuation in
      DispatchQueue.global().async { continuation.resume(returning: exchanged(port: port, bytes)) }
    }
  }

  private static func exchanged(port: Int, _ bytes: [UInt8]) -> [UInt8]? {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(descriptor) }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = in_port_t(port).bigEndian
    address.sin_addr.s_addr = inet_addr("127.0.0.1")
    let size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let connected = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { connect(descriptor, $0, size) }
    }
    guard connected == 0, write(descriptor, bytes, bytes.count) == bytes.count else { return nil }
    var received: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 4096)
    while true {
      let count = read(descriptor, &chunk, chunk.count)
      guard count > 0 else { return received }
      received += chunk[..<count]
    }
  }
}
