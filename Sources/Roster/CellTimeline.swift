/// Everything that was recorded about one cell, and what follows from it for any time.
///
/// A content is certain from the time at which the first response that showed it arrived, to the
/// time at which the last such response was asked for. Between two certain contents, both are
/// possible. A content that came and went between two responses leaves no trace, and is not
/// considered.
package struct CellTimeline: Hashable, Sendable {
  /// A content that one or several responses in a row showed.
  package struct Sight: Hashable, Sendable {
    /// What the cell held; `gone` if it did not come back.
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
    /// The written content.
    package let content: Content
    /// When the call was sent.
    package let sentAt: Instant
    /// When the system accepted the write, or a later read settled it as applied; nil if neither
    /// happened.
    package let appliedAt: Instant?

    package init(_ content: Content, sentAt: Instant, appliedAt: Instant?) {
      self.content = content
      self.sentAt = sentAt
      self.appliedAt = appliedAt
    }
  }

  /// What a claim rests on: the index of an observation or of an attempt, as passed to `init`.
  package enum Basis: Hashable, Sendable {
    /// Responses showed it.
    case observation(Int)
    /// It was written.
    case attempt(Int)
  }

  /// A content that the cell held, or may have held.
  package struct Claim: Hashable, Sendable {
    /// The content.
    package let content: Content
    /// Its certainty.
    package let certainty: Certainty
    /// The observation or attempt that it rests on.
    package let basis: Basis
  }

  private let observations: [Sight]
  /// For each observation that was kept, its index as passed to `init`.
  private let numbers: [Int]
  private let attempts: [Attempt]

  /// Orders the observations and attempts by time.
  ///
  /// - Parameters:
  ///   - observations: What responses showed, in the order of the log.
  ///   - attempts: What was written, in the order of the log, without rejected writes.
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

  /// What the cell held at a time.
  ///
  /// - Parameter time: The time.
  /// - Returns: One certain claim, or every possible one: the oldest content first, each content
  ///   once. Empty if nothing was known by then.
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

  /// How many observations began before an attempt was sent.
  private func gap(of attempt: Attempt) -> Int {
    observations.prefix { $0.first.asked <= attempt.sentAt }.count
  }

  /// The write that caused an observation: the last write before it, if it was accepted and its
  /// value is the one observed.
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

  /// The latest time at which the value of an attempt may still have been in the system.
  private func end(of attempt: Attempt, _ number: Int, inGap place: Int) -> Instant {
    guard place < observations.count else { return Instant(milliseconds: Int64.max) }
    let next = observations[place].first.received
    guard let cause = cause(of: place), cause != attempt, let applied = cause.appliedAt else {
      return next
    }
    return min(applied, next)
  }
}

/// The two times between which a response was made.
///
/// The system read its values at some time between them.
package struct ResponseWindow: Hashable, Sendable {
  /// When the request was sent; for a file, when its values were captured.
  package let asked: Instant
  /// When the response arrived; for a file, the same time as `asked`.
  package let received: Instant

  package init(asked: Instant, received: Instant) {
    self.asked = asked
    self.received = received
  }
}

/// The certainty of hindsight.
package enum Certainty: String, CaseIterable, Hashable, Sendable {
  /// The same content was observed before and after, and no other one in between.
  case certain
  /// The content may have been there; no response covers this time.
  case possible
}
