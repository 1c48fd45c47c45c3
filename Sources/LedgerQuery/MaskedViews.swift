import Roster

/// The views of a query whose reader does not see every value: over each view with values lies one of
/// the same name, which has the masks.
///
/// The masks are outside, so that what a view compares within itself is compared whole.
struct MaskedViews {
  let sight: Sight
  /// Whether the views are those of a position, which are in `temp`.
  let isOfMoment: Bool

  /// The columns with a value, a label or both in words, by view; beside them is the code of the field.
  private static let values: [String: Set<String>] = [
    "stored_events": ["value", "label", "words"],
    "roster": ["value", "label"],
    "cell_versions": ["value", "label", "words"],
    "history": ["value", "label"],
    "cells": ["value", "label", "words"],
    "changes": both,
    "writes": both,
  ]

  private static let both: Set<String> = [
    "from_value", "from_label", "from_words", "to_value", "to_label", "to_words",
  ]

  /// The views with sentences that may quote values.
  private static let others = ["batch_rows", "dismissals"]

  /// The name under which a view of a position lies below its mask.
  static func whole(_ view: String) -> String {
    values[view] == nil && !others.contains(view) ? view : "whole_\(view)"
  }

  /// What the views call: the mask of a text of a field, and whether the field is masked at all.
  var functions: [QueryFunction] {
    let sight = sight
    return [
      QueryFunction(name: "seen_of", arguments: 2, isForViews: true) { values in
        guard case .text(let field) = values[0] else { return .null }
        guard !sight.sees(field) else { return values[1] }
        switch values[1] {
        case .text(let text): return .text(ValueMask.masked(text))
        case .null: return .null
        default: return .text(ValueMask.hidden)
        }
      },
      QueryFunction(name: "is_seen", arguments: 1, isForViews: true) { values in
        guard case .text(let field) = values[0] else { return .integer(0) }
        return .integer(sight.sees(field) ? 1 : 0)
      },
    ]
  }

  /// The statements that lay the views.
  ///
  /// - Parameter columns: Returns the columns of a view.
  /// - Returns: The statements, in their order.
  /// - Throws: What `columns` throws.
  func statements(_ columns: (String) throws -> [String]) throws -> [String] {
    try Self.values.sorted { $0.key < $1.key }.map { view, masked in
      try statement(view, columns) { column in
        guard masked.contains(column) else { return nil }
        // Words of nothing but why there is no value stay.
        guard column.hasSuffix("words") else { return "seen_of(v.field, v.\(column))" }
        let parts = ["value", "label"].map { "v." + column.replacing("words", with: $0) }
        return "CASE WHEN coalesce(\(parts.joined(separator: ", "))) IS NULL THEN v.\(column) "
          + "ELSE seen_of(v.field, v.\(column)) END"
      }
    } + [
      try statement("batch_rows", columns) { column in
        guard column == "message" else { return nil }
        return """
          CASE WHEN v.message IS NOT NULL AND EXISTS (
            SELECT 1 FROM \(source("writes")) w
            WHERE w.intended = v.intended AND NOT is_seen(w.field)
          ) THEN '(masked)' ELSE v.message END
          """
      },
      try statement("dismissals", columns) { column in
        column == "record"
          ? "CASE WHEN is_seen('\(FieldClasses.dismissal)') THEN v.record END" : nil
      },
    ]
  }

  private func source(_ view: String) -> String {
    isOfMoment ? "temp.\(Self.whole(view))" : "main.\(view)"
  }

  private func statement(
    _ view: String,
    _ columns: (String) throws -> [String],
    _ masked: (String) -> String?
  ) throws -> String {
    let source = source(view)
    let seen = try columns(source).map { column in
      "\(masked(column) ?? "v.\"\(column)\"") AS \"\(column)\""
    }
    return "CREATE TEMP VIEW \(view) AS SELECT \(seen.joined(separator: ", ")) FROM \(source) v"
  }
}
