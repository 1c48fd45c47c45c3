import VerbatimJSON

extension OpenAPI {
  /// The header of a request that begins a job.
  static let idempotencyKey: JSON = [
    "name": "Idempotency-Key", "in": "header", "required": false,
    "description": "A text of the client: the same request with the same key is done once.",
    "schema": ["type": "string", "minLength": 1, "maxLength": 255],
  ]

  /// The header with which a reader that connects again says where it was.
  static let lastEventID: JSON = [
    "name": "Last-Event-ID", "in": "header", "required": false,
    "description": "The id of the last event that arrived; it wins over `after`. Empty is none.",
    "schema": ["type": "string"],
  ]

  /// The headers that are recorded with what a response shows about people.
  static let ofAccess = [
    recorded("On-Behalf-Of", "For whom it is read"),
    recorded("Rollbook-Purpose", "For what it is read"),
  ]

  private static func recorded(_ name: String, _ summary: String) -> JSON {
    [
      "name": .string(name), "in": "header", "required": false,
      "description": .string("\(summary): recorded with what is shown. UTF-8, percent-encoded."),
      "schema": [
        "type": "string", "minLength": 1, "maxLength": .integer(Showing.textLimit),
        "pattern": .string("^(\(Showing.encoded))+$"),
      ],
    ]
  }
}
