import Access
import WebServer

/// One line of the table of pages: an address, and the question to the API that it shows.
struct WebPage: Sendable {
  /// How a response of the API is drawn.
  enum Drawing: Sendable {
    /// The start page, from several responses.
    case home
    /// A list: a table that becomes cards on a narrow screen; the members it shows.
    case list([String])
    /// Changes, by the operation that observed them; the members it shows.
    case changes([String])
    /// Who looked at a person: a list under the heading of the person.
    case looked([String])
    /// A person's cells, by group.
    case sheet
    /// The values that cells had, one after the other, by field.
    case timeline
    /// One object, and its list of rows with these members.
    case record(rows: [String])
    /// The reports.
    case reports
    /// A report, with a form made of its parameters.
    case report
    /// An operation and its entries, with these members.
    case operation([String])
    /// The head of the log.
    case proof
    /// The jobs of the service, with these members.
    case jobs([String])
    /// One job.
    case job
    /// One proposal.
    case proposal
    /// The receipt of an erasure.
    case receipt
    /// A file that the API makes, which is sent as it is.
    case archive
    /// The settings in force.
    case settings
  }

  /// A parameter that a reader may set on the page.
  struct Filter: Sendable {
    enum Kind: Sendable {
      case text, day, flag, number
      case choice([String])
    }

    /// The name that the API has for it.
    let name: String
    let kind: Kind
    /// The keys of its label and of its hint.
    let label: String
    let hint: String
    /// Whether there is nothing to show without it.
    var isRequired = false

    init(
      _ name: String,
      _ kind: Kind = .text,
      label: String? = nil,
      hint: String? = nil,
      isRequired: Bool = false
    ) {
      self.name = name
      self.kind = kind
      self.label = label ?? "filter.\(name)"
      self.hint = hint ?? "hint.\(name)"
      self.isRequired = isRequired
    }
  }

  let path: PathPattern
  /// The key of its title.
  let title: String
  /// The path of the API, with the same parameters.
  let reading: PathPattern
  let permission: Permission
  let drawing: Drawing
  var filters: [Filter] = []
  /// Parameters with which it is asked unless others are given.
  var usual: [(name: String, value: String)] = []
  /// Whether it can be shown as of an entry, by the parameter `as-of`.
  var isPlaced = false
  /// Whether it is in the navigation.
  var isMain = false
  /// The paths of pages that count something similar, and another.
  var others: [[String]] = []

  init(
    _ path: String,
    _ title: String,
    shows reading: String,
    may permission: Permission,
    _ drawing: Drawing,
    _ filters: [Filter] = []
  ) {
    self.path = PathPattern(path)
    self.title = title
    self.reading = PathPattern(reading)
    self.permission = permission
    self.drawing = drawing
    self.filters = filters
  }

  /// The same page, as of an entry where one is given.
  var placed: WebPage {
    var copy = self
    copy.isPlaced = true
    return copy
  }

  /// The same page, in the navigation.
  var main: WebPage {
    var copy = self
    copy.isMain = true
    return copy
  }

  /// The same page, asked with a parameter unless another value is given.
  func usually(_ name: String, _ value: String) -> WebPage {
    var copy = self
    copy.usual.append((name, value))
    return copy
  }

  /// The same page, with links to pages that count another thing.
  func not(_ others: [String]...) -> WebPage {
    var copy = self
    copy.others = others
    return copy
  }

  /// Whether it shows the reader's own person.
  var isOwn: Bool { permission == .readOwn }

  /// Whether the API has it as CSV, too.
  var hasTable: Bool {
    switch drawing {
    case .list, .changes, .looked, .sheet, .timeline, .reports, .report, .record, .operation: true
    case .home, .proof, .jobs, .job, .proposal, .receipt, .archive, .settings: false
    }
  }
}
