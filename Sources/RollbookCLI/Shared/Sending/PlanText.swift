import Operations
import Tables
import Roster

/// A plan in words and a table, for people.
struct PlanText {
  let view: PlanView
  let style: OutputTable<PlanView.Change>.Style
  /// The largest number of cells that are shown; nil shows all.
  var limit: Int?

  /// The whole text.
  func text() throws -> String {
    var text = head
    if !view.effective.isEmpty { text += try table() }
    text += counts
    if let caution = view.caution { text += "\n\(caution)\n" }
    if !view.cleaned.isEmpty {
      text += "\nCleaned (\(view.cleaned.count)):\n"
      for cell in view.cleaned { text += "- \(Printable.oneLine(cell.line))\n" }
    }
    if !view.refused.isEmpty {
      let count = view.refused.count
      text += "\nRefused (\(count)):\n"
      for refused in view.refused {
        text += "- \(Printable.oneLine(refused.line))\n"
      }
    }
    return text
  }

  private var head: String {
    var lines = [view.source?.phrase, view.source?.rules].compactMap { $0 }
    if view.plan.system == .maycur {
      lines.append("Maycur cannot be read: what is there now is what was last written or imported.")
    }
    return lines.isEmpty ? "" : lines.joined(separator: "\n") + "\n\n"
  }

  private func table() throws -> String {
    let all = view.effective
    let shown = limit.map { Array(all.prefix($0)) } ?? all
    var text = ""
    var report = OutputTable(Column.plan(view.sight), style: style) { text += $0 }
    for change in shown { try report.add(change) }
    try report.finish()
    if shown.count < all.count {
      text += "… and \(all.count - shown.count) more; `rollbook plan` shows all.\n"
    }
    return text + "\n"
  }

  private var counts: String {
    let plan = view.plan
    let counts = plan.counts
    guard !plan.effective.isEmpty else {
      let same = counts.unchanged
      let held = same.counted("cell has", "cells have")
      return "Nothing is to be done\(same > 0 ? ": \(held) the wanted value" : "").\n"
    }
    return """
      \(plan.effective.count.counted("person", "people")): \(counts.set) set, \(counts.clear) cleared, \
      \(counts.append) added, \(counts.unchanged) unchanged; \
      \(plan.calls.counted("call")), \(Self.minutes(plan.minutes)).

      """
  }

  private static func minutes(_ minutes: Double) -> String {
    minutes < 1 ? "under a minute" : "about \(Int(minutes.rounded(.up)).counted("minute"))"
  }
}
