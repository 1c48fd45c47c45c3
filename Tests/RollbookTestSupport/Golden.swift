import Foundation

/// Compares what a test made with a file that was reviewed and kept.
///
/// `ROLLBOOK_RECORD=1 make test` writes the files again. A recording run fails, so that it is not
/// mistaken for a passing one; the next run, and the reviewer, judge the difference.
package enum Golden {
  /// How a text differs from its golden file, or nil if it does not.
  ///
  /// - Parameters:
  ///   - actual: What the test made.
  ///   - name: The file's name in the folder `Golden` beside the test.
  ///   - test: The test's file.
  /// - Returns: Nil, or the first line that differs and how to accept it.
  package static func difference(
    _ actual: String,
    _ name: String,
    test: String = #filePath
  ) -> String? {
    let folder = URL(fileURLWithPath: test).deletingLastPathComponent()
      .appendingPathComponent("Golden")
    let file = folder.appendingPathComponent(name)
    if ProcessInfo.processInfo.environment["ROLLBOOK_RECORD"] == "1" {
      return record(actual, file, folder)
    }
    guard let kept = try? Data(contentsOf: file) else {
      return "There is no golden file \(name). Record it with ROLLBOOK_RECORD=1."
    }
    let expected = String(decoding: kept, as: UTF8.self)
    return Array(expected.utf8) == Array(actual.utf8)
      ? nil : explain(name, expected: expected, actual: actual)
  }

  private static func record(_ actual: String, _ file: URL, _ folder: URL) -> String {
    do {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      try Data(actual.utf8).write(to: file)
      return "Recorded \(file.lastPathComponent). Look at it, and run again to compare."
    } catch {
      return "Could not record \(file.path): \(error)"
    }
  }

  private static func explain(_ name: String, expected: String, actual: String) -> String {
    let wanted = expected.split(separator: "\n", omittingEmptySubsequences: false)
    let got = actual.split(separator: "\n", omittingEmptySubsequences: false)
    let line = zip(wanted, got).enumerated().first { $0.element.0 != $0.element.1 }?.offset
    let at = line ?? min(wanted.count, got.count)
    return """
      \(name) differs at line \(at + 1). Accept it with ROLLBOOK_RECORD=1 if it is meant.
      expected: \(at < wanted.count ? String(wanted[at]) : "(end)")
      actual:   \(at < got.count ? String(got[at]) : "(end)")
      all of it:
      \(actual)
      """
  }
}

extension Golden {
  /// How a text differs from the part of a document that a test makes, or nil if it does not.
  ///
  /// The part is between the lines `<!-- made by TEST -->` and `<!-- end -->`, where TEST is the
  /// name of the test's file without its ending.
  ///
  /// - Parameters:
  ///   - actual: What the test made.
  ///   - document: The document's path in the repository.
  ///   - test: The test's file.
  /// - Returns: Nil, or what is wrong and how to accept it.
  package static func difference(
    _ actual: String,
    inside document: String,
    test: String = #filePath
  ) -> String? {
    let name = URL(fileURLWithPath: test).deletingPathExtension().lastPathComponent
    let (begin, end) = ("<!-- made by \(name) -->\n", "<!-- end -->")
    let file = Repository.root.appendingPathComponent(document)
    guard let data = try? Data(contentsOf: file) else { return "There is no \(document)." }
    let text = String(decoding: data, as: UTF8.self)
    guard let start = text.range(of: begin)?.upperBound,
      let stop = text.range(of: end, range: start..<text.endIndex)?.lowerBound
    else { return "\(document) has no part between '\(begin)' and '\(end)'." }
    guard Array(text[start..<stop].utf8) != Array(actual.utf8) else { return nil }
    guard ProcessInfo.processInfo.environment["ROLLBOOK_RECORD"] == "1" else {
      return "\(document) differs. Accept it with ROLLBOOK_RECORD=1 if it is meant:\n\(actual)"
    }
    do {
      try Data((text[..<start] + actual + text[stop...]).utf8).write(to: file)
      return "Recorded a part of \(document). Look at it, and run again to compare."
    } catch { return "Could not record \(document): \(error)" }
  }
}
