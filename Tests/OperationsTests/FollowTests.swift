import DingTalk
import Ledger
import LedgerHistory
import LedgerVerification
@testable import Operations
import RemoteAPI
import RollbookTestSupport
import Roster
import Sandbox
import Testing
import VerbatimJSON

@Suite struct `Following change events` {
  @Test func `an edit is in the ledger seconds later, with the event as its provenance`()
    async throws
  {
    try await FollowScene.play { scene in
      let user = await scene.users()[3]
      try await scene.following {
        try await scene.edit(user, "杭州市")
        try await scene.untilAcknowledged(1)
        #expect(try scene.address(of: user) == "杭州市")
      }
      #expect(scene.fetches.count == 1)
      let fetch = try #require(scene.fetches.first)
      #expect(fetch.events.map(\.text) == scene.events.map(\.id))
      #expect(fetch.result?.result.users == 1)
      #expect(fetch.result?.result.changed == 1)
      #expect(try scene.ledger.verify().findings == [])
    }
  }

  @Test func `the ids of the events are among the parameters of the operation`() {
    var request = Stage.request(users: ["u1"])
    #expect(!request.operation.parameters.text.contains("events"))
    request.events = ["e1", "e2"]
    #expect(request.operation.parameters.text.hasSuffix(#""events":["e1","e2"]}"#))
  }

  @Test func `two hundred edits at once cause few fetches, and copies none`() async throws {
    try await FollowScene.play(
      people: 250,
      quirks: "streamCopies=2",
      "streamOrder=reversed",
      "streamPing=none"
    ) { scene in
      let users = await scene.users().prefix(200)
      try await scene.following {
        try await scene.server.withCompany { company in
          for user in users { try company.edit(user, "sys02-address", value: "宁波市") }
        }
        try await scene.untilAcknowledged(200)
      }
      for user in users { #expect(try scene.address(of: user) == "宁波市") }
      #expect((2...4).contains(scene.fetches.count))
      #expect(scene.fetches.reduce(0) { $0 + ($1.result?.result.changed ?? 0) } == 200)
    }
  }

  @Test(arguments: [false, true]) func `a connection that ends loses nothing`(isAbrupt: Bool)
    async throws
  {
    try await FollowScene.play { scene in
      let users = await scene.users()
      try await scene.following {
        for (number, user) in users.prefix(4).enumerated() {
          try await scene.edit(user, "苏州市")
          if number % 2 == 0 {
            await scene.server.withSimulation {
              $0.stream.disconnect(isAbrupt: isAbrupt, now: SystemTimekeeper().now())
            }
          }
        }
        try await scene.untilAcknowledged(4)
      }
      for user in users.prefix(4) { #expect(try scene.address(of: user) == "苏州市") }
    }
  }

  @Test func `rubbish from the gateway ends the connection, and the next one gets the events`()
    async throws
  {
    try await FollowScene.play { scene in
      let user = await scene.users()[0]
      try await scene.following {
        await scene.server.withSimulation { $0.stream.send("rubbish") }
        try await scene.edit(user, "无锡市")
        try await scene.untilAcknowledged(1)
      }
      #expect(try scene.address(of: user) == "无锡市")
    }
  }

  @Test func `a fetch that fails puts the event off, and it is recorded when it comes again`()
    async throws
  {
    try await FollowScene.play { scene in
      let user = await scene.users()[1]
      try await scene.following {
        await scene.server.withSimulation { $0.permissions.remove(.read) }
        try await scene.edit(user, "常州市")
        try await scene.until("failed") { scene.fetches.contains { $0.error != nil } }
        #expect(scene.events.allSatisfy { !$0.isAcknowledged })
        await scene.server.withSimulation { _ = $0.permissions.insert(.read) }
        try await scene.untilAcknowledged(1)
      }
      #expect(try scene.address(of: user) == "常州市")
      #expect(scene.fetches.last?.result?.result.changed == 1)
    }
  }

  @Test func `who joined and who left is on record`() async throws {
    try await FollowScene.play { scene in
      let left = await scene.users()[2]
      try await scene.following {
        try await scene.server.withCompany { company in
          try company.join("newcomer")
          try company.leave(left)
        }
        try await scene.untilAcknowledged(2)
      }
      #expect(scene.fetches.count == 1)
      let result = try #require(scene.fetches.first?.result?.result)
      #expect(result.joined == 1)
      #expect(result.left == 1)
      #expect(try scene.address(of: "newcomer") != nil)
    }
  }

  @Test func `a follower that is killed before it acknowledges gets the event again`()
    async throws
  {
    try await FollowScene.play { scene in
      let user = await scene.users()[4]
      try await scene.edit(user, "before anyone follows")
      var environment = scene.environment
      // The operation is open, the catalog and the person are recorded, and nothing else.
      environment["ROLLBOOK_TEST_KILL_AFTER_COMMITS"] = "3"
      let ending = try await ChildProcess.run(
        ChildProcess.besideTests("rollbook"),
        ["follow"],
        environment: environment,
        in: scene.folder.url
      ) { _ in
        try await scene.until("connected") { !scene.server.stream.openConnections.isEmpty }
        try await scene.edit(user, "盐城市")
      }
      #expect(ending.signal == 9, "\(ending)")
      #expect(try scene.address(of: user) == "盐城市")
      #expect(scene.events.map(\.isAcknowledged) == [false])

      try await scene.following { try await scene.untilAcknowledged(1) }
      #expect(scene.events.first.map { $0.sent > 1 } == true)
      #expect(scene.fetches.allSatisfy { $0.result?.result.changed == 0 })
      #expect(try scene.ledger.verify().findings == [])
    }
  }

  @Test func `the command prints each fetch, and ends in good order at a signal`() async throws {
    try await FollowScene.play { scene in
      let users = await scene.users()
      let ending = try await ChildProcess.run(
        ChildProcess.besideTests("rollbook"),
        ["follow", "--format", "json", "--reason", "daytime"],
        environment: scene.environment,
        in: scene.folder.url
      ) { stop in
        try await scene.until("connected") { !scene.server.stream.openConnections.isEmpty }
        for (number, user) in users.prefix(2).enumerated() {
          try await scene.edit(user, "镇江市")
          try await scene.untilAcknowledged(number + 1)
        }
        try stop(.interrupt)
      }
      #expect(ending.status == 0, "\(ending.text)")
      let rows = try #require(try JSON(parsing: ending.output).elements)
      #expect(rows.map { $0["events"] } == [1, 1])
      #expect(rows.map { $0["changed"] } == [1, 1])
      #expect(try scene.ledger.operations().map(\.reason) == [nil, "daytime", "daytime"])
      #expect(scene.server.stream.openConnections.isEmpty)
    }
  }

  @Test func `a wrong secret is an error at once`() async throws {
    try await FollowScene.play { scene in
      var environment = scene.environment
      environment["ROLLBOOK_DINGTALK_APP_SECRET"] = "wrong"
      let ending = try await RollbookProcess.run(
        ["follow"],
        environment: environment,
        in: scene.folder.url
      )
      #expect(ending.status == 77)
      #expect(ending.text.contains("[dingtalkCredentialsRefused]"))
    }
  }
}
