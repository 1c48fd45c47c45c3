import Roster
import VerbatimJSON

/// One frame of the Stream.
struct StreamFrame: Equatable, Sendable {
  /// The kind of a frame.
  enum Kind: String, Sendable {
    case system = "SYSTEM"
    case event = "EVENT"
    case callback = "CALLBACK"
  }

  /// The kind; nil for one that is not known.
  let kind: Kind?
  /// DingTalk's id of the frame, which a reply repeats.
  let messageID: String
  /// The topic; of a system frame it says what is wanted.
  let topic: String?
  /// The id of the event, the same in every copy.
  let eventID: String?
  /// The type of the event.
  let eventType: String?
  /// When the event was born.
  let born: Instant?
  /// The content, which is a document of its own.
  let data: String?

  /// Parses a frame.
  ///
  /// - Parameter text: The text.
  /// - Throws: What is wrong with it, without quoting it.
  init(parsing text: String) throws(MalformedDingTalkResponse) {
    let json: JSON
    do throws(JSONSyntaxError) { json = try JSON(parsingLeniently: Array(text.utf8)) } catch {
      throw MalformedDingTalkResponse("is no JSON: \(error)")
    }
    kind = Kind(rawValue: try json.name("type").text)
    let headers = try json.member("headers")
    do {
      messageID = try headers.name("messageId").text
    } catch {
      throw error.within("headers")
    }
    topic = headers["topic"]?.text
    eventID = headers["eventId"]?.text.flatMap { $0.isEmpty ? nil : $0 }
    eventType = headers["eventType"]?.text
    born = headers["eventBornTime"]?.wholeNumber.map { Instant(milliseconds: $0) }
    // Documented as a text; an object means the same.
    data = json["data"].flatMap { $0.text ?? ($0.isNull ? nil : $0.compact) }
  }

  /// The reply to a frame.
  ///
  /// - Parameters:
  ///   - messageID: The frame's id.
  ///   - data: What is replied.
  ///   - code: 200, or why the frame was not taken.
  /// - Returns: Its text.
  static func reply(to messageID: String, _ data: String, code: Int = 200) -> String {
    let reply: JSON = [
      "code": .integer(code),
      "headers": ["messageId": .string(messageID), "contentType": "application/json"],
      "message": "OK",
      "data": .string(data),
    ]
    return reply.compact
  }
}
