package import Roster
import VerbatimJSON

/// The gateway of DingTalk's Stream: its tickets, its connections, and its events.
///
/// It is pure, without clock and socket.
/// Changes of the company become events from the first ticket on. An event is sent to the oldest
/// connection that subscribed to events, and again until it is acknowledged.
package struct StreamGateway: Sendable {
  /// An event of the company.
  package struct Event: Hashable, Sendable {
    /// DingTalk's id of it, the same in every copy.
    package let id: String
    /// Its type, such as `user_add_org`.
    package let type: String
    /// When the change was made.
    package let born: Instant
    /// How often it was sent, copies included.
    package internal(set) var sent = 0
    /// Whether a client acknowledged it.
    package internal(set) var isAcknowledged = false
    /// Whether it is never sent.
    package let isLost: Bool
    let data: JSON
    /// When it is sent next.
    var due: Instant
  }

  /// Something for a connection.
  struct Sending: Sendable {
    enum Content: Sendable {
      case text(String)
      case ping
      case close
    }

    let connection: Int
    let content: Content
  }

  private struct Ticket {
    let expires: Instant
    let wantsEvents: Bool
  }

  private struct Connection {
    let wantsEvents: Bool
    var pingDue: Instant
    /// When it is closed; nil if it was not asked to go.
    var closing: Instant?
    /// The event of each message that was sent, by the message's id.
    var messages: [String: Int] = [:]
  }

  /// The address of the WebSocket, without the ticket.
  package internal(set) var address = "ws://127.0.0.1/connect"
  /// All events so far, in the order of the changes.
  package private(set) var events: [Event] = []
  private let seed: UInt64
  private var drawn: UInt64 = 0
  private var tickets: [String: Ticket] = [:]
  private var connections: [Int: Connection] = [:]
  private var connected = 0
  private var watched: WatchedCompany?
  /// The events that are not acknowledged, by their index.
  private var waiting: [Int] = []
  private var outbox: [Sending] = []

  init(seed: UInt64) { self.seed = seed }

  /// The numbers of the open connections, oldest first.
  package var openConnections: [Int] { connections.keys.sorted() }

  /// Issues a ticket, and watches the company from now on.
  mutating func issue(wantsEvents: Bool, expires: Instant, company: Company) -> String {
    if watched == nil { watched = WatchedCompany(company) }
    let ticket = draw()
    tickets[ticket] = Ticket(expires: expires, wantsEvents: wantsEvents)
    return ticket
  }

  /// Whether a ticket opens a connection.
  func admits(_ ticket: String, now: Instant) -> Bool {
    tickets[ticket].map { $0.expires > now } ?? false
  }

  /// Opens a connection with a ticket, which is used up.
  ///
  /// - Returns: The connection's number; nil if the ticket is unknown, old or used.
  mutating func connect(_ ticket: String, now: Instant, limits: SandboxLimits) -> Int? {
    guard admits(ticket, now: now), let used = tickets.removeValue(forKey: ticket) else {
      return nil
    }
    connected += 1
    connections[connected] = Connection(
      wantsEvents: used.wantsEvents,
      pingDue: now + .seconds(limits.pingInterval)
    )
    return connected
  }

  /// Forgets a connection that has ended; what it did not acknowledge is due for the next one.
  mutating func ended(_ connection: Int, now: Instant) {
    guard let ended = connections.removeValue(forKey: connection) else { return }
    for index in Set(ended.messages.values) where !events[index].isAcknowledged {
      events[index].due = now
    }
  }

  /// Receives what a client sent: acknowledgements count, everything else does not.
  mutating func received(_ text: String, from connection: Int, now: Instant, resend: Int) {
    guard let json = try? JSON(parsing: text),
      let message = json["headers"]?["messageId"]?.text,
      let index = connections[connection]?.messages[message]
    else { return }
    let data = json["data"]?.text.flatMap { try? JSON(parsing: $0) }
    if json["code"]?.integer == 200, data?["status"]?.text != "LATER" {
      events[index].isAcknowledged = true
      waiting.removeAll { $0 == index }
    } else {
      events[index].due = now + .seconds(resend)
    }
  }

  /// Forgets that an employee has changed.
  mutating func overlook(_ number: Int, in company: Company) {
    watched?.overlook(number, in: company)
  }

  /// Makes events of what has changed in a company.
  mutating func watch(_ company: Company, quirks: Quirks, now: Instant) {
    let changes = watched?.changes(in: company, now: now) ?? []
    if connections.isEmpty, quirks.streamAway == .lost { return }
    for change in changes {
      let number = events.count + 1
      let isLost = quirks.streamLost > 0 && number % quirks.streamLost == 0
      if !isLost { waiting.append(events.count) }
      events.append(
        Event(
          id: draw(),
          type: change.type,
          born: now,
          isLost: isLost,
          data: change.data,
          due: now
        )
      )
    }
  }

  /// Asks all clients to connect anew, or drops their connections.
  ///
  /// - Parameters:
  ///   - isAbrupt: Whether the connections are dropped at once.
  ///   - now: When.
  package mutating func disconnect(isAbrupt: Bool, now: Instant) {
    for connection in openConnections {
      guard !isAbrupt else {
        outbox.append(Sending(connection: connection, content: .close))
        continue
      }
      connections[connection]?.closing = now + .seconds(10)
      let text = system("disconnect", ["reason": "sandbox"], now: now)
      outbox.append(Sending(connection: connection, content: .text(text)))
    }
  }

  /// Sends a text to all clients, as it is.
  ///
  /// - Parameter text: The text.
  package mutating func send(_ text: String) {
    outbox += openConnections.map { Sending(connection: $0, content: .text(text)) }
  }

  /// Takes what is to be sent now.
  mutating func takeDue(now: Instant, quirks: Quirks, limits: SandboxLimits, corpID: Verbatim)
    -> [Sending]
  {
    var sendings = outbox
    outbox = []
    for number in openConnections {
      if let closing = connections[number]?.closing, closing <= now {
        sendings.append(Sending(connection: number, content: .close))
      }
      guard let due = connections[number]?.pingDue, due <= now else { continue }
      connections[number]?.pingDue = now + .seconds(max(1, limits.pingInterval))
      switch quirks.streamPing {
      case .none: break
      case .control: sendings.append(Sending(connection: number, content: .ping))
      case .frame:
        let text = system("ping", ["opaque": .string(draw())], now: now)
        sendings.append(Sending(connection: number, content: .text(text)))
      }
    }
    guard let receiver else { return sendings }
    let due = waiting.filter { events[$0].due <= now }
    for index in quirks.streamOrder == .kept ? due : due.reversed() {
      events[index].due = now + .seconds(max(1, quirks.streamResend))
      for _ in 0...(events[index].sent == 0 ? quirks.streamCopies : 0) {
        events[index].sent += 1
        let message = draw()
        connections[receiver]?.messages[message] = index
        let text = frame(of: events[index], message: message, corpID: corpID, now: now)
        sendings.append(Sending(connection: receiver, content: .text(text)))
      }
    }
    return sendings
  }

  /// When something is to be sent next; nil for nothing.
  var nextDue: Instant? {
    let resending = receiver == nil ? [] : waiting.map { events[$0].due }
    let others = connections.values.flatMap { [$0.pingDue, $0.closing].compactMap { $0 } }
    return (resending + others).min()
  }

  /// The connection that gets the events.
  private var receiver: Int? {
    openConnections.first {
      connections[$0]?.wantsEvents == true && connections[$0]?.closing == nil
    }
  }

  private func frame(of event: Event, message: String, corpID: Verbatim, now: Instant) -> String {
    let headers: JSON = [
      "contentType": "application/json",
      "messageId": .string(message),
      "topic": "*",
      "time": .string(String(now.milliseconds)),
      "eventId": .string(event.id),
      "eventType": .string(event.type),
      "eventCorpId": .string(corpID.text),
      "eventBornTime": .string(String(event.born.milliseconds)),
      "eventUnifiedAppId": "sandbox",
    ]
    return Self.frame("EVENT", headers, event.data)
  }

  private mutating func system(_ topic: String, _ data: JSON, now: Instant) -> String {
    let headers: JSON = [
      "contentType": "application/json",
      "messageId": .string(draw()),
      "topic": .string(topic),
      "time": .string(String(now.milliseconds)),
    ]
    return Self.frame("SYSTEM", headers, data)
  }

  private static func frame(_ type: String, _ headers: JSON, _ data: JSON) -> String {
    let frame: JSON = [
      "specVersion": "1.0", "type": .string(type), "headers": headers,
      "data": .string(data.compact),
    ]
    return frame.compact
  }

  /// A name that is drawn once only.
  private mutating func draw() -> String {
    drawn += 1
    var chance = SeededRandom(seed, 41, drawn)
    return chance.hex(32)
  }
}
