import Access

/// The table of the API: its routes and its OpenAPI document are made from it.
enum Routes {
  static let all =
    people + roster + log + looking + batches + keeping + following + doing + deciding + own

  /// Those that a program can use: what people read of themselves takes a sign-in to the pages.
  static let published = all.filter { $0.permission != .readOwn }

  private static let people = [
    Route(
      "GET",
      "people",
      "listPeople",
      "People, all or those whose userid, job number, name or department contains a text.",
      .list,
      ["people"],
      may: .readPeople,
      [
        RouteParameter(
          "q",
          .text,
          "A part of a userid, a job number, a name or a department; or letters of a name in pinyin."
        ).argument,
        .includeLeft, .system, .asOf,
      ]
    ),
    Route(
      "GET",
      "people/{system}/{user}",
      "readPerson",
      "One person's cells, those of a person who has left included.",
      .list,
      ["show"],
      may: .readPeople,
      [.system, RouteParameter.one, .values, .hindsight, .asOf]
    ),
    Route(
      "GET",
      "people/{system}/{user}/history",
      "readHistory",
      "Every value that a person's cells ever had, since when, and who made it.",
      .list,
      ["history"],
      may: .readPeople,
      [
        .system, RouteParameter.one,
        RouteParameter("field", .text, "A field's code or name.").argument,
        RouteParameter("item", .integer(0), "Only this item of a detail group."), .byItem, .asOf,
      ]
    ),
    Route(
      "GET",
      "people/{system}/{user}/blame",
      "readBlame",
      "What made each of a person's cells what it is.",
      .list,
      ["blame"],
      may: .readPeople,
      [.system, RouteParameter.one, .values, .byItem, .asOf]
    ),
    Route(
      "POST",
      "reveals",
      "reveal",
      "Masked values of one person, whole: for a purpose, which is recorded first.",
      .own(.reveal),
      ["roster", "--include-left"],
      may: .reveal,
      [
        RouteParameter("user", .text, "A userid, a job number or a name.").required,
        RouteParameter("fields", .texts, "The fields, each by code or name.").for("field").each
          .required,
        .purpose.required, .system, .asOf,
      ]
    ).momentary,
  ]

  private static let roster = [
    Route(
      "GET",
      "cells",
      "listCells",
      "The roster, one object a cell.",
      .list,
      ["roster"],
      may: .readPeople,
      [.users, .fields, .includeLeft, .values, .hindsight, .system, .asOf]
    ),
    Route(
      "GET",
      "changes",
      "listChanges",
      "Every change that a response showed, in the order of the log.",
      .list,
      ["changes"],
      may: .readChanges,
      [
        .users, .fields,
        RouteParameter(
          "by",
          .text,
          "Only what this caused: outside, or a part of the name of who ran the batch."
        ),
        RouteParameter("batch", .integer(1), "Only what this batch wrote."),
        .since, .system, .asOf,
      ]
    ),
    Route(
      "GET",
      "diff",
      "compare",
      "What is different between two positions in the log.",
      .list,
      ["diff"],
      may: .readChanges,
      [
        RouteParameter("from", .moment(isBeginning: false), "The earlier position.").argument
          .required,
        RouteParameter("to", .moment(isBeginning: false), "The later position.").argument.required,
        .users, .fields, .values, .byItem, .system,
      ]
    ),
    Route(
      "GET",
      "drift",
      "listDrift",
      "Changes that no batch made, and accepted writes that were never observed.",
      .list,
      ["drift"],
      may: .readChanges,
      [
        .users, .fields, .since,
        RouteParameter("derived", .flag, "Also fields that the system computes."),
        .system, .asOf,
      ]
    ).momentary,
    Route(
      "GET",
      "links",
      "listLinks",
      "Who is one person in DingTalk and Maycur.",
      .list,
      ["links"],
      may: .readPeople,
      [
        RouteParameter(
          "problems",
          .flag,
          "Only people whose values do not cross over, and why not."
        ),
        .asOf,
      ]
    ),
    Route(
      "GET",
      "links/proposals",
      "listLinkProposals",
      "People who are back under a new userid, by their unionid.",
      .list,
      ["links", "--proposals"],
      may: .readPeople,
      [.asOf]
    ),
    Route(
      "GET",
      "reports",
      "listReports",
      "The reports.",
      .list,
      ["report"],
      may: .readReports
    ).impersonal,
    Route(
      "GET",
      "reports/{name}",
      "readReport",
      "The result of a report, with what it was made from.",
      .document,
      ["report"],
      may: .readReports,
      [
        RouteParameter("name", .text, "The report.").argument.required,
        RouteParameter("param", .text, "A parameter of the report: name=value.").repeated, .asOf,
      ]
    ).momentary.heavy.table,
  ]

