import ArgumentParser
import Foundation
import Ledger
import Reports
import Tables
import Roster

extension Moment {
  /// Parses an option or an argument.
  ///
  /// - Parameter text: The text.
  /// - Returns: The moment.
  /// - Throws: `ValidationError`, which lists the forms.
  static func parse(_ text: String) throws -> Moment {
    guard let moment = Moment(text) else { throw ValidationError(forms) }
    return moment
  }
}

extension CommandContext {
  /// The position of a moment as an end: entries recorded up to it count, including its whole day.
  func position(upTo moment: Moment) throws -> ReadPosition {
    try ledger.position(at: moment.end(settings.times, now: environment.timekeeper.now()))
  }

  /// The position of a moment as a beginning: entries recorded after it count, including its whole
  /// day.
  func position(before moment: Moment) throws -> ReadPosition {
    try ledger.position(at: moment.beginning(settings.times, now: environment.timekeeper.now()))
  }
}
