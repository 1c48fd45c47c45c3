import Access
import WebServer

/// The table of pages.
enum PageTable {
  static let all = asking + log + looking + [jobs, job]

  /// The page at a path, with the values of the parameters in it; nil if there is none.
  static func page(at path: some Collection<String>) -> (page: WebPage, values: [String: String])? {
    all.lazy.compactMap { page in page.path.match(path).map { (page, $0) } }.first
  }

  private static let system = WebPage.Filter("system", .choice(["dingtalk", "maycur"]))
  private static let user = WebPage.Filter("user")
  private static let field = WebPage.Filter("field")
  private static let asOf = WebPage.Filter("as-of", .day)
  private static let cause = WebPage.Filter("by", label: "filter.cause", hint: "hint.cause")
  private static let byItem = WebPage.Filter("by-item", .flag)

  private static let asking = [
    WebPage("", "page.home", shows: "status", may: .readHealth, .home).main,
    WebPage(
      "people",
      "page.people",
      shows: "people",
      may: .readPeople,
      .list(["person", "user", "jobNumber", "department", "employment", "lastChange"]),
      [WebPage.Filter("q"), WebPage.Filter("include-left", .flag), system, asOf]
    ).placed.main,
    WebPage(
      "people/{system}/{user}",
      "page.person",
      shows: "people/{system}/{user}",
      may: .readPeople,
      .sheet,
      [asOf, WebPage.Filter("hindsight", .flag)]
    ).placed,
    WebPage(
      "people/{system}/{user}/history",
      "page.history",
      shows: "people/{system}/{user}/history",
      may: .readPeople,
      .timeline,
      [field, asOf, byItem]
    ).placed,
    WebPage(
      "people/{system}/{user}/blame",
      "page.blame",
      shows: "people/{system}/{user}/blame",
      may: .readPeople,
      .list(["field", "value", "since", "by", "actor", "reason", "ticket", "operation"]),
      [asOf, byItem]
    ).placed,
    WebPage(
      "changes",
      "page.changes",
      shows: "changes",
      may: .readChanges,
      .changes([
        "person", "field", "change", "lastObservedBefore", "recordedAt", "by", "actor", "reason",
      ]),
      [
        WebPage.Filter("since", .day), asOf, field, user, cause, WebPage.Filter("batch", .number),
        system,
      ]
    ).usually("since", "today-7").placed.main
      .not(["drift"], ["reports", "unattributed-changes"]),
    WebPage(
      "compare",
      "page.compare",
      shows: "diff",
      may: .readChanges,
      .list(["person", "field", "change", "by", "operation"]),
      [
        WebPage.Filter("from", .day, isRequired: true),
        WebPage.Filter("to", .day, isRequired: true),
        field, user, system,
      ]
    ).main,
    WebPage(
      "drift",
      "page.drift",
      shows: "drift",
      may: .readChanges,
      .list(["person", "field", "change", "kind", "firstObserved", "lastObservedBefore", "batch"]),
      [WebPage.Filter("since", .day), asOf, field, user, WebPage.Filter("derived", .flag)]
    ).usually("since", "today-7").placed.main
      .not(["changes"], ["reports", "unattributed-changes"]),
    WebPage("reports", "page.reports", shows: "reports", may: .readReports, .reports).main,
    WebPage(
      "reports/{name}",
      "page.report",
      shows: "reports/{name}",
      may: .readReports,
      .report
    ).placed,
  ]

  private static let jobs = WebPage(
    "jobs",
    "page.jobs",
    shows: "jobs",
    may: .readPeople,
    .jobs(["job", "kind", "actor", "state", "startedAt", "endedAt"])
  )

  /// The page of a job.
  ///
  /// The API decides who may read it: whose job it is may in any case.
  static let job = WebPage("jobs/{job}", "page.job", shows: "jobs/{job}", may: .readHealth, .job)

