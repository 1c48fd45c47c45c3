import Access

extension Routes {
  /// Who looked at people, and what people see of themselves.
  static let looking = accesses + ofSender

  private static let by = RouteParameter(
    "by",
    .text,
    "Only senders whose name contains this."
  )

  private static let accesses = [
    Route(
      "GET",
      "accesses",
      "listAccesses",
      "What the service showed about people, to whom and when.",
      .list,
      ["accesses"],
      may: .readLog,
      [
        .user, by,
        RouteParameter("what", .text, "Only readings of this name, such as reveal."), .since,
        .system, .latestFirst, .asOf,
      ]
    ).withAccesses,
    Route(
      "GET",
      "people/{system}/{user}/accesses",
      "listPersonAccesses",
      "Who looked at one person, alone or among others; and readings that could show any person.",
      .list,
      ["accesses"],
      may: .readLog,
      [.system, .looked, by, .since, .latestFirst, .asOf]
    ).withAccesses,
  ]

  /// The sender's own person: who that is, the settings say.
  private static let ofSender = [
    Route(
      "GET",
      "me/record",
      "readOwnRecord",
      "The sender's own cells.",
      .list,
      ["show"],
      may: .readOwn,
      [.system, .one, .asOf]
    ).ofSender,
    Route(
      "GET",
      "me/history",
      "readOwnHistory",
      "Every value that the sender's own cells ever had.",
      .list,
      ["history"],
      may: .readOwn,
      [
        .system, .one, RouteParameter("field", .text, "A field's code or name.").argument, .byItem,
        .asOf,
      ]
    ).ofSender,
    Route(
      "GET",
      "me/accesses",
      "listOwnAccesses",
      "Who looked at the sender, alone or among others; and readings that could show any person.",
      .list,
      ["accesses", "--for-subject"],
      may: .readOwn,
      [.system, .looked, .since, .latestFirst, .asOf]
    ).withAccesses.ofSender,
  ]
}

extension RouteParameter {
  /// The person at whom was looked.
  static let looked = RouteParameter("user", .text, "A userid, a job number or a name.").required
}
