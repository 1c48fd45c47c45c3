import LedgerProof
import LedgerStorage
import GRDB
import Roster
import TransparencyLog

extension VerificationRun {
  /// Reports the findings of the tree, and returns the entries whose stored hashes differ from the
  /// signed ones.
  ///
  /// If leaves, nodes and head are consistent but differ from a signed head, all of them were
  /// recomputed after a change; if they are inconsistent, some of them were replaced.
  func judge(
    _ outcome: TreeCheck.Outcome,
    _ leaves: LeafTally,
    last: EntryID
  ) -> [ClosedRange<EntryID>] {
    for mark in outcome.beyond { beyond(mark, last: last) }
    let bad = outcome.badMarks.first
    let fits = outcome.badRanges.isEmpty && outcome.headMatches
    let first = EntryID(lastOf: outcome.met) + 1
    guard let bad else {
      for range in outcome.badRanges where !leaves.mismatches.contains(in: range) {
        nodeChanged(range)
      }
      let isRehashed = !outcome.headMatches && first <= last && !leaves.mismatches.isEmpty
      return outcome.badRanges.isEmpty && isRehashed ? [first...last] : outcome.badRanges
    }
    let end = EntryID(lastOf: bad.size)
    let whole = min(first, end)...end
    if fits {
      rewritten(whole, bad)
      return []
    }
    let ranges = outcome.badRanges.isEmpty ? [whole] : outcome.badRanges
    for range in ranges.prefix(100) where !leaves.mismatches.contains(in: range) {
      rehashed(range)
    }
    return ranges
  }

  private func beyond(_ mark: TreeCheck.Mark, last: EntryID) {
    let isInside = mark.source == "checkpoint" || mark.source == "mark"
    findings.add(
      ProofFinding(
        isInside ? .tailCut : .olderCopy,
        entry: last + 1,
        object: mark.source,
        "The log ends at entry \(last), but a head of \(mark.size) entries was signed"
          + (isInside ? "." : ", and \(mark.source) remembers it.")
      )
    )
  }

  private func rewritten(_ range: ClosedRange<EntryID>, _ mark: TreeCheck.Mark) {
    findings.add(
      ProofFinding(
        .tailRewritten,
        entry: range.lowerBound,
        object: mark.source,
        """
        Of the entries \(range.lowerBound) to \(range.upperBound), some were replaced with all \
        hashes over them: the head that was signed at entry \(mark.size) is another.
        """
      )
    )
  }

  private func rehashed(_ range: ClosedRange<EntryID>) {
    findings.add(
      ProofFinding(
        .leafRehashed,
        entry: range.lowerBound,
        object: "tile",
        """
        Of the entries \(range.lowerBound) to \(range.upperBound), one was replaced together with \
        its hash: the hashes above do not come from those that are there.
        """
      )
    )
  }

  private func nodeChanged(_ range: ClosedRange<EntryID>) {
    findings.add(
      ProofFinding(
        .nodeChanged,
        entry: range.lowerBound,
        object: "tile",
        """
        The hash over the entries \(range.lowerBound) to \(range.upperBound) is not the one that \
        they have.
        """
      )
    )
  }

  /// Reports entries that the index of no user contains.
  func lost(_ database: Database) throws {
    var found = 0
    try database.run(
      """
      SELECT id, user FROM entry n
      WHERE user IS NOT NULL AND NOT EXISTS (SELECT 1 FROM user WHERE id = n.user) LIMIT 10
      """
    ) { row in
      let entry: EntryID = row.integer(0)
      found += 1
      findings.add(
        ProofFinding(
          .rowMissing,
          entry: entry,
          object: "user",
          "Row \(row.integer(1) as UserNumber) of user, on which entry \(entry) rests, is missing."
        )
      )
    }
    guard found == 0 else { return }
    findings.add(
      ProofFinding(
        .fileDamaged,
        object: "entry_by_user",
        "The index entry_by_user does not have every entry."
      )
    )
  }
}

extension [LeafMismatch] {
  fileprivate func contains(in range: ClosedRange<EntryID>) -> Bool {
    contains { range.contains($0.line.entry) }
  }
}
