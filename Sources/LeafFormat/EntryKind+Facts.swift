package import Roster

/// What a leaf and its private part say of each kind of entry.
///
/// The fields are columns, so the maker asks for them by these names; and what is said in the clear
/// has the same names in evidence.
extension EntryKind {
  /// The facts in the leaf: they concern no person.
  package var facts: [RecordField] {
    switch self {
    case .opened:
      [
        .text("kind"), .text("system"), .text("program"), .optionalInteger("parent"),
        .optionalHash("actor"), .optionalHash("claimed_actor"), .optionalHash("reason"),
        .optionalHash("ticket"), .optionalHash("parameters"), .optionalHash("request_key"),
        .optionalHash("request_digest"),
      ]
    case .closed:
      [
        .integer("operation"), .text("status"), .hash("amendments"),
        .optional([
          .record([.bytes("digest"), .integer("captured_at")]), .optionalHash("file"),
        ]),
      ]
    case .enumerated: [.integer("listed"), .integer("missing"), .integer("accepted")]
    case .cataloged: [.hash("descriptions")]
    case .notReturned: [.optional([.text("code"), .optionalHash("message")])]
    case .sent: [.count("rows"), .hash("intended")]
    case .accepted, .rejected, .uncertain:
      [.integer("sent"), .text("code"), .optionalHash("message")]
    case .skipped: [.optionalHash("reason")]
    case .dismissed: [.optionalHash("record")]
    case .settled: [.text("verdict"), .optionalHash("how")]
    case .linked, .unlinked: [.text("source")]
    case .erased: [.count("items"), .hash("root"), .hash("subject")]
    case .readmitted: [.integer("erasure")]
    case .suppressed: [.integer("users")]
    case .setAside: [.text("part"), .integer("people"), .text("field"), .text("problem")]
    case .granted:
      [.text("role"), .bytes("hash"), .optionalInteger("until"), .optionalHash("name")]
    case .revoked: [.integer("token")]
    case .configured: [.bytes("digest")]
    case .accessed:
      [
        .text("what"), .text("role"), .integer("position"), .integer("previous"),
        .optionalHash("actor"), .optionalHash("query"), .optionalHash("behalf"),
        .optionalHash("purpose"),
        .optional([.count("people"), .hash("root")]),
      ]
    case .forgotten: [.count("items"), .hash("root"), .integer("before")]
    case .proposed: [.optionalHash("planned")]
    case .submitted:
      [
        .integer("operation"), .text("kind"), .bytes("digest"), .integer("until"),
        .integer("people"), .text("needs"), .optionalHash("proposer"), .optionalHash("request"),
      ]
    case .decided:
      [
        .integer("proposal"), .text("decision"), .bytes("digest"), .text("duty"),
        .optionalHash("person"),
      ]
    case .fetched, .imported, .joined, .left, .rejoined, .intended, .held, .released,
      .erasureRefused:
      []
    }
  }

  /// The names of the personal texts to whose commitments the facts commit.
  package var textNames: [String] {
    func names(_ fields: [RecordField]) -> [String] {
      fields.flatMap { field -> [String] in
        if case .optionalHash(let name) = field { [name] } else { names(field.parts) }
      }
    }
    return names(facts)
  }

  /// The details at the end of the private part.
  package var details: [RecordField] {
    switch self {
    case .intended:
      [
        .integer("first_event"), .integer("events"),
        .rows([
          .integer("event"), .optionalInteger("base"), .integer("action"), .integer("is_implied"),
          .integer("reversibility"),
        ]),
      ]
    case .accepted, .rejected, .uncertain, .skipped, .settled: [.integer("intended")]
    case .linked, .unlinked:
      [.bytes("dingtalk"), .hash("dingtalk"), .bytes("maycur"), .hash("maycur")]
    default: []
    }
  }
}
