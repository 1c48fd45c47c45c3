import GRDB
public import Roster

/// How what a system holds moved away from what our batches wrote.
public enum DriftKind: String, CaseIterable, Hashable, Sendable {
  /// A cell was seen to change, and no batch of ours did it.
  case changed
  /// A write was accepted, and no answer has shown it yet.
  case neverSeen
  /// A write was accepted, and the next answer showed something else.
  case seenOtherwise
  /// The catalogue calls an option otherwise.
  case optionRenamed
}

/// One change that no batch made, or one write that was not seen.
public struct DriftRow: Hashable, Sendable {
  /// What it is.
  public let kind: DriftKind
  /// The person; nil for a change of the catalogue.
  public let user: Verbatim?
  /// The field's code.
  public let field: FieldCode
  /// The field's name in the catalogue of the moment.
  public let fieldName: Verbatim?
  /// The item index; nil for a change of the catalogue.
  public let item: Int?
  /// What was there, or was written and seen otherwise; nil where nothing was.
  public let from: Content?
  /// What is there; of a write never seen, what was written.
  public let to: Content?
  /// When that was first seen; nil for a write that was not.
  public let firstSeen: Instant?
  /// When the field was last answered for before, otherwise; nil where it never was.
  public let lastSeenBefore: Instant?
  /// The event that says so; nil for a change of the catalogue.
  public let address: EventAddress?
  /// The batch that wrote; nil where none did.
  public let batch: Int64?
  /// Since when it is so as far as we know: first seen, or accepted.
  public let since: Instant
}

/// Which drift is wanted.
public struct DriftFilter: Hashable, Sendable {
  /// The system.
  public var system: System
  /// These users, or all.
  public var users: [Verbatim]?
  /// These fields, or all.
  public var fields: Set<FieldCode>?
  /// Also of fields that the system computes.
  public var includesDerived: Bool
  /// Only what was recorded after this moment; all where nil.
  public var after: Standing?
  /// Where in the book; nil for now.
  public var standing: Standing?

  /// Makes a filter; without arguments, all that was ever seen to change in DingTalk.
  public init(
    system: System = .dingtalk,
    users: [Verbatim]? = nil,
    fields: Set<FieldCode>? = nil,
    includesDerived: Bool = false,
    after: Standing? = nil,
    standing: Standing? = nil
  ) {
    self.system = system
    self.users = users
    self.fields = fields
    self.includesDerived = includesDerived
    self.after = after
    self.standing = standing
  }
}

extension Ledger {
  /// Streams what moved without us.
  ///
  /// These are changes that were seen and that no batch made, and accepted writes that were not seen
  /// as written. A first sighting of a field is no change.
  ///
  /// - Parameters:
  ///   - filter: Which.
  ///   - each: Takes a row; what it throws ends the reading. Renamed options come first, then people
  ///     in the order in which the ledger met them, each one's cells bytewise by field code and item.
  /// - Throws: ``LedgerError``, or what `each` throws.
  public func drift(_ filter: DriftFilter, each: (DriftRow) throws -> Void) throws {
    try reading { database in
      var reading = try DriftReading(database, filter)
      if filter.users == nil { try reading.catalogue(each) }
      for user in try reading.users() { try reading.rows(of: user, each) }
    }
  }
}

private struct DriftReading {
  let database: Database
  let filter: DriftFilter
  let upTo: Int64
  let after: Int64
  let fields: Set<Int64>?
  let derived: Set<Int64>
  let writes: [Int64: [CellWrite]]
  var stories: CellStories

  init(_ database: Database, _ filter: DriftFilter) throws {
    self.database = database
    self.filter = filter
    upTo = filter.standing?.entry ?? Int64.max
    after = filter.after?.entry ?? 0
    fields = try filter.fields.map { try Resolve.fields($0, of: filter.system, in: database) }
    let described = try Descriptions.held(of: filter.system, upTo: upTo, in: database).values
    let codes = described.map(\.description).filter(\.isDerived).map(\.code)
    derived =
      filter.includesDerived
      ? [] : try Resolve.fields(Set(codes), of: filter.system, in: database)
    writes = try CellWrites(database, upTo: upTo).all()
    stories = CellStories(database, upTo: upTo)
  }

