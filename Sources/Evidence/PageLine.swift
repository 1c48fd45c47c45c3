import LeafFormat
import Roster
import TransparencyLog

/// A line of a bundle's readable page.
package struct PageLine: Hashable, Sendable {
  /// The number of an entry, or the address of a value.
  package let address: String
  /// When it was recorded, in UTC.
  package let time: String
  /// The kind of an entry, or `value`, `text`, `erased`, `withheld` and the like.
  package let what: String
  /// The person whom it concerns.
  package let who: String
  /// The field and item of a value, or the name of a text.
  package let cell: String
  /// The content.
  package let content: String

  fileprivate init(
    _ address: String = "",
    time: String = "",
    what: String,
    who: String = "",
    cell: String = "",
    content: String = ""
  ) {
    self.address = address
    self.time = time
    self.what = what
    self.who = who
    self.cell = cell
    self.content = content
  }

  /// The columns in their order.
  var columns: [String] { [address, time, what, who, cell, content] }
}

extension Findings {
  /// The lines of the page.
  package var lines: [PageLine] {
    let people = Dictionary(
      people.map { ($0.surrogate, $0) },
      uniquingKeysWith: { first, _ in first }
    )
    let looked = Set(accesses.map(\.surrogate))
    let shown = self.people.filter { looked.contains($0.surrogate) }
    let entries = entries.flatMap { entry in
      PageLine.lines(of: entry, person: entry.surrogate.flatMap { people[$0] }, looked: shown)
    }
    let complete = self.people.map { person in
      let all = person.isComplete ? "all entries" : "not all entries"
      let last = person.entries.upperBound
      return PageLine(what: "person", who: person.shown, content: "\(all) up to \(last) are shown")
    }
    let read = accesses.map { accesses in
      PageLine(
        what: "accesses",
        who: people[accesses.surrogate]?.shown ?? "",
        content: accesses.shown
      )
    }
    let cosigned = cosigners.map { cosigner in
      let name = cosigner.key.keyName.description
      return PageLine(time: PageLine.time(cosigner.seconds), what: "cosigned", who: name)
    }
    let continued = continues.map { PageLine(what: "continues", content: "\($0) entries") }
    let stated = report.map { report in
      PageLine(what: "report", cell: report.name, content: "sha256:\(report.digest)")
    }
    return entries + complete + read + cosigned + continued + (stated.map { [$0] } ?? [])
  }
}

extension PageLine {
  fileprivate static func lines(
    of entry: ProvenEntry,
    person: ProvenPerson?,
    looked: [ProvenPerson]
  ) -> [PageLine] {
    let leaf = entry.leaf
    let address = String(leaf.entry)
    let facts = leaf.openFacts.map { "\($0.name) \($0.text)" }.joined(separator: ", ")
    let who = entry.hidesPerson ? "withheld" : person?.shown ?? ""
    let moment = time(UInt64(max(0, leaf.recordedAt) / 1000))
    var lines = [PageLine(address, time: moment, what: leaf.kindName, who: who, content: facts)]
    let isErased = Set(entry.erased.map(\.slot))
    for text in leaf.texts where !isErased.contains(text.slot) {
      let content = entry.texts.first { $0.slot == text.slot }?.content
      let what = content == nil ? "withheld" : "text"
      lines.append(PageLine(address, what: what, cell: text.slot, content: content ?? ""))
    }
    for person in looked {
      guard leaf.access != nil, leaf.person == nil, let word = entry.word(for: person) else {
        continue
      }
      lines.append(PageLine(address, what: "people", who: person.shown, content: word))
    }
    for cell in entry.cells {
      let place = "\(address).\(cell.ordinal)"
      let value = cell.value
      lines.append(PageLine(place, what: "value", cell: value.cell, content: value.shown))
    }
    for slot in entry.erased {
      let place = slot.ordinal == nil ? address : "\(address).\(slot.slot)"
      let what = slot.ordinal == nil ? slot.slot : ""
      let by = "by entry \(slot.erasure)"
      lines.append(PageLine(place, what: "erased", cell: what, content: by))
    }
    if entry.withheld > 0 {
      let count = "\(entry.withheld) of \(entry.size ?? 0) values"
      lines.append(PageLine(address, what: "withheld", content: count))
    }
    return lines
  }

  /// The time to the second, in UTC.
  fileprivate static func time(_ seconds: UInt64) -> String {
    Instant(milliseconds: Int64(min(seconds, 1 << 50)) * 1000).utcToTheSecond
  }
}

extension ProvenEntry {
  /// Whether a reading of several people showed a person, in a word; nil if that is not shown.
  fileprivate func word(for person: ProvenPerson) -> String? {
    guard leaf.access?.set != nil else { return "any person" }
    return shows(person.commitment).map { $0 ? "shown" : "not shown" }
  }
}

extension ProvenAccesses {
  /// The numbers, for the page.
  fileprivate var shown: String {
    let counts = "\(alone.count) alone, \(among.count) among others, \(open.count) of any person"
    guard let entries else { return "\(counts); not complete" }
    return "\(counts); complete from entry \(entries.lowerBound) to entry \(entries.upperBound)"
  }
}
