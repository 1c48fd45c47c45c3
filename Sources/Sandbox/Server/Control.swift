import Roster
import VerbatimJSON

/// The calls under `/sandbox`, with which a person changes the company and its behaviour.
///
/// Parameters are in the query or members of a JSON object in the body; the body takes precedence.
enum Control {
  private struct Route {
    let method: String
    let path: String
    let help: String
    let perform: @Sendable (Parameters, inout Simulation) throws(SandboxError) -> JSON

    init(
      _ method: String,
      _ path: String,
      _ help: String,
      _ perform:
        @escaping @Sendable (Parameters, inout Simulation) throws(SandboxError)
        -> JSON
    ) {
      self.method = method
      self.path = path
      self.help = help
      self.perform = perform
    }
  }

  /// The calls with their parameters, one line each.
  static var help: String {
    routes.map { "\($0.method) \($0.path)\($0.help)" }.joined(separator: "\n") + "\n"
  }

  static func answer(_ call: Call, of simulation: inout Simulation, now: Instant)
    -> SimulatedResponse
  {
    if call.path == "/sandbox" || call.path == "/sandbox/" {
      return SimulatedResponse(contentType: "text/plain;charset=utf-8", body: Array(help.utf8))
    }
    let onPath = routes.filter { $0.path == call.path }
    guard !onPath.isEmpty else {
      return failure(404, "unknownCall", "GET /sandbox lists the calls.")
    }
    guard let route = onPath.first(where: { $0.method == call.method }) else {
      let methods = onPath.map(\.method).joined(separator: " or ")
      return failure(405, "wrongMethod", "\(call.path) wants \(methods).")
    }
    do throws(SandboxError) {
      let result = try route.perform(try Parameters(call, now: now), &simulation)
      return SimulatedResponse(body: Array((result.pretty + "\n").utf8))
    } catch {
      return failure(400, error.name, error.message)
    }
  }

  private static func failure(_ status: Int, _ name: String, _ message: String) -> SimulatedResponse
  {
    let body: JSON = ["error": .string(name), "message": .string(message)]
    return SimulatedResponse(status: status, body: Array((body.pretty + "\n").utf8))
  }

  private static let routes: [Route] = people + behaviour

  private static let people = [
    Route("POST", "/sandbox/day", "?n=1 — lets days pass") {
      parameters,
      simulation throws(SandboxError) in
      ControlJSON.report(simulation.company.advanceDay(try parameters.integer("n", or: 1)))
    },
    Route(
      "POST",
      "/sandbox/edit",
      "?user=&field=&value=&item=0&label= — a person edits a value"
    ) { parameters, simulation throws(SandboxError) in
      try simulation.company.edit(
        Verbatim(try parameters.text("user")),
        FieldCode(try parameters.text("field")),
        item: try parameters.integer("item", or: 0),
        value: Verbatim(try parameters.text("value")),
        label: parameters["label"].map { Verbatim($0) }
      )
      return ["ok": true]
    },
    Route("POST", "/sandbox/remove", "?user=&group=&item=0 — removes a detail item") {
      parameters,
      simulation throws(SandboxError) in
      try simulation.company.removeItem(
        Verbatim(try parameters.text("user")),
        group: Verbatim(try parameters.text("group")),
        item: try parameters.integer("item", or: 0)
      )
      return ["ok": true]
    },
    Route("POST", "/sandbox/leave", "?user= — a person leaves") {
      parameters,
      simulation throws(SandboxError) in
      try simulation.company.leave(Verbatim(try parameters.text("user")))
      return ["ok": true]
    },
    Route("POST", "/sandbox/rejoin", "?user= — a person who left returns") {
      parameters,
      simulation throws(SandboxError) in
      try simulation.company.rejoin(Verbatim(try parameters.text("user")))
      return ["ok": true]
    },
    Route("POST", "/sandbox/join", "?user= — a person joins, under a made-up key unless given") {
      parameters,
      simulation throws(SandboxError) in
      let user = try simulation.company.join(parameters["user"].map { Verbatim($0) })
      return ["user": .string(user.text)]
    },
    Route("GET", "/sandbox/people", "?user= — everybody who is active, or one person's values") {
      parameters,
      simulation throws(SandboxError) in
      guard let user = parameters["user"] else { return ControlJSON.people(simulation.company) }
      guard let employee = simulation.company.employee(Verbatim(user)) else {
        throw .unknownUser(Verbatim(user))
      }
      return ControlJSON.sheet(employee, in: simulation.company)
    },
  ]

