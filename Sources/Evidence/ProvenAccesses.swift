import LeafFormat
import TransparencyLog

/// What a bundle shows of who looked at a person.
///
/// A reading of one person is in that person's chain of entries. Each accessed entry names the
/// reading before it that was of several people, or that could show any person. Where both chains
/// are whole, no reading is left out.
package struct ProvenAccesses: Hashable, Sendable {
  /// Why readings before ``entries`` may be missing.
  package enum Gap: Hashable, Sendable {
    /// This entry is not in the bundle.
    case notShown(Int64)
    /// The bundle does not show whether the reading of this entry showed the person.
    case undecided(Int64)
  }

  /// The person.
  package let surrogate: [UInt8]
  /// The entries between which every reading is shown; nil if there are none.
  package let entries: ClosedRange<Int64>?
  /// The entries of the readings between them that showed this person alone.
  package let alone: [Int64]
  /// Those that showed the person among others.
  package let among: [Int64]
  /// Those that could show any person.
  package let open: [Int64]
  /// The same by the names of the readings, with how many there are of each.
  package let kinds: [String: Int]
  /// The names of those who read alone or among others; erased and withheld ones are not in it.
  package let actors: Set<String>
  /// Why it does not begin with the first entry of the log; nil if it does.
  package let gap: Gap?

  /// How many readings showed the person.
  package var count: Int { alone.count + among.count }
}

extension ProvenAccesses {
  /// What entries show of a person; nil if they show no chain of readings.
  init?(of person: ProvenPerson, in entries: [ProvenEntry]) {
    let own = entries.filter { $0.surrogate == person.surrogate }
    let readings = entries.filter { $0.leaf.access != nil && $0.leaf.person == nil }
    let alone = own.filter { $0.leaf.access != nil }
    guard let lastOwn = own.last, let last = Self.last(readings, alone),
      !readings.isEmpty || last.leaf.access?.previous == 0
    else { return nil }
    let (ownStart, ownGap) = Self.start(ofChain: own)
    let (start, gap) = Self.start(of: readings, at: last, person.commitment)
    let first = max(ownStart, start)
    let through = min(lastOwn.leaf.entry, last.leaf.entry)
    let covered = first <= through ? first...through : nil
    func isCovered(_ entry: ProvenEntry) -> Bool { covered?.contains(entry.leaf.entry) == true }
    let ownAccesses = alone.filter(isCovered)
    let others = readings.filter(isCovered)
    let among = others.filter { $0.shows(person.commitment) == true }
    surrogate = person.surrogate
    self.entries = covered
    self.alone = ownAccesses.map(\.leaf.entry)
    self.among = among.map(\.leaf.entry)
    let open = others.filter { $0.leaf.access?.set == nil }
    self.open = open.map(\.leaf.entry)
    let names = open.map { entry in
      entry.leaf.openFacts.first { $0.name == "what" }?.text ?? ""
    }
    kinds = Dictionary(names.map { ($0, 1) }, uniquingKeysWith: +)
    actors = Set(
      (ownAccesses + among).flatMap(\.texts).filter { $0.slot == "actor" }.map(\.content)
    )
    self.gap = ownStart > start ? ownGap : gap
  }

  /// The last accessed entry that is shown of the person or of several people.
  private static func last(_ readings: [ProvenEntry], _ alone: [ProvenEntry]) -> ProvenEntry? {
    [readings.last, alone.last].compactMap { $0 }.max { $0.leaf.entry < $1.leaf.entry }
  }

  /// From which entry on all of a person's entries are shown.
  private static func start(ofChain own: [ProvenEntry]) -> (Int64, Gap?) {
    for (index, entry) in own.enumerated().reversed() {
      let before = index == 0 ? 0 : own[index - 1].leaf.entry
      let previous = entry.previous ?? 0
      if previous != before { return (previous + 1, .notShown(previous)) }
    }
    return (1, nil)
  }

  /// From which entry on all readings of several people are shown, and whether they showed a person.
  private static func start(
    of readings: [ProvenEntry],
    at last: ProvenEntry,
    _ person: MerkleHash?
  ) -> (Int64, Gap?) {
    let byEntry = Dictionary(readings.map { ($0.leaf.entry, $0) }) { first, _ in first }
    var next = last.leaf.person == nil ? last.leaf.entry : last.leaf.access?.previous ?? 0
    while next != 0 {
      guard let reading = byEntry[next] else { return (next + 1, .notShown(next)) }
      if reading.leaf.access?.set != nil, reading.shows(person) == nil {
        return (next + 1, .undecided(next))
      }
      // A chain goes back; another one is none.
      let previous = reading.leaf.access?.previous ?? 0
      guard previous < next else { return (next + 1, .notShown(previous)) }
      next = previous
    }
    return (1, nil)
  }
}

extension ProvenEntry {
  /// Whether a reading of several people showed a person; nil if that is not shown, or if it could
  /// show any person.
  ///
  /// - Parameter person: The commitment of the person's key; nil if it is not known.
  /// - Returns: Whether it did.
  func shows(_ person: MerkleHash?) -> Bool? {
    guard let set = leaf.access?.set else { return nil }
    guard let person else { return set.people == 0 ? false : nil }
    return set.contains(person, people)
  }
}
