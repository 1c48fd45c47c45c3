import Feed
import Roster
import VerbatimJSON

/// How the feed is sent.
enum FeedForm: Sendable {
  /// One page: a JSON array, `application/cloudevents-batch+json`.
  case page
  /// Without end, one event a line: `application/x-ndjson`.
  case lines
  /// Without end, as server-sent events: `text/event-stream`.
  case serverSent

  var type: String {
    switch self {
    case .page: "application/cloudevents-batch+json"
    case .lines: "application/x-ndjson"
    case .serverSent: "text/event-stream"
    }
  }

  /// How long nothing may be sent.
  var interval: Duration { self == .serverSent ? .seconds(15) : .seconds(10) }

  /// What a stream begins with: a reader sees at once that it is connected.
  func opening(_ position: FeedPosition) -> [UInt8] {
    self == .serverSent ? Array("retry: 2000\n\n".utf8) : heartbeat(position)
  }

  /// The bytes of events.
  func bytes(of events: [FeedEvent]) -> [UInt8] {
    switch self {
    case .page: JSON.array(events.map(\.json)).bytes
    case .lines: events.flatMap { $0.json.bytes + [UInt8(ascii: "\n")] }
    case .serverSent:
      events.flatMap { Array("id: \($0.position)\ndata: ".utf8) + $0.json.bytes + [10, 10] }
    }
  }

  /// What is sent while there are no events: how far the feed looked.
  ///
  /// A server-sent event without data changes only the last id that its reader keeps.
  func heartbeat(_ position: FeedPosition) -> [UInt8] {
    switch self {
    case .page: []
    case .lines: JSON.object([.init(key: "position", value: Self.json(position))]).bytes + [10]
    case .serverSent: Array(": waiting\nid: \(position)\n\n".utf8)
    }
  }

  private static func json(_ position: FeedPosition) -> JSON {
    position.ordinal == nil ? .integer(position.entry.rawValue) : .string(position.description)
  }
}