  private static let log = [
    WebPage(
      "operations",
      "page.operations",
      shows: "operations",
      may: .readLog,
      .list([
        "operation", "kind", "system", "status", "actor", "reason", "ticket", "openedAt", "entries",
      ])
    ).usually("latest-first", "true").main,
    WebPage(
      "operations/{operation}",
      "page.operation",
      shows: "entries",
      may: .readLog,
      .operation(["entry", "kind", "person", "recordedAt", "values", "changed"]),
      [user]
    ).placed,
    WebPage(
      "batches",
      "page.batches",
      shows: "batches",
      may: .readLog,
      .list([
        "batchNumber", "kind", "system", "status", "followUps", "actor", "reason", "ticket",
        "openedAt", "rows", "accepted", "rejected", "uncertain", "notSent", "skipped",
      ])
    ).usually("latest-first", "true").main,
    WebPage(
      "batches/{batch}",
      "page.batch",
      shows: "batches/{batch}",
      may: .readLog,
      .record(rows: ["person", "status", "settled", "attempts", "changes", "code", "message"])
    ),
    WebPage(
      "proposals",
      "page.proposals",
      shows: "proposals",
      may: .readProposals,
      .list([
        "proposal", "kind", "system", "state", "people", "proposer", "reason", "missing",
        "proposedAt", "until", "batch",
      ]),
      [WebPage.Filter("open", .flag)]
    ).main,
    WebPage(
      "proposals/{proposal}",
      "page.proposal",
      shows: "proposals/{proposal}",
      may: .readProposals,
      .proposal
    ),
  ]

  /// Who looked at people, and what people see of themselves.
  private static let looking = [
    WebPage(
      "accesses",
      "page.accesses",
      shows: "accesses",
      may: .readLog,
      .list([
        "recordedAt", "actor", "role", "what", "person", "people", "query", "behalf", "purpose",
        "position",
      ]),
      [
        WebPage.Filter("since", .day), user, WebPage.Filter("by"),
        WebPage.Filter("what", .choice(["", "reveal", "readEvidence", "signIn"])), asOf,
      ]
    ).usually("since", "today-7").usually("latest-first", "true").placed.main,
    WebPage(
      "erasures",
      "page.erasures",
      shows: "erasures",
      may: .readLog,
      .list(["receipt", "recordedAt", "what", "user", "readmitted"])
    ).main,
    WebPage(
      "erasures/{erasure}",
      "page.erasure",
      shows: "erasures/{erasure}/receipt",
      may: .readLog,
      .receipt
    ),
    WebPage("proof", "page.proof", shows: "status", may: .readHealth, .proof).main,
    WebPage(
      "proof/evidence",
      "page.evidence",
      shows: "proof/evidence",
      may: .prove,
      .archive
    ),
    WebPage("settings", "page.settings", shows: "settings", may: .readHealth, .settings).main,
    WebPage(
      "people/{system}/{user}/accesses",
      "page.lookedAt",
      shows: "people/{system}/{user}/accesses",
      may: .readLog,
      .looked([
        "recordedAt", "actor", "role", "what", "people", "query", "behalf", "purpose", "position",
      ]),
      [WebPage.Filter("since", .day), WebPage.Filter("by"), asOf]
    ).usually("latest-first", "true").placed,
    WebPage("me/record", "page.ownRecord", shows: "me/record", may: .readOwn, .sheet, [asOf])
      .placed.main,
    WebPage(
      "me/history",
      "page.ownHistory",
      shows: "me/history",
      may: .readOwn,
      .timeline,
      [field, asOf, byItem]
    ).placed.main,
    WebPage(
      "me/accesses",
      "page.ownAccesses",
      shows: "me/accesses",
      may: .readOwn,
      .looked(["recordedAt", "actor", "role", "what", "people", "behalf", "purpose", "position"]),
      [WebPage.Filter("since", .day), asOf]
    ).usually("latest-first", "true").placed.main,
  ]
}
