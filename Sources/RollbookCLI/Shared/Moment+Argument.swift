import ArgumentParser
import Foundation
import Ledger
import Reports
import Tables
import Roster

extension Moment {
  /// Reads what an option or an argument was given.
  ///
  /// - Parameter text: The text.
  /// - Returns: The moment.
  /// - Throws: `ValidationError`, which says the forms.
  static func parse(_ text: String) throws -> Moment {
    guard let moment = Moment(text) else { throw ValidationError(forms) }
    return moment
  }
}

extension CommandContext {
  /// Where in the ledger a moment stands as an end: what counts was recorded up to it, a day with it.
  func position(upTo moment: Moment) throws -> ReadPosition {
    try ledger.position(at: moment.end(settings.times, now: environment.timekeeper.now()))
  }

  /// Where in the ledger a moment stands as a beginning: what counts was recorded after it, a day
  /// with it.
  func position(before moment: Moment) throws -> ReadPosition {
    try ledger.position(at: moment.beginning(settings.times, now: environment.timekeeper.now()))
  }
}
