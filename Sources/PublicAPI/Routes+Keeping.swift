import Access

extension Routes {
  /// What is kept beside the roster, and what is given to others of it.
  static let keeping = [
    Route(
      "GET",
      "holds",
      "listHolds",
      "Who is under a legal hold, since when, why, and who put them there.",
      .list,
      ["holds"],
      may: .readLog,
      [.user, .system, .asOf]
    ),
    Route(
      "GET",
      "webhooks",
      "listWebhooks",
      "The webhooks of the settings, and how far each was delivered.",
      .list,
      ["webhooks"],
      may: .readHealth
    ).momentary,
    Route(
      "GET",
      "settings",
      "readSettings",
      "The settings in force, with people, rules and schedule, and without secrets.",
      .document,
      ["settings"],
      may: .readHealth
    ).momentary,
    Route(
      "GET",
      "proof/heads",
      "listHeads",
      "The signed heads of the log, the latest first, and who cosigned each.",
      .list,
      ["heads"],
      may: .readHealth,
      [RouteParameter("cosigned", .flag, "Only those that others vouch for.")]
    ).momentary,
    Route(
      "GET",
      "proof/evidence",
      "readEvidence",
      "A folder that proves an entry, an event, a person, fields or a batch to others, as a tar file.",
      .archive,
      ["prove", "--tar"],
      may: .prove,
      [
        RouteParameter("entry", .text, "An entry (1042), or the address of an event (1042.7).")
          .argument,
        RouteParameter("user", .text, "A person: a userid, a job number or a name."),
        RouteParameter("field", .text, "Only this field of the person: a code or a name.").repeated,
        RouteParameter(
          "accesses",
          .flag,
          "Who looked at the person, with what shows that it is all."
        ),
        .since,
        RouteParameter("batch", .integer(1), "A batch, or any other operation."),
        RouteParameter("size", .integer(1), "The head of so many entries, not the last."),
        RouteParameter("with-operation", .flag, "Also who ran the operations, and why."),
        RouteParameter("without-name", .flag, "Do not say who the person is."),
        .purpose, .system,
      ]
    ).momentary.heavy,
  ]
}
