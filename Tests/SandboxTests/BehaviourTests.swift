import Roster
import Testing
import VerbatimJSON

@testable import Sandbox

@Suite struct `Doubts and faults` {
  @Test func `have presets that differ in every switch`() {
    let kind = Quirks.lenient.settings
    let strict = Quirks.strict.settings
    #expect(kind.map(\.name) == strict.map(\.name))
    for (kind, strict) in zip(kind, strict) {
      #expect(kind.reading != strict.reading, "\(kind.name)")
    }
    #expect(Set(QuirkTable.all.map(\.name)).count == kind.count)
    #expect(kind.count == 44)
    #expect(QuirkTable.all.allSatisfy { !$0.summary.isEmpty && $0.readings.count > 1 })
  }

  @Test func `are members of the name by which they are set`() {
    let members = Mirror(reflecting: QuirkTable.standard).children.compactMap(\.label)
    #expect(members == QuirkTable.all.map(\.name))
  }

  @Test func `are set by name and value`() throws {
    var quirks = Quirks.lenient
    for (name, reading) in Quirks.strict.settings { try quirks.set("\(name)=\(reading)") }
    #expect(quirks == .strict)
    #expect(try Quirks(preset: "strict") == .strict)
    #expect(throws: SandboxError.unknownQuirk("readLack")) { try quirks.set("readLack=5") }
    for text in ["readLag=-1", "readLag=x", "readLag"] {
      #expect(throws: SandboxError.self) { try quirks.set(text) }
    }
    #expect(throws: SandboxError.self) { try quirks.set("emptyValue=perhaps") }
    #expect(throws: SandboxError.self) { try Quirks(preset: "cruel") }
    #expect(quirks == .strict)
  }

  @Test func `are read from text and written as the same text`() throws {
    let text =
      "throttle=0.05,list.dropAfter=0.5,update#3=500,#7=timeout,update#4=after:code:-1,"
      + "update#5=code:isp.service-error,maycurBatch.reject=0.03,failUser=u1:60121"
    let faults = try Faults(text)
    #expect(faults.text == text)
    #expect(faults.failUsers == ["u1": 60121])
    #expect(faults.fault(.update, call: 3, total: 1) == .serverError)
    #expect(faults.fault(.token, call: 1, total: 7) == .timeout)
    #expect(faults.fault(.update, call: 4, total: 1) == .afterwards(.code("-1")))
    #expect(try Faults("update.after:500=0.1").text == "update.after:500=0.1")
    #expect(try Faults("code:isp.x=0.1").text == "code:isp.x=0.1")
    #expect(try Faults("code:noreply=0.1").text == "code:noreply=0.1")
    #expect(try Faults("#1=code:noreply").text == "#1=code:noreply")
    var exact = Faults()
    exact.fail(.list, share: 1, with: .reply(SimulatedResponse(body: [])))
    exact.fail(.list, call: 1, with: .afterwards(.reply(SimulatedResponse(body: []))))
    #expect(exact.text == "none")
    #expect(try Faults("none") == .none)
    #expect(try Faults("failUser=u2").failUsers == ["u2": 400_002])
  }

  @Test(arguments: [
    "throttle", "throttle=2", "x=0.1", "here.throttle=0.1", "list#0=500", "#1=x", "code:=0.1",
    "after:x=0.1", "after:personNull=0.1",
  ])
  func `that make no sense are refused`(text: String) {
    #expect(throws: SandboxError.unreadableFault(text)) { try Faults(text) }
  }

  @Test func `fall on about the share asked for, and on the same calls each time`() throws {
    let faults = try Faults("list.throttle=0.2", seed: 9)
    let struck = (1...2000).filter { faults.fault(.list, call: $0, total: $0) == .throttle }
    #expect(300...500 ~= struck.count)
    #expect(struck == (1...2000).filter { faults.fault(.list, call: $0, total: 1) != nil })
    #expect((1...2000).allSatisfy { faults.fault(.users, call: $0, total: $0) == nil })
    let other = try Faults("list.throttle=0.2", seed: 10)
    #expect(struck != (1...2000).filter { other.fault(.list, call: $0, total: $0) != nil })
  }

  @Test func `fail planned calls, apply what they must, and are recorded`() throws {
    var caller = Caller(people: 3)
    let user = caller.simulation.company.user(0)
    caller.simulation.faults = try Faults("update#1=drop,update#2=dropAfter,update#3=html")
    let section = Caller.section(0, [("sys04-accountBank", "甲银行")])
    let call = caller.call(
      .update,
      [
        "agentid": 23_470_561,
        "param": ["userid": .string(user.text), "groups": [Caller.group("sys04", [section])]],
      ]
    )
    #expect(caller.simulation.receive(call, now: caller.now) == .drop)
    #expect(caller.simulation.company.entry(user, "sys04-accountBank")?.value != .text("甲银行"))
    #expect(caller.simulation.receive(call, now: caller.now) == .drop)
    #expect(caller.simulation.company.entry(user, "sys04-accountBank")?.value == .text("甲银行"))
    guard case .reply(let page) = caller.simulation.receive(call, now: caller.now) else {
      Issue.record("no answer")
      return
    }
    #expect(page.contentType.hasPrefix("text/html") && page.text.contains("<html>"))
    let journal = caller.simulation.journal
    #expect(journal.map(\.fault) == ["drop", "dropAfter", "html"])
    #expect(journal.map(\.isApplied) == [false, true, false])
    #expect(journal.allSatisfy { $0.endpoint == .update && $0.body == call.body })
  }

  @Test(
    arguments: [
      (Fault.serverError, 500, nil), (.busy, 200, -1), (.throttle, 200, 90018),
      (.quota, 200, 90020),
      (.banObject, 200, nil), (.expireToken, 200, 40014),
    ] as [(Fault, Int, Int?)]
  )
  func `respond as they are named`(fault: Fault, status: Int, code: Int?) throws {
    var caller = Caller()
    caller.simulation.faults.fail(.catalog, share: 1, with: fault)
    let call = caller.call(.catalog, ["agentid": 23_470_561])
    guard case .reply(let response) = caller.simulation.receive(call, now: caller.now) else {
      Issue.record("no answer")
      return
    }
    #expect(response.status == status && response.code == code)
  }

  @Test func `fail whole reads for one user, with that user's code`() throws {
    var caller = Caller(people: 3)
    let user = caller.simulation.company.user(2)
    caller.simulation.faults.failUsers = [user: 60121]
    let users = JSONList.of(caller.simulation.company.userids)
    #expect(caller.post(.list, ["userid_list": users])["errcode"] == 60121)
    #expect(caller.read(caller.simulation.company.user(0), "sys00-name") != nil)
  }

  @Test func `are explained, each error in a sentence and under its own name`() {
    let errors: [SandboxError] = [
      .unknownUser("u"), .unknownField("f"), .unknownGroup("g"), .unknownItem("f", 3),
      .userExists("u"), .unknownQuirk("d"), .unreadableFault("x"), .badParameter("n"),
      .unknownReading(quirk: "d", reading: "r", allowed: ["a"]),
      .cannotListen(port: 80, reason: "taken"),
    ]
    #expect(Set(errors.map(\.name)).count == errors.count)
    #expect(errors.allSatisfy { $0.message.hasSuffix(".") && $0.message.count > 30 })
  }
}
