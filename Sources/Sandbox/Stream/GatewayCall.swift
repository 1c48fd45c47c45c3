import Roster
import VerbatimJSON

/// `gateway/connections/open`: a ticket for a connection of the Stream.
extension Simulation {
  mutating func openConnection(_ call: Call, now: Instant) throws(NewerRefusal)
    -> SimulatedResponse
  {
    guard let body = try? JSON(parsing: call.body),
      body["clientId"]?.text == credentials.appKey,
      body["clientSecret"]?.text == credentials.appSecret
    else { throw .wrongSecret }
    guard let wanted = body["subscriptions"]?.elements, !wanted.isEmpty else {
      throw .missingString
    }
    let ticket = stream.issue(
      wantsEvents: wanted.contains { $0["type"]?.text == "EVENT" },
      expires: now + .seconds(limits.ticketLife),
      company: company
    )
    let response: JSON = ["endpoint": .string(stream.address), "ticket": .string(ticket)]
    return SimulatedResponse(body: response.bytes, code: 0)
  }

  /// Makes events of what has changed in the company.
  mutating func watchCompany(now: Instant) {
    stream.watch(company, quirks: quirks, now: now)
  }

  /// Takes what the gateway sends now, and when it sends next; nil for nothing.
  mutating func takeSendings(now: Instant) -> (sendings: [StreamGateway.Sending], next: Instant?) {
    watchCompany(now: now)
    let sendings = stream.takeDue(
      now: now,
      quirks: quirks,
      limits: limits,
      corpID: company.corpID
    )
    return (sendings, stream.nextDue)
  }
}
