import Evidence
import Tables
import Roster

/// What a bundle shows of who looked at a person, and what it does not show, in sentences.
struct AccessesText {
  private let findings: Findings
  private let accesses: ProvenAccesses

  init(_ findings: Findings, _ accesses: ProvenAccesses) {
    self.findings = findings
    self.accesses = accesses
  }

  var text: String {
    let person = findings.name(of: accesses)
    let readings = accesses.count.counted("reading")
    let actors = accesses.actors.count.counted("actor")
    var sentences = [
      "\(readings) showed \(person), by \(actors) who \(accesses.actors.count == 1 ? "is" : "are") "
        + "named: \(accesses.alone.count) showed this person alone, \(accesses.among.count) others "
        + "as well."
    ]
    if let entries = accesses.entries {
      sentences.append(
        "These are all from entry \(entries.lowerBound) to entry \(entries.upperBound)\(exception)."
      )
    } else {
      sentences.append("Whether these are all is not shown.")
    }
    switch accesses.gap {
    case .notShown(let entry):
      sentences.append("Before that, readings may be missing: entry \(entry) is not shown.")
    case .undecided(let entry):
      sentences.append(
        "Before that, readings may be missing: of entry \(entry) it is not shown whether it showed "
          + "\(person)."
      )
    case nil: break
    }
    sentences.append(
      "That a person was not among those whom a reading showed rests on the order of its set, which "
        + "`rollbook verify --full` checks on the ledger, and no bundle."
    )
    return sentences.joined(separator: " ")
  }

  /// The readings that could show any person, by what they are.
  private var exception: String {
    guard !accesses.open.isEmpty else { return "" }
    let listed = accesses.kinds.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
    return ", except that \(accesses.open.count.counted("reading")) could show any person "
      + "(\(listed.joined(separator: ", ")))"
  }
}
