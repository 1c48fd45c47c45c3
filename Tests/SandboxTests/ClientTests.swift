import Foundation
import RemoteAPI
import RollbookTestSupport
import Roster
import Sandbox
import Testing
import VerbatimJSON

/// DingTalk clients that other people wrote, against the sandbox; `make clients` installs them.
@Suite struct ClientTests {
  private static let folder = Repository.root.appendingPathComponent(".build/clients")
  private static let installed = [
    "dingtalk-sdk", "ding-talk-wb", "alibabacloud-dingtalk", "dingtalk-oapi-zhcn",
  ].filter(isInstalled)

  private static func isInstalled(_ client: String) -> Bool {
    FileManager.default.fileExists(atPath: folder.appendingPathComponent(client).path)
  }

  @Test(
    .enabled(if: !installed.isEmpty, "`make clients` installs the clients that this tries"),
    arguments: installed
  )
  func `a client of other people works unchanged`(client: String) async throws {
    let server = try await SandboxServer.start(
      company: Company(seed: 7, people: 120),
      limits: .unhurried,
      timekeeper: ManualTimekeeper()
    )
    let left = try await server.withCompany { company in
      let left = company.userids.suffix(2)
      for user in left { try company.leave(user) }
      return left.map { JSON.string($0.text) }
    }
    let said = try await self.said(by: client, of: server)
    let company = await server.withCompany { $0 }
    await server.stop()

    let users = company.userids.map { JSON.string($0.text) }
    var expected: [String: JSON] = [
      "users": .array(users), "groups": .integer(company.catalog.groups.count), "people": 2,
      "written": true, "left": .array(left), "told": .array(left), "unknown": 22,
    ]
    if client == "dingtalk-oapi-zhcn" { expected["refused"] = 400_002 }
    if client == "alibabacloud-dingtalk" {
      expected["refused"] = "invalidParameter"
      expected["days"] = [1_767_196_800_000, 1_767_196_800_000]
    }
    let members = try #require(said.members)
    #expect(members.count >= 5)
    for member in members { #expect(member.value == expected[member.key], "\(member.key)") }
    if said["written"] != nil {
      let entry = company.entry(company.userids[0], "sys02-address")
      #expect(entry?.value == .text("杭州市西湖区文三路 9 号"))
    }
  }

  @Test(.enabled(if: isInstalled("dingtalk-stream"), "`make clients` installs the client"))
  func `DingTalk's own client of the Stream gets an event, again after it failed`() async throws {
    var quirks = Quirks.lenient
    quirks.streamResend = 1
    let server = try await SandboxServer.start(
      company: Company(seed: 7, people: 10),
      quirks: quirks,
      limits: .unhurried,
      timekeeper: SystemTimekeeper()
    )
    let said: JSON = try await server.whileRunning { server in
      try await self.said(by: "dingtalk-stream", of: server)
    }
    #expect(said["types"] == ["user_add_org", "user_add_org"])
    #expect(said["joined"] == ["newcomer"])
    #expect(said["ids"] == 1)
    #expect(said["acknowledged"] == true)
  }

  /// What a client printed that it saw.
  private func said(by client: String, of server: SandboxServer) async throws -> JSON {
    let python = try String(
      contentsOf: Self.folder.appendingPathComponent("python"),
      encoding: .utf8
    )
    let home = try TemporaryFolder()
    let credentials = server.credentials
    let ending = try await ChildProcess.run(
      URL(fileURLWithPath: python.trimmingCharacters(in: .newlines)),
      [
        "-B", Repository.root.appendingPathComponent("Tests/SandboxTests/clients.py").path, client,
        String(server.port), credentials.appKey, credentials.appSecret, String(credentials.agentID),
      ],
      environment: [
        "PYTHONPATH": Self.folder.appendingPathComponent(client).path, "HOME": home.url.path,
        "PYTHONIOENCODING": "utf-8", "PATH": "/usr/bin:/bin",
      ],
      in: home.url
    )
    let line = ending.text.split(separator: "\n").last { $0.hasPrefix("RESULT ") }
    let result = try #require(line, "\(client): \(ending.text)")
    return try JSON(parsing: String(result.dropFirst(7)))
  }
}
