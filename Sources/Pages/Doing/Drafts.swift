package import Roster
import Synchronization

/// What people have begun and not confirmed: forms with their files, and the plans made of them.
///
/// They are in memory only, and each belongs to one session.
package final class Drafts: Sendable {
  /// How long one is kept.
  package static let lifetime = Duration.seconds(3600)
  /// The largest size of all files together, in bytes.
  package static let mostBytes = 64 << 20
  /// The largest number of one session's; the oldest goes first.
  static let mostOfOne = 10

  /// One form that was sent, with the job that plans it.
  package struct Draft: Sendable {
    /// The name of the action.
    package let action: String
    /// The values of the parameters in the path of its page.
    package let values: [String: String]
    package let texts: [String: String]
    package let file: FormFields.File?
    /// The job that plans it.
    package let job: String
    /// The `Idempotency-Key` with which it is carried out, once.
    package let key: String

    package init(
      action: String,
      values: [String: String],
      texts: [String: String],
      file: FormFields.File?,
      job: String,
      key: String
    ) {
      self.action = action
      self.values = values
      self.texts = texts
      self.file = file
      self.job = job
      self.key = key
    }
  }

  private struct Kept {
    let draft: Draft
    let owner: String
    let begun: Instant

    var size: Int { draft.file?.bytes.count ?? 0 }
  }

  private struct State {
    var drafts: [String: Kept] = [:]
    /// The identifiers, the oldest first.
    var order: [String] = []

    mutating func remove(_ id: String) {
      drafts[id] = nil
      order.removeAll { $0 == id }
    }
  }

  private let state = Mutex(State())

  package init() {}

  /// Keeps a draft, and forgets those that are too old or too much.
  ///
  /// - Parameters:
  ///   - draft: The draft.
  ///   - id: Its identifier, which is new.
  ///   - owner: What only its session knows.
  ///   - now: The time.
  package func keep(_ draft: Draft, as id: String, owner: String, now: Instant) {
    state.withLock { state in
      state.drafts[id] = Kept(draft: draft, owner: owner, begun: now)
      state.order.append(id)
      for old in state.order where now - (state.drafts[old]?.begun ?? now) >= Self.lifetime {
        state.remove(old)
      }
      let own = state.order.filter { state.drafts[$0]?.owner == owner }
      for old in own.dropLast(Self.mostOfOne) { state.remove(old) }
      var size = state.drafts.values.reduce(0) { $0 + $1.size }
      while size > Self.mostBytes, let first = state.order.first, first != id {
        size -= state.drafts[first]?.size ?? 0
        state.remove(first)
      }
    }
  }

  /// The draft of a session; nil if it has none, or it is over.
  package func find(_ id: String, owner: String, now: Instant) -> Draft? {
    state.withLock { state in
      guard let kept = state.drafts[id], kept.owner.utf8.elementsEqual(owner.utf8) else {
        return nil
      }
      if now - kept.begun < Self.lifetime { return kept.draft }
      state.remove(id)
      return nil
    }
  }
}
