import Access

extension Routes {
  private static let file = RouteParameter("file", .file, "The change file.").argument
  private static let target = RouteParameter(
    "to",
    .choice(["dingtalk", "maycur"]),
    "The system that is written to."
  )
  private static let sheet = RouteParameter("sheet", .text, "The sheet of a workbook.")
  private static let yes = ["--yes"]
  private static let rollback = [
    RouteParameter.batch,
    RouteParameter(
      "assume-unchanged",
      .flag,
      "Take what cannot be read to be as the batch left it."
    ),
  ]
  private static let replay = [
    RouteParameter.batch, target.required,
    RouteParameter("propagate-clears", .flag, "Empty there what became empty."),
  ]
  private static let erased = [
    RouteParameter.one, .system,
    RouteParameter("fields", .texts, "Only the values of these fields, by code or name."),
  ]
  private static let dryRun = ["--dry-run"]

  /// What takes time: each is a job.
  static let doing =
    planning + [
      Route(
        "POST",
        "fetches",
        "fetch",
        "Fetches the roster from DingTalk into the ledger.",
        .job,
        ["fetch"],
        may: .fetch,
        [
          RouteParameter("users", .texts, "Only these userids."),
          RouteParameter("fields", .texts, "Only these fields, by code or name."),
        ] + RouteParameter.author + [.wait]
      ),
      Route(
        "POST",
        "pushes",
        "push",
        "Writes a change file to DingTalk or Maycur.",
        .job,
        ["push"] + yes,
        may: .push,
        [file.required, target.required, sheet] + RouteParameter.sending
      ),
      Route(
        "POST",
        "batches/{batch}/rollback",
        "rollBack",
        "Puts back what a batch wrote, except what was changed since.",
        .job,
        ["rollback"] + yes,
        may: .push,
        rollback + RouteParameter.selected + RouteParameter.sending
      ),
      Route(
        "POST",
        "batches/{batch}/settlements",
        "settle",
        "Finds out what became of rows whose outcome is not known.",
        .job,
        ["settle"],
        may: .settle,
        [
          .batch,
          RouteParameter("resend", .flag, "Send again what cannot be read; needs a reason."),
          RouteParameter(
            "resend-after",
            .span,
            "How old a call must be before its rows are sent again."
          ), .wait,
          RouteParameter("read-after", .span, "How long after a call what it wrote can be read."),
        ] + RouteParameter.author
      ),
      Route(
        "POST",
        "batches/{batch}/retries",
        "retry",
        "Sends the rows of a batch again that were not applied.",
        .job,
        ["retry"] + yes,
        may: .push,
        [.batch] + RouteParameter.sending
      ),
      Route(
        "POST",
        "batches/{batch}/replay",
        "replay",
        "Writes what a batch wrote to the other system, too.",
        .job,
        ["replay"] + yes,
        may: .push,
        replay + RouteParameter.selected + RouteParameter.sending
      ),
      Route(
        "POST",
        "batches/{batch}/rehearsal",
        "rehearse",
        "Rehearses a rollback in a copy; nothing real is asked or written.",
        .job,
        ["rehearse"],
        may: .plan,
        [.batch] + RouteParameter.selected + RouteParameter.limits
      ),
      Route(
        "POST",
        "imports",
        "importExport",
        "Records the values of an export, as they were when it was made.",
        .job,
        ["import"],
        may: .fetch,
        [
          RouteParameter("file", .file, "The export.").argument.required, .system,
          RouteParameter("captured-at", .text, "When it was made.").required, sheet,
        ] + RouteParameter.author + [.wait]
      ),
      Route(
        "POST",
        "links",
        "link",
        "Records who is one person in DingTalk and Maycur.",
        .job,
        ["link"],
        may: .fetch,
        [
          RouteParameter("job-numbers", .flag, "Compare job numbers with Maycur's keys."),
          RouteParameter("dingtalk", .text, "By hand: the DingTalk user."),
          RouteParameter("maycur", .text, "By hand: the employeeId in Maycur."),
          RouteParameter("unlink", .flag, "The two are not one person."),
        ] + RouteParameter.author + [.wait]
      ),
      Route(
        "POST",
        "probes",
        "probe",
        "Finds out on a test person what this tenant of DingTalk does, and puts everything back.",
        .job,
        ["probe"] + yes,
        may: .push,
        // It puts everything back before it stops, so it must not wait for as long as a request likes.
        [
          RouteParameter("user", .text, "The test person: a userid, a job number or a name.")
            .required
        ] + RouteParameter.writer + [.wait]
      ),
      Route(
        "POST",
        "holds",
        "hold",
        "Puts a person under a legal hold: none of their values may be erased.",
        .job,
        ["hold"],
        may: .hold,
        [RouteParameter.one, .system, .wait] + RouteParameter.writer
      ),
      Route(
        "POST",
        "holds/releases",
        "release",
        "Lifts the legal hold on a person, or proposes it where a rule says so.",
        .job,
        ["release"],
        may: .hold,
        [RouteParameter.one, .system, .wait] + RouteParameter.writer
      ),
      Route(
        "POST",
        "erasures",
        "erase",
        "Proposes to erase a person; it is done when another person has approved it.",
        .job,
        ["erase", "--propose"] + yes,
        may: .erase,
        erased + RouteParameter.writer + [.wait]
      ),
      Route(
        "POST",
        "verifications",
        "verify",
        "Verifies the proof of the log.",
        .job,
        ["verify"],
        may: .verify,
        [RouteParameter("full", .flag, "Check everything, whatever was verified before.")]
      ),
    ]

  /// What would be written: nothing is sent.
  private static let planning = [
    Route(
      "POST",
      "plans",
      "plan",
      "What a change file would do, cell by cell; nothing is sent.",
      .job,
      ["plan"],
      may: .plan,
      [file.required, target.required, sheet] + RouteParameter.limits
    ),
    Route(
      "POST",
      "batches/{batch}/rollback/plan",
      "planRollback",
      "What a rollback would put back, cell by cell; nothing is sent.",
      .job,
      ["rollback"] + dryRun,
      may: .plan,
      rollback + RouteParameter.selected + RouteParameter.limits
    ),
    Route(
      "POST",
      "batches/{batch}/retries/plan",
      "planRetry",
      "What a retry would send again, cell by cell; nothing is sent.",
      .job,
      ["retry"] + dryRun,
      may: .plan,
      [.batch] + RouteParameter.limits
    ),
    Route(
      "POST",
      "batches/{batch}/replay/plan",
      "planReplay",
      "What a replay would write to the other system, cell by cell; nothing is sent.",
      .job,
      ["replay"] + dryRun,
      may: .plan,
      replay + RouteParameter.selected + RouteParameter.limits
    ),
    Route(
      "POST",
      "erasures/plan",
      "planErasure",
      "What an erasure would take; nothing is erased.",
      .job,
      ["erase"] + dryRun,
      may: .erase,
      erased
    ),
  ]
}
