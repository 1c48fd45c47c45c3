package import Roster

/// What a push writes, how, and who runs it.
package struct PushRequest: Sendable {
  /// The wanted changes, each user once.
  package var changes: [UserChange]
  /// The cells of the change file that were cleaned.
  package var cleaned: [PlannedCleaning] = []
  /// How it is sent.
  package var rules: SendingRules
  /// The saved plan to apply, which must not be stale; nil to plan anew.
  package var savedPlan: SavedPlan?
  /// Who runs it, and why; a reason is required.
  package var author: Author
  /// The request as the log keeps it (file name, digest); JSON that a person can read.
  package var parameters: Verbatim

  package init(
    changes: [UserChange],
    rules: SendingRules = SendingRules(),
    author: Author,
    parameters: Verbatim = "{}"
  ) {
    self.changes = changes
    self.rules = rules
    self.author = author
    self.parameters = parameters
  }

  /// The push of a saved plan.
  package init(
    plan: SavedPlan,
    rules: SendingRules = SendingRules(),
    author: Author,
    parameters: Verbatim = "{}"
  ) {
    self.init(changes: plan.changes, rules: rules, author: author, parameters: parameters)
    savedPlan = plan
    cleaned = plan.cleaned
  }
}
