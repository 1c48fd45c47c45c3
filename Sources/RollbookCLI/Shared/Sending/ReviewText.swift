import Operations
import Tables
import Roster

/// What a rollback does not put back, or a replay does not write, and why, for people.
struct ReviewText {
  /// Which operation did not write it.
  enum Purpose { case rollback, replay, retry }

  private let review: BatchReview
  private let purpose: Purpose
  private let times: Times
  /// The largest number of cells of one kind that are reported.
  var limit = 40

  init(_ review: BatchReview, _ purpose: Purpose, times: Times) {
    self.review = review
    self.purpose = purpose
    self.times = times
  }

  /// The whole text; empty if there is nothing to report.
  var text: String {
    paragraph("Left alone", review.leftAlone.map(line))
      + paragraph(
        purpose == .rollback ? "Not to be put back, or not wholly" : "Not to be written there",
        review.impossible.map { "\(called($0)): \($0.why)" }
      )
      + assumed
      + (purpose == .rollback
        ? counted(
          review.alreadyThere,
          "cell already has its earlier value",
          "cells already have their earlier value"
        )
        : counted(
          review.alreadyThere,
          "cell is expected to have its value there already",
          "cells are expected to have their value there already"
        ))
      + counted(
        review.unmapped,
        "cell is of a field that is not written there",
        "cells are of fields that are not written there"
      )
  }

  private func counted(_ cells: Int, _ one: String, _ many: String) -> String {
    cells > 0 ? cells.counted(one, many) + ".\n" : ""
  }

  private func paragraph(_ title: String, _ lines: [String]) -> String {
    guard !lines.isEmpty else { return "" }
    let shown = lines.prefix(limit).map { "- \(Printable.oneLine($0))\n" }.joined()
    let more = lines.count > limit ? "… and \(lines.count - limit) more.\n" : ""
    return "\(title) (\(lines.count)):\n\(shown)\(more)"
  }

  private func line(_ cell: WriteRefusal) -> String {
    var line = "\(called(cell)): \(cell.why)"
    switch (cell.lastAsWritten, cell.since) {
    case (let last?, let since?):
      line += " (between \(times.human(last)) and \(times.human(since)))"
    case (nil, let since?): line += " (\(times.human(since)))"
    default: break
    }
    return line
  }

  private func called(_ cell: WriteRefusal) -> String {
    guard let user = cell.user, let address = cell.address else { return cell.user?.text ?? "" }
    return called(user, address, cell.fieldName)
  }

  private func called(_ user: Verbatim, _ address: CellAddress, _ name: Verbatim?) -> String {
    let item = address.item > 0 ? "[\(address.item)]" : ""
    return "\(user) \(name.map { "\($0) " } ?? "")\(address.field)\(item)"
  }

  private var assumed: String {
    paragraph(
      "Assumed to be as the batch left it",
      review.assumed.map { cell in
        let date = cell.lastKnown.map { times.human($0) } ?? "never"
        return "\(called(cell.user, cell.address, nil)): last known on \(date)"
          + (cell.isAcknowledgedOnly ? ", when the write was acknowledged" : "")
      }
    )
  }
}
