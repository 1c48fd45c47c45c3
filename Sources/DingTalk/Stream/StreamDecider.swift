import RemoteAPI
package import Roster

/// Decides what a follower of the Stream does next: events in, actions out.
///
/// It connects, and connects anew when a connection ends: at once when DingTalk asked for it,
/// otherwise after waits that double from a second to five minutes. Change events are handed on,
/// and acknowledged when they are recorded; one that could not be recorded is put off (`LATER`), and
/// DingTalk sends it again. All times are of the monotonic clock.
package struct StreamDecider: Sendable {
  /// A connection on which nothing is heard for this long has ended.
  package static let silence = Duration.seconds(120)
  /// When nothing was heard for this long, the other side is asked for a sign.
  package static let pingAfter = Duration.seconds(60)
  /// A connection of this length was a good one: waits begin anew.
  package static let goodConnection = Duration.seconds(60)
  /// The longest wait before a new connection.
  package static let longestWait = Duration.seconds(300)
  /// This many events may be in hand; further ones are put off.
  package static let eventsInHand = 1000

  /// What happened.
  package enum Event: Sendable {
    /// The follower began, or has waited.
    case ready
    /// The connection is open.
    case opened
    /// A text arrived.
    case received(String)
    /// The other side gave a sign: a ping, or the reply to one.
    case heard
    /// The event of this message is recorded, or needs no record.
    case recorded(message: String)
    /// The event of this message could not be recorded.
    case notRecorded(message: String)
    /// The time of `nextTime` has come.
    case time
    /// The connection has ended, or was not made; nil if the other side closed it in order.
    case ended((any UserFacingError)?)
  }

  /// What is to be done.
  package enum Action: Sendable {
    /// Open a connection; `opened` or `ended` follows.
    case connect
    /// Send a text.
    case send(String)
    /// Send a ping.
    case ping
    /// Hand on an event; `recorded` or `notRecorded` follows.
    case handOn(ChangeEvent, message: String)
    /// Close the connection; `ended` follows.
    case close
    /// Wait; `ready` follows.
    case wait(Duration, because: (any UserFacingError)?)
    /// Stop for good.
    case giveUp(any UserFacingError)
  }

  private var failures = 0
  private var wasOpen = false
  private var opened: Instant?
  private var heard: Instant?
  private var pinged: Instant?
  /// Whether DingTalk asked to connect anew.
  private var isAskedToGo = false
  /// Why this side closes the connection.
  private var closing: (any UserFacingError)?
  private var inHand: Set<String> = []

  package init() {}

  /// When `time` is due; nil while no connection is open.
  package var nextTime: Instant? {
    heard.map { pinged == nil ? $0 + Self.pingAfter : $0 + Self.silence }
  }

  /// Takes an event and returns the next actions.
  ///
  /// - Parameters:
  ///   - event: What happened.
  ///   - now: When.
  ///   - random: A number in [0, 1), for the random part of a wait.
  /// - Returns: The actions, in order.
  package mutating func receive(_ event: Event, now: Instant, random: Double) -> [Action] {
    switch event {
    case .ready: return [.connect]
    case .opened:
      wasOpen = true
      opened = now
      hear(now)
      return []
    case .received(let text):
      hear(now)
      return take(text)
    case .heard:
      hear(now)
      return []
    case .recorded(let message): return reply(to: message, "SUCCESS")
    case .notRecorded(let message): return reply(to: message, "LATER")
    case .time: return check(now)
    case .ended(let error): return end(closing ?? error, now: now, random: random)
    }
  }

  private mutating func hear(_ now: Instant) {
    heard = now
    pinged = nil
  }

  private mutating func take(_ text: String) -> [Action] {
    guard closing == nil, !isAskedToGo else { return [] }
    let frame: StreamFrame
    do throws(MalformedDingTalkResponse) { frame = try StreamFrame(parsing: text) } catch {
      closing = StreamError.malformedFrame(error.sentence)
      return [.close]
    }
    switch frame.kind {
    case .system where frame.topic == "disconnect":
      isAskedToGo = true
      return [.close]
    case .system:
      return [.send(StreamFrame.reply(to: frame.messageID, frame.data ?? "{}"))]
    case .event:
      guard let event = ChangeEvent(frame) else {
        return [.send(Self.status("SUCCESS", frame.messageID))]
      }
      guard inHand.count < Self.eventsInHand else {
        return [.send(Self.status("LATER", frame.messageID))]
      }
      inHand.insert(frame.messageID)
      return [.handOn(event, message: frame.messageID)]
    case .callback, nil:
      return [.send(StreamFrame.reply(to: frame.messageID, "{}", code: 404))]
    }
  }

  private static func status(_ status: String, _ message: String) -> String {
    StreamFrame.reply(to: message, #"{"status":"\#(status)"}"#)
  }

  /// Replies to a message of this connection; an earlier one's are sent again by DingTalk.
  private mutating func reply(to message: String, _ status: String) -> [Action] {
    inHand.remove(message) == nil ? [] : [.send(Self.status(status, message))]
  }

  private mutating func check(_ now: Instant) -> [Action] {
    guard let heard, closing == nil else { return [] }
    if now - heard >= Self.silence {
      closing = StreamError.silent(Self.silence)
      return [.close]
    }
    guard pinged == nil, now - heard >= Self.pingAfter else { return [] }
    pinged = now
    return [.ping]
  }

  private mutating func end(
    _ error: (any UserFacingError)?,
    now: Instant,
    random: Double
  ) -> [Action] {
    let lived = opened.map { now - $0 } ?? .zero
    if lived >= Self.goodConnection { failures = 0 }
    let isInOrder = isAskedToGo && lived >= .seconds(10)
    (opened, heard, pinged, isAskedToGo, closing) = (nil, nil, nil, false, nil)
    inHand = []
    if isInOrder { return [.connect] }
    if !wasOpen, let error, Self.isFinal(error) { return [.giveUp(error)] }
    failures += 1
    var longest = Duration.seconds(1)
    for _ in 1..<failures where longest < Self.longestWait { longest = longest * 2 }
    longest = min(longest, Self.longestWait)
    let wait = longest / 2 + longest / 2 * min(max(random, 0), 1)
    return [.wait(wait, because: error)]
  }

  /// Whether a first attempt that failed so will fail again: a wrong secret, a missing permission.
  private static func isFinal(_ error: any UserFacingError) -> Bool {
    [.noPermission, .badSettings, .usage].contains(error.errorCode.exit)
  }
}
