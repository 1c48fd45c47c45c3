import Access

extension Routes {
  private static let digest = RouteParameter(
    "digest",
    .text,
    "The digest that the proposal was shown with, or its first 8 digits or more."
  )

  /// Decisions about proposals: each is a job.
  static let deciding = [
    decision("approval", "approve", "Approves what another person proposed.", ["approve"]),
    decision("refusal", "decline", "Declines what another person proposed.", ["decline"]),
    decision(
      "withdrawal",
      "withdraw",
      "Takes back what its sender proposed.",
      ["withdraw"],
      may: .push
    ),
    decision(
      "review",
      "review",
      "Records that its sender looked at what was applied before all its approvals.",
      ["review"]
    ),
    Route(
      "POST",
      "proposals/{proposal}/application",
      "apply",
      "Does what a proposal says that has its approvals.",
      .job,
      ["apply", "--yes"],
      may: .push,
      [
        .proposal, digest.required,
        RouteParameter("emergency", .flag, "Apply it without its approvals; needs a reason."),
      ] + RouteParameter.author + [.wait]
    ),
  ]

  private static func decision(
    _ path: String,
    _ name: String,
    _ summary: String,
    _ command: [String],
    may permission: Permission = .approve
  ) -> Route {
    Route(
      "POST",
      "proposals/{proposal}/\(path)",
      name,
      summary,
      .job,
      command,
      may: permission,
      [.proposal, digest.required] + RouteParameter.writer + [.wait]
    )
  }
}
