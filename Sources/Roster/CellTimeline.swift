/// All that was ever learnt of a cell, and what follows from it for any time.
///
/// A content is certain from the moment at which the first response that shows it had arrived to
/// the moment at which the last one that shows it was asked for. These are the inner ends, so the
/// time that a response took does not count. From then until the next content is certain, both are
/// possible. If a content went and came back between two responses, that leaves no trace, and is
/// not considered.
package struct CellTimeline: Hashable, Sendable {
  /// A content that responses showed, one after the other.
  package struct Sight: Hashable, Sendable {
    /// What the cell held; `gone` where it was not there.
    package let content: Content
    /// The first response that showed it.
    package let first: ResponseWindow
    /// The last response that showed it.
    package var last: ResponseWindow

    package init(_ content: Content, first: ResponseWindow, last: ResponseWindow) {
      self.content = content
      self.first = first
      self.last = last
    }
  }

  /// A write of ours that reached the system, or may have.
  package struct Attempt: Hashable, Sendable {
    /// What was written.
    package let content: Content
    /// When the call left.
    package let sentAt: Instant
    /// When it was known that it was accepted, or settled as applied; nil where it never was.
    package let appliedAt: Instant?

    package init(_ content: Content, sentAt: Instant, appliedAt: Instant?) {
      self.content = content
      self.sentAt = sentAt
      self.appliedAt = appliedAt
    }
  }

  /// What a claim rests on: the number of a sight, or of an attempt, as they were given.
  package enum Basis: Hashable, Sendable {
    /// Responses showed it.
    case observation(Int)
    /// It was written.
    case attempt(Int)
  }

  /// What the cell held, or may have.
  package struct Claim: Hashable, Sendable {
    /// The content.
    package let content: Content
    /// How sure that is.
    package let certainty: Certainty
    /// What it rests on.
    package let basis: Basis
  }

  private let observations: [Sight]
  /// The number under which each sight was given.
  private let numbers: [Int]
  private let attempts: [Attempt]

  /// Puts together what was learnt.
  ///
  /// - Parameters:
  ///   - observations: What responses showed, in the order of the log.
  ///   - attempts: What was written, in the order of the log; refused writes left out.
  package init(observations: [Sight], attempts: [Attempt] = []) {
    var merged: [Sight] = []
    var numbers: [Int] = []
    for (number, observation) in observations.enumerated() {
      let isInterrupted = attempts.contains { attempt in
        guard let last = merged.last else { return false }
        return attempt.sentAt >= last.last.asked && attempt.sentAt <= observation.first.received
      }
      if let last = merged.last, last.content == observation.content, !isInterrupted {
        merged[merged.count - 1].last = observation.last
      } else {
        merged.append(observation)
        numbers.append(number)
      }
    }
    self.observations = merged
    self.numbers = numbers
    self.attempts = attempts
  }

  /// What the cell held at a time: one certain claim, or every possible one, or none where nothing
  /// had been learnt by then.
  ///
  /// - Parameter time: The time.
  /// - Returns: The claims, the oldest content first, each content once.
  package func claims(at time: Instant) -> [Claim] {
    if let certain = observations.indices.first(where: { isCertain($0, at: time) }) {
      return [claim(certain, .certain)]
    }
    var claims: [Claim] = []
    func add(_ claim: Claim) {
      if !claims.contains(where: { $0.content == claim.content }) { claims.append(claim) }
    }
    for place in 0...observations.count {
      for (number, attempt) in attempts.enumerated() where gap(of: attempt) == place {
        guard attempt.sentAt <= time, time <= end(of: attempt, number, inGap: place) else {
          continue
        }
        if place < observations.count,
          Meaning.agrees(written: attempt.content, observed: observations[place].content)
        {
          add(claim(place, .possible))
        } else {
          let basis = Basis.attempt(number)
          add(Claim(content: attempt.content, certainty: .possible, basis: basis))
        }
      }
      if place < observations.count, isPossible(place, at: time) { add(claim(place, .possible)) }
    }
    return claims
  }

  private func claim(_ place: Int, _ certainty: Certainty) -> Claim {
    Claim(
      content: observations[place].content,
      certainty: certainty,
      basis: .observation(numbers[place])
    )
  }

  /// How many sights began before an attempt was sent: it stands in the gap after them.
  private func gap(of attempt: Attempt) -> Int {
    observations.prefix { $0.first.asked <= attempt.sentAt }.count
  }

  /// The write that brought a sight about: the last one before it, accepted, and as it shows.
  private func cause(of place: Int) -> Attempt? {
    guard let last = attempts.last(where: { gap(of: $0) == place }), last.appliedAt != nil,
      Meaning.agrees(written: last.content, observed: observations[place].content)
    else { return nil }
    return last
  }

  private func isCertain(_ place: Int, at time: Instant) -> Bool {
    let observation = observations[place]
    var start = observation.first.received
    if let applied = cause(of: place)?.appliedAt { start = min(start, applied) }
    var end = observation.last.asked
    if place + 1 < observations.count { end = min(end, observations[place + 1].first.asked) }
    guard start <= time, time <= end else { return false }
    return !attempts.contains { $0.sentAt > observation.first.received && $0.sentAt <= time }
  }

  private func isPossible(_ place: Int, at time: Instant) -> Bool {
    var start = observations[place].first.asked
    if place > 0 { start = min(start, observations[place - 1].last.asked) }
    if let cause = cause(of: place) { start = cause.sentAt }
    guard start <= time else { return false }
    guard place + 1 < observations.count else { return true }
    let next = observations[place + 1].first.received
    return time <= (cause(of: place + 1)?.appliedAt.map { min($0, next) } ?? next)
  }

  /// Until when what an attempt wrote may have stood.
  private func end(of attempt: Attempt, _ number: Int, inGap place: Int) -> Instant {
    guard place < observations.count else { return Instant(milliseconds: Int64.max) }
    let next = observations[place].first.received
    guard let cause = cause(of: place), cause != attempt, let applied = cause.appliedAt else {
      return next
    }
    return min(applied, next)
  }
}

/// The two moments between which a response was made.
///
/// What the response says was true at some time between them.
package struct ResponseWindow: Hashable, Sendable {
  /// When the question left; of a file, when its values were captured.
  package let asked: Instant
  /// When the response had arrived; of a file, likewise.
  package let received: Instant

  package init(asked: Instant, received: Instant) {
    self.asked = asked
    self.received = received
  }
}

/// How sure hindsight is.
package enum Certainty: String, CaseIterable, Hashable, Sendable {
  /// It was seen before and after, and nothing was seen in between.
  case certain
  /// It may have been so; no response showed it just then.
  case possible
}
