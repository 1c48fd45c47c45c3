package import Roster
import Ledger
import LedgerHistory

/// What a row of a batch wrote, or was to write.
package struct WrittenRow: Hashable, Sendable {
  /// A cell that existed before the write, with its content before and after.
  package struct Edited: Hashable, Sendable {
    /// The cell.
    package let address: CellAddress
    /// The content before; nil if nothing was known.
    package let from: Content?
    /// The written content.
    package let to: Content
  }

  /// An item that was added.
  package struct Added: Hashable, Sendable {
    /// Its detail group; nil if that is not known any more.
    package let group: Verbatim?
    /// The written contents, field by field.
    package let fields: [FieldCode: Content]
    /// The fields in the order in which they were written.
    let order: [FieldCode]

    package init(group: Verbatim?, _ fields: [(FieldCode, Content)]) {
      self.group = group
      self.fields = Dictionary(fields, uniquingKeysWith: { first, _ in first })
      order = fields.map(\.0)
    }

    /// Whether an item has the written contents.
    func isLike(_ item: [FieldCode: Content]) -> Bool {
      fields.allSatisfy { Meaning.agrees(written: $0.value, observed: item[$0.key] ?? .gone) }
    }
  }

  /// The edited cells, including those that were emptied with them.
  package let edits: [Edited]
  /// The items that were added.
  package let additions: [Added]
}

extension WrittenRow {
  /// Reads it off a batch.
  init(_ line: BatchLine, details: DetailGroups) {
    let edits = line.changes.filter { $0.action != .append }.map {
      Edited(address: $0.address, from: $0.from, to: $0.to)
    }
    var items: [(group: Verbatim?, item: Int, fields: [(FieldCode, Content)])] = []
    for change in line.changes where change.action == .append {
      let group = details.group(of: change.field)
      let known = items.firstIndex { $0.group == group && $0.item == change.item }
      if let known {
        items[known].fields.append((change.field, change.to))
      } else {
        items.append((group, change.item, [(change.field, change.to)]))
      }
    }
    self.init(edits: edits, additions: items.map { Added(group: $0.group, $0.fields) })
  }

  /// The fields that show its result.
  func fields(_ details: DetailGroups) -> Set<FieldCode> {
    details.withSiblings(Set(edits.map(\.address.field) + additions.flatMap(\.order)))
  }
}