  /// The parameters that choose entries of the log.
  private static let ofLog: [RouteParameter] = [
    RouteParameter("operation", .integer(1), "Only this operation."),
    .user,
    .system,
    .asOf,
  ]

  private static let log = [
    Route(
      "GET",
      "entries",
      "listEntries",
      "The log, one object an entry.",
      .list,
      ["log"],
      may: .readLog,
      ofLog
    ).withAccesses,
    Route(
      "GET",
      "entries/{entry}",
      "readEntry",
      "One entry of the log.",
      .document,
      ["entry"],
      may: .readLog,
      [RouteParameter("entry", .integer(1), "The entry's number.").argument.required, .asOf]
    ).oneRow,
    Route(
      "GET",
      "events",
      "listEvents",
      "Every value of every entry, unchanged ones included.",
      .list,
      ["log", "--events"],
      may: .readPeople,
      ofLog
    ),
    Route(
      "GET",
      "operations",
      "listOperations",
      "Who did what with the ledger, when and why.",
      .list,
      ["operations"],
      may: .readLog,
      [RouteParameter("operation", .integer(1), "Only this operation."), .latestFirst, .asOf]
    ).impersonal,
    Route(
      "GET",
      "operations/{operation}",
      "readOperation",
      "One operation: who did what with the ledger, when and why.",
      .document,
      ["operation"],
      may: .readLog,
      [RouteParameter("operation", .integer(1), "Its number.").argument.required, .asOf]
    ).impersonal,
    Route(
      "GET",
      "erasures",
      "listErasures",
      "Every erasure of the log; a person who was erased whole is not named.",
      .list,
      ["erasures"],
      may: .readLog,
      [.asOf]
    ),
    Route(
      "GET",
      "erasures/{erasure}/receipt",
      "readErasure",
      "The receipt of one erasure: what shows that it is in the log, without what was erased.",
      .document,
      ["erasures"],
      may: .readLog,
      [RouteParameter("erasure", .integer(1), "The entry that erased.").argument.required, .asOf]
    ),
    Route(
      "GET",
      "status",
      "readStatus",
      "How the ledger is.",
      .document,
      ["status"],
      may: .readHealth
    ).momentary,
    Route(
      "GET",
      "stats",
      "readStatistics",
      "How large the ledger is.",
      .document,
      ["stats"],
      may: .readHealth
    ),
    Route(
      "GET",
      "proof/key",
      "readPublicKey",
      "The key with which others check the log's signed heads.",
      .document,
      ["checkpoint", "--public-key"],
      may: nil
    ),
    Route(
      "GET",
      "tokens",
      "listTokens",
      "Every token that was ever created, without the token itself.",
      .list,
      ["token", "list"],
      may: .manageTokens,
      [.asOf]
    ).momentary,
  ]

  private static let batches = [
    Route(
      "GET",
      "batches",
      "listBatches",
      "The batches.",
      .list,
      ["batches"],
      may: .readLog,
      [.latestFirst, .asOf]
    ).impersonal,
    Route(
      "GET",
      "batches/{batch}",
      "readBatch",
      "One batch with its rows.",
      .document,
      ["batch"],
      may: .readLog,
      [.batch, .asOf]
    ).table,
    Route(
      "GET",
      "proposals",
      "listProposals",
      "What was proposed, and what became of it.",
      .list,
      ["proposals"],
      may: .readProposals,
      [RouteParameter("open", .flag, "Only those that wait for a decision."), .asOf]
    ).momentary,
    Route(
      "GET",
      "proposals/{proposal}",
      "readProposal",
      "One proposal: what it would do, what it needs, and who decided what.",
      .document,
      ["proposal"],
      may: .readProposals,
      [.proposal, .asOf]
    ).momentary,
  ]

  private static let own = [
    Route(
      "GET",
      "jobs",
      "listJobs",
      "The jobs of this service, the latest first.",
      .own(.jobs),
      may: .readPeople
    ),
    Route(
      "GET",
      "jobs/{job}",
      "readJob",
      "A job: its progress, and its result when it has ended.",
      .own(.job),
      may: .readPeople,
      [RouteParameter.job]
    ).momentary,
    Route(
      "DELETE",
      "jobs/{job}",
      "stopJob",
      "Stops a job in good order.",
      .own(.stopJob),
      may: .readPeople,
      [RouteParameter.job]
    ),
    Route("GET", "openapi.json", "readOpenAPI", "This document.", .own(.openAPI), may: nil),
  ]
}

extension RouteParameter {
  /// The person of a path.
  static let one = RouteParameter("user", .text, "A userid, a job number or a name.").argument
    .required
  static let latestFirst = RouteParameter("latest-first", .flag, "The latest first.")
  static let job = RouteParameter("job", .text, "The job.").required
}
