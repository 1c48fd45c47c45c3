import VerbatimJSON

/// The members of the objects of a result, with their types.
///
/// It is written as `user person? since:time`: a text, a text or null, a time. A name with `*` is
/// only in some responses, such as those with `as-of`.
struct RowSchema: Sendable, ExpressibleByStringLiteral {
  struct Member: Sendable {
    let name: String
    /// The type in JSON Schema, `time`, or `any`.
    let type: String
    let isNullable: Bool
    let isAlways: Bool
  }

  let members: [Member]

  init(stringLiteral text: String) {
    members = text.split(whereSeparator: \.isWhitespace).map { word in
      let parts = word.split(separator: ":", maxSplits: 1)
      let marks = parts[parts.count - 1].drop { $0 != "?" && $0 != "*" }
      let bare = { (text: Substring) in String(text.prefix { $0 != "?" && $0 != "*" }) }
      return Member(
        name: bare(parts[0]),
        type: parts.count > 1 ? bare(parts[1]) : "string",
        isNullable: marks.contains("?"),
        isAlways: !marks.contains("*")
      )
    }
  }

  /// The schema of one object.
  var json: JSON {
    [
      "type": "object",
      "properties": .object(
        members.map { JSON.Member(key: $0.name, value: Self.json(of: $0)) }
      ),
      "required": .strings(members.filter(\.isAlways).map(\.name)),
    ]
  }

  private static func json(of member: Member) -> JSON {
    if member.type == "any" { return [:] }
    let isTime = member.type == "time"
    let type = isTime ? "string" : member.type
    let format = isTime ? [JSON.Member(key: "format", value: "date-time")] : []
    return .object(
      [
        JSON.Member(
          key: "type",
          value: member.isNullable ? .strings([type, "null"]) : .string(type)
        )
      ] + format
    )
  }
}

extension RowSchema {
  private static let cell =
    "system user field fieldName? item:integer presence value? label? source entry:integer since:time lastObserved:time? asOf:integer* masked:boolean*"

  private static let entry: RowSchema =
    "entry:integer kind operation:integer system user? recordedAt:time values:integer changed:integer"
  private static let operation: RowSchema =
    "operation:integer kind system actor reason? parent:integer? status openedAt:time closedAt:time? entries:integer claimedActor? ticket? requestKey?"

  private static let history: RowSchema =
    "event?* entry:integer operation:integer kind presence* value?* label?* recordedAt:time lastObservedBefore:time?* user* field* fieldName?* item:integer certainFrom:time? possibleFrom:time? by stages:object?* group* groupName* itemID:integer* changes:array* ambiguous:boolean* masked:boolean*"

  private static let access: RowSchema = """
    entry:integer recordedAt:time actor role what user? people:integer? query? behalf? purpose?
    position:integer operation:integer
    """

  /// The rows of each list, and the members of each object, by the name of the operation.
  static let all: [String: RowSchema] = [
    "listPeople":
      "system user person? jobNumber? hasLeft:boolean department? status? lastChange:time?",
    "readPerson": RowSchema(stringLiteral: cell + " certainty?*" + " groupName?"),
    "listCells": RowSchema(stringLiteral: cell + " certainty?*"),
    "readOwnRecord": RowSchema(stringLiteral: cell + " groupName?"),
    "readHistory": history, "readOwnHistory": history,
    "readBlame":
      "field fieldName? item:integer value? label? since:time event? operation:integer? actor? reason? previousValues:integer by kind? claimedActor? ticket? presence certainFrom:time? possibleFrom:time? itemID:integer?* ambiguous:boolean* masked:boolean*",
    "listChanges":
      "recordedAt:time user field item:integer from? to? by actor? reason? fieldName? fromPresence? fromLabel? toPresence? toLabel? event operation:integer batch:integer? lastObservedBefore:time? masked:boolean*",
    "compare":
      "user? field item:integer? from? to? event? operation:integer? by fieldName? fromPresence? fromLabel? toPresence? toLabel? option? itemID:integer?* ambiguous:boolean?* masked:boolean*",
    "listDrift":
      "user? field item:integer? from? to? firstObserved:time? lastObservedBefore:time? kind batch:integer? fieldName? fromPresence? fromLabel? toPresence? toLabel? event? ageSeconds:integer masked:boolean*",
    "listLinks": "dingtalk? maycur? source? since:time? problem? candidate?",
    "listLinkProposals": "dingtalk previous maycur",
    "listErasures": "entry:integer user? what recordedAt:time readmitted:integer?",
    "readErasure": """
    entry:integer recordedAt:time values:integer texts:integer unions:integer users:integer root leafHash leaf
    items:array checkpoint? inclusion:array?
    """,
    "listTokens":
      "number:integer role name? status until:time? createdAt:time actor revokedAt:time?",
    "readPublicKey": "publicKey",
    "listReports": "name title question parameters:array columns:array",
    "listEntries": entry, "readEntry": entry,
    "listEvents":
      "event entry:integer operation:integer kind system user field fieldName? item:integer presence value? label? recordedAt:time changed:boolean masked:boolean*",
    "listAccesses": access, "listPersonAccesses": access, "listOwnAccesses": access,
    "listOperations": operation, "readOperation": operation,
    "listHolds":
      "user system since:time reason? actor operation:integer entry:integer claimedActor? ticket?",
    "listWebhooks":
      "name server state position:integer? failures:integer failingSince:time? attemptedAt:time? status:integer? error?",
    "readSettings": """
    file? ledger zone service:object dingtalk:object maycur:object limits:object proof:object
    signIn:object people:array approval:object schedule:array alerts:object webhooks:array
    """,
    "listHeads": "size:integer recordedAt:time root cosignatures:array timeStamps:array",
    "listBatches":
      "operation:integer kind system parent:integer? status actor reason? openedAt:time rows:integer accepted:integer rejected:integer uncertain:integer notSent:integer skipped:integer closedAt:time? ticket? followUps:array",
    "readBatch":
      "operation:integer kind system parent:integer? status actor reason? openedAt:time rows:array accepted:integer rejected:integer uncertain:integer notSent:integer skipped:integer verified:integer differs:integer closedAt:time? ticket? followUps:array",
    "listProposals": """
    proposal:integer kind system state people:integer proposer reason? needs missing
    proposedAt:time until:time digest batch:integer? afterwards? reviewUntil:time?
    freshSeconds:integer? window? appliesItself:boolean
    """,
    "readProposal": """
    proposal:integer kind system state people:integer proposer reason? needs missing
    proposedAt:time until:time digest batch:integer? afterwards? reviewUntil:time?
    freshSeconds:integer? window? appliesItself:boolean decisions:array plan:object? affected:array? fields:array?
    """,
    "readStatus":
      "lastFetch:integer? finishedAt:time? ageSeconds:integer? tooOld:boolean? findings:array interrupted:array failed:array uncertain:array writer:object? checkpoint:object? lastHead? verification:object?",
    "readStatistics":
      "entries:integer events:integer storedEvents:integer users:integer cells:integer bytes:integer bytesPerEvent:number",
    "event":
      "specversion id source type subject* time:time sequence datacontenttype data:object",
    "readReport": "provenance:object rows:array",
    "job":
      "job kind actor state startedAt:time endedAt:time? progress:object? exit:integer? result:any problem:object? notes:array",
  ]
}