  mutating func catalogue(_ each: (DriftRow) throws -> Void) throws {
    let changes = try stories.options.renamed(
      of: filter.system,
      fields: fields,
      in: EntrySpan(after: after, through: upTo),
      names: &stories.names
    )
    for change in changes {
      try each(
        DriftRow(
          kind: .optionRenamed,
          user: nil,
          field: change.field,
          fieldName: change.fieldName,
          item: nil,
          from: .item(value: .text(change.value), label: .text(change.from)),
          to: .item(value: .text(change.value), label: .text(change.to)),
          firstSeen: change.recordedAt,
          lastSeenBefore: change.lastSeenBefore,
          address: nil,
          batch: nil,
          since: change.recordedAt
        )
      )
    }
  }

  func users() throws -> [Int64] {
    if let wanted = filter.users {
      return try wanted.compactMap { try Resolve.user(UserKey(filter.system, $0), in: database) }
    }
    let statement = try RawStatement(
      database,
      "SELECT id FROM user WHERE system = '\(filter.system.rawValue)' ORDER BY id"
    )
    var users: [Int64] = []
    try statement.forEachRow { users.append($0.integer(0)) }
    return users
  }

  private func isWanted(_ field: Int64) -> Bool {
    (fields?.contains(field) ?? true) && !derived.contains(field)
  }

  mutating func rows(of user: Int64, _ each: (DriftRow) throws -> Void) throws {
    let writes = (writes[user] ?? []).filter { isWanted($0.field) }
    // Most cells were seen once and never again otherwise: they have no story.
    let statement = try RawStatement(
      database,
      "SELECT 1 FROM cell_events WHERE user = ? AND seen_before IS NOT NULL AND entry <= ? LIMIT 1"
    )
    statement.bind(1, user)
    statement.bind(2, upTo)
    guard try !writes.isEmpty || statement.first({ _ in true }) != nil else { return }
    let events = try SeenEvents(database, upTo: upTo).of(user: user)
      .filter { isWanted($0.field) }
    let told = try stories.stories(events, writes)
    let ranked = try told.map { cell, chapters in
      (rank: try stories.names.rank(ofField: cell.field), item: cell.item, cell, chapters)
    }
    for (_, _, cell, chapters) in ranked.sorted(by: { ($0.rank, $0.item) < ($1.rank, $1.item) }) {
      for (index, chapter) in chapters.enumerated() where chapter.entry > after {
        let before = index == 0 ? nil : chapters[index - 1]
        if let row = try row(chapter, after: before, in: cell, of: user) { try each(row) }
      }
    }
  }

  private mutating func row(
    _ chapter: Chapter,
    after before: Chapter?,
    in cell: CellNumber,
    of user: Int64
  ) throws -> DriftRow? {
    let kind: DriftKind
    if chapter.stages != nil {
      guard chapter.stages?.isAsWritten == nil else { return nil }
      kind = .neverSeen
    } else if chapter.origin != .other || chapter.isFirst {
      return nil
    } else {
      kind = before?.stages?.isAsWritten == false ? .seenOtherwise : .changed
    }
    let isSeen = kind != .neverSeen
    var sightings = try Sightings(
      of: user,
      upTo: upTo == Int64.max ? nil : upTo,
      in: database
    )
    let last =
      isSeen
      ? nil : try sightings.entry(ofField: cell.field, names: &stories.names)
    return DriftRow(
      kind: kind,
      user: try stories.names.key(ofUser: user),
      field: chapter.field,
      fieldName: chapter.fieldName,
      item: chapter.item,
      from: before?.content,
      to: chapter.content,
      firstSeen: isSeen ? chapter.certainFrom : nil,
      lastSeenBefore: isSeen
        ? chapter.lastSeenBefore : try last.map { try stories.times.of(entry: $0) },
      address: chapter.address,
      batch: chapter.stages == nil
        ? (kind == .seenOtherwise ? before?.operation : nil) : chapter.operation,
      since: isSeen ? chapter.certainFrom ?? chapter.recordedAt : chapter.recordedAt
    )
  }
}
