import Feed
import VerbatimJSON

extension OpenAPI {
  /// The responses of a route of the feed that are no problems.
  static func feed(_ route: Route) -> [JSON.Member] {
    guard case .own(.feed) = route.result else {
      let response: JSON = [
        "description": "Server-sent events without end; the schema is that of each.",
        "content": .object([
          JSON.Member(key: FeedForm.serverSent.type, value: ["schema": serverSentEvent])
        ]),
      ]
      return [JSON.Member(key: "200", value: response)]
    }
    let event = RowSchema.all["event"]?.json ?? ["type": "object"]
    let page: JSON = ["schema": ["type": "array", "items": event]]
    let response: JSON = [
      "description": "The events.",
      "headers": [
        "Rollbook-Position": [
          "description": "How far the feed looked: the next request's `after`.",
          "schema": ["type": "string"],
        ]
      ],
      "content": .object([
        JSON.Member(key: FeedForm.page.type, value: page),
        JSON.Member(key: FeedForm.lines.type, value: ["schema": ["type": "string"]]),
      ]),
      "links": .object(links(of: route)),
    ]
    return [
      JSON.Member(key: "200", value: response),
      JSON.Member(key: "304", value: ["description": "It has not changed."]),
    ]
  }

  private static let serverSentEvent: JSON = [
    "type": "object",
    "properties": [
      "id": ["type": "string", "description": "The position: a later `Last-Event-ID`."],
      "data": [
        "type": "string", "contentMediaType": "application/json",
        "description": "The event, as a page of the feed has it.",
      ],
    ],
    "required": ["id", "data"],
  ]
}
