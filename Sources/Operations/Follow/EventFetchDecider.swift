package import DingTalk
package import Roster

/// Decides which people are fetched because of change events: events in, actions out.
///
/// The first event waits two seconds for others; then at most a hundred people are fetched at once,
/// and one fetch runs at a time. An event is settled when all its people are fetched. An event that
/// came before, and people who were fetched since it was born, need no fetch. If a fetch shows no
/// change, its people are fetched once more ten seconds later: the system may have reported a change
/// before it shows it. A person who joined or left is on the user list, or no longer; so everybody
/// is fetched then, at most every five minutes.
///
/// `now` is always of the monotonic clock.
package struct EventFetchDecider: Sendable {
  /// How long the first event waits for others.
  package static let grouping = Duration.seconds(2)
  /// When people are fetched again after a fetch that showed no change.
  package static let secondLook = Duration.seconds(10)
  /// How far apart two fetches of everybody are at least.
  package static let everybodyEvery = Duration.seconds(300)
  /// How far the clocks of the system and of this machine may be apart.
  package static let clockTolerance = Duration.seconds(60)
  /// The longest wait after fetches that failed.
  package static let longestWait = Duration.seconds(300)
  /// How many settled events are remembered.
  static let remembered = 10_000

  /// A fetch to be made.
  package struct Fetch: Hashable, Sendable {
    /// The people; nil for everybody.
    package let users: [Verbatim]?
    /// The events because of which they are fetched.
    package let events: [Verbatim]
  }

  /// The result of a fetch, as far as it matters here.
  package enum Outcome: Hashable, Sendable {
    /// It is recorded; whether anything had changed, and the people whom another operation wrote
    /// meanwhile, so that nothing about them was recorded.
    case recorded(hasChanges: Bool, leftToOthers: Set<Verbatim>)
    /// It is not recorded, or only in part.
    case failed
  }

  /// What happened.
  package enum Event: Sendable {
    /// A change event arrived; the people among its users who are never fetched.
    case arrived(ChangeEvent, never: Set<Verbatim>)
    /// The fetch is over; when it began, by this machine's clock.
    case fetched(Outcome, began: Instant)
    /// The time of `nextTime` has come.
    case time
  }

  /// What is to be done.
  package enum Action: Hashable, Sendable {
    /// Make a fetch; `fetched` follows.
    case fetch(Fetch)
    /// The event is recorded, or needs no record.
    case settle(Verbatim)
    /// The event is not recorded, and is to come again.
    case putOff(Verbatim)
  }

  /// A person who is to be fetched.
  private struct Wanted {
    var due: Instant
    var events: [Verbatim]
    var isSecondLook = false
  }

  private var wanted: [Verbatim: Wanted] = [:]
  /// The order in which people were wanted first.
  private var order: [Verbatim] = []
  /// The events that wait for a fetch of everybody.
  private var waitingForEverybody: [Verbatim] = []
  private var everybodyDue: Instant?
  private var lastEverybody: Instant?
  /// How many people, or fetches of everybody, each event still waits for.
  private var open: [Verbatim: Int] = [:]
  private var running: (fetch: Fetch, people: [Verbatim: Wanted], forEverybody: [Verbatim])?
  /// When each person was last asked for, by this machine's clock.
  private var asked: [Verbatim: Instant] = [:]
  private var settled: Set<Verbatim> = []
  private var settledInOrder: [Verbatim] = []
  private var failures = 0
  private var notBefore: Instant?

  package init() {}

  /// When `time` is due; nil if nothing waits, or a fetch runs.
  package var nextTime: Instant? {
    guard running == nil else { return nil }
    let due = (wanted.values.map(\.due) + [everybodyDue].compactMap { $0 }).min()
    return due.map { max($0, notBefore ?? $0) }
  }

  /// Takes an event and returns the next actions.
  package mutating func receive(_ event: Event, now: Instant) -> [Action] {
    switch event {
    case .arrived(let event, let never): return take(event, never, now) + begin(now)
    case .fetched(let outcome, let began): return end(outcome, began, now) + begin(now)
    case .time: return begin(now)
    }
  }

  private mutating func take(
    _ event: ChangeEvent,
    _ never: Set<Verbatim>,
    _ now: Instant
  ) -> [Action] {
    if settled.contains(event.id) { return [.settle(event.id)] }
    // A copy: it is settled with the first.
    guard open[event.id] == nil else { return [] }
    let due = now + Self.grouping
    if event.kind != .values || event.users == nil {
      let earliest = lastEverybody.map { $0 + Self.everybodyEvery } ?? due
      everybodyDue = min(everybodyDue ?? max(due, earliest), max(due, earliest))
    }
    guard let users = event.users, event.kind != .left else {
      waitingForEverybody.append(event.id)
      open[event.id] = 1
      return []
    }
    let needed = Set(users).subtracting(never).filter { !isFetched($0, since: event.born) }
    guard !needed.isEmpty else { return settle(event.id) }
    open[event.id] = needed.count
    for user in needed.sorted() {
      if wanted[user] == nil { order.append(user) }
      var entry = wanted[user] ?? Wanted(due: due, events: [])
      entry.due = min(entry.due, due)
      entry.isSecondLook = false
      entry.events.append(event.id)
      wanted[user] = entry
    }
    return []
  }

  /// Whether a person was asked for after a change, whatever the two clocks say.
  private func isFetched(_ user: Verbatim, since born: Instant?) -> Bool {
    guard let born, let asked = asked[user] else { return false }
    return born + Self.clockTolerance <= asked
  }

  private mutating func begin(_ now: Instant) -> [Action] {
    guard running == nil, notBefore.map({ $0 <= now }) ?? true else { return [] }
    if let everybodyDue, everybodyDue <= now {
      let people = wanted
      let events = waitingForEverybody + ids(of: people)
      running = (Fetch(users: nil, events: events.withoutRepeats), people, waitingForEverybody)
      (wanted, order, waitingForEverybody) = ([:], [], [])
      self.everybodyDue = nil
      lastEverybody = now
    } else {
      guard wanted.values.contains(where: { $0.due <= now }) else { return [] }
      // People who only wait for others come along; a second look does not come early.
      let ready = order.filter { user in
        wanted[user].map { $0.due <= now || !$0.isSecondLook } ?? false
      }
      let users = Array(ready.prefix(DingTalkClient.maximumUsersPerCall))
      let taken = Set(users)
      order.removeAll(where: taken.contains)
      var people: [Verbatim: Wanted] = [:]
      for user in users { people[user] = wanted.removeValue(forKey: user) }
      running = (Fetch(users: users, events: ids(of: people)), people, [])
    }
    return running.map { [.fetch($0.fetch)] } ?? []
  }

  private func ids(of people: [Verbatim: Wanted]) -> [Verbatim] {
    people.keys.sorted().flatMap { people[$0]?.events ?? [] }.withoutRepeats
  }

  private mutating func end(_ outcome: Outcome, _ began: Instant, _ now: Instant) -> [Action] {
    guard let (fetch, people, waiting) = running else { return [] }
    running = nil
    switch outcome {
    case .failed:
      failures += 1
      var wait = Duration.seconds(5)
      for _ in 1..<failures where wait < Self.longestWait { wait = wait * 2 }
      notBefore = now + min(wait, Self.longestWait)
      if fetch.users == nil { lastEverybody = nil }
      return fetch.events.flatMap { putOff($0) }
    case .recorded(let hasChanges, let others):
      (failures, notBefore) = (0, nil)
      var actions = waiting.flatMap { advance($0) }
      for user in people.keys.sorted() {
        guard let entry = people[user] else { continue }
        asked[user] = began
        let isLeft = others.contains(user)
        guard isLeft || (!hasChanges && !entry.isSecondLook && fetch.users != nil) else {
          actions += entry.events.flatMap { advance($0) }
          continue
        }
        want(user, entry, at: now + Self.secondLook, isSecondLook: !isLeft)
        if isLeft { asked[user] = nil }
      }
      return actions
    }
  }

  /// Wants a person again, beside what was wanted of them meanwhile.
  private mutating func want(
    _ user: Verbatim,
    _ entry: Wanted,
    at due: Instant,
    isSecondLook: Bool
  ) {
    guard var newer = wanted[user] else {
      order.append(user)
      wanted[user] = Wanted(due: due, events: entry.events, isSecondLook: isSecondLook)
      return
    }
    newer.events = entry.events + newer.events
    wanted[user] = newer
  }

  /// Notes that one of the things is done for which an event waits.
  private mutating func advance(_ event: Verbatim) -> [Action] {
    guard let left = open[event] else { return [] }
    if left > 1 {
      open[event] = left - 1
      return []
    }
    return settle(event)
  }

  private mutating func settle(_ event: Verbatim) -> [Action] {
    open[event] = nil
    settled.insert(event)
    settledInOrder.append(event)
    if settledInOrder.count > Self.remembered { settled.remove(settledInOrder.removeFirst()) }
    return [.settle(event)]
  }

  /// Forgets an event, so that it is new when it comes again.
  private mutating func putOff(_ event: Verbatim) -> [Action] {
    guard open.removeValue(forKey: event) != nil else { return [] }
    for user in order {
      wanted[user]?.events.removeAll { $0 == event }
      if wanted[user]?.events.isEmpty == true { wanted[user] = nil }
    }
    order.removeAll { wanted[$0] == nil }
    return [.putOff(event)]
  }
}