  private static let behaviour = [
    Route("GET", "/sandbox/maycur", "?user= — everybody in Maycur, or one employee's record") {
      parameters,
      simulation throws(SandboxError) in
      simulation.maycur.catchUp(with: simulation.company)
      guard let user = parameters["user"] else {
        return .array(simulation.maycur.records.map(\.json))
      }
      guard let record = simulation.maycur[Verbatim(user)] else {
        throw .unknownUser(Verbatim(user))
      }
      return record.json
    },
    Route("POST", "/sandbox/withhold", "?field=&on=true — leaves a field out of every response") {
      parameters,
      simulation throws(SandboxError) in
      let field = try parameters.field(in: simulation.company)
      let isOn = parameters["on"] != "false"
      simulation.company.withheldFields.formSymmetricDifference(
        simulation.company.withheldFields.contains(field) == isOn ? [] : [field]
      )
      return .strings(simulation.company.withheldFields.sorted().map(\.text))
    },
    Route("POST", "/sandbox/disable", "?field=&on=true — switches a field off, catalog included") {
      parameters,
      simulation throws(SandboxError) in
      let field = try parameters.field(in: simulation.company)
      let isOn = parameters["on"] != "false"
      simulation.company.disabledFields.formSymmetricDifference(
        simulation.company.disabledFields.contains(field) == isOn ? [] : [field]
      )
      return .strings(simulation.company.disabledFields.sorted().map(\.text))
    },
    Route("POST", "/sandbox/shrink", "?share=0.5 — the list of users gives only a part; 1 for all")
    {
      parameters,
      simulation throws(SandboxError) in
      simulation.company.listedShare = try parameters.share("share")
      return ["ok": true]
    },
    Route("POST", "/sandbox/corp", "?id= — makes it another company") {
      parameters,
      simulation throws(SandboxError) in
      simulation.company.corpID = Verbatim(try parameters.text("id"))
      return ["ok": true]
    },
    Route("POST", "/sandbox/permission", "?name=read|write&on=true — gives or takes a permission") {
      parameters,
      simulation throws(SandboxError) in
      guard let permission = SandboxPermission(rawValue: try parameters.text("name")) else {
        throw .badParameter("name")
      }
      if parameters["on"] == "false" {
        simulation.permissions.remove(permission)
      } else {
        simulation.permissions.insert(permission)
      }
      return .strings(simulation.permissions.map(\.rawValue).sorted())
    },
    Route("GET", "/sandbox/stream", " — the connections of the Stream, and its events") {
      _,
      simulation in
      ControlJSON.stream(simulation.stream)
    },
    Route(
      "POST",
      "/sandbox/stream",
      "?disconnect | ?drop | ?send=TEXT — asks to connect anew, drops connections, sends a frame"
    ) { parameters, simulation throws(SandboxError) in
      if let text = parameters["send"] { simulation.stream.send(text) }
      if parameters["disconnect"] ?? parameters["drop"] != nil {
        let isAbrupt = parameters["disconnect"] == nil
        simulation.stream.disconnect(isAbrupt: isAbrupt, now: parameters.now)
      }
      return ControlJSON.stream(simulation.stream)
    },
    Route("POST", "/sandbox/expire", " — makes every token invalid") { _, simulation in
      simulation.expireTokens()
      return ["ok": true]
    },
    Route("GET", "/sandbox/faults", " — what goes wrong") { _, simulation in
      ["faults": .string(simulation.faults.text)]
    },
    Route("POST", "/sandbox/faults", "?set=throttle=0.05,list.dropAfter=0.02&seed=1 — or set=none")
    {
      parameters,
      simulation throws(SandboxError) in
      let seed = UInt64(clamping: try parameters.integer("seed", or: 1))
      simulation.faults = try Faults(try parameters.text("set"), seed: seed)
      return ["faults": .string(simulation.faults.text)]
    },
    Route("GET", "/sandbox/quirks", " — every quirk, with its reading") {
      _,
      simulation in
      ControlJSON.quirks(simulation.quirks)
    },
    Route("POST", "/sandbox/quirks", "?preset=lenient|strict&set=readLag=5") {
      parameters,
      simulation throws(SandboxError) in
      var quirks = simulation.quirks
      if let preset = parameters["preset"] { quirks = try Quirks(preset: preset) }
      if let setting = parameters["set"] { try quirks.set(setting) }
      simulation.quirks = quirks
      return ControlJSON.quirks(quirks)
    },
    Route("GET", "/sandbox/journal", " — every call received") { _, simulation in
      ControlJSON.journal(simulation.journal)
    },
    Route("DELETE", "/sandbox/journal", " — forgets the calls received") { _, simulation in
      simulation.clearJournal()
      return ["ok": true]
    },
  ]
}
